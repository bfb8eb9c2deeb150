// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers to positions and text, without a display.
#include "support/Catch.h"

#include "ui/meters/MeterScale.h"

#include "params/EquipmentChoice.h"

#include <cmath>
#include <limits>

using namespace phonostage;
using namespace phonostage::ui;

namespace {

constexpr double height = 480.0;
constexpr double labelSpacing = 14.0;
constexpr double tickSpacing = 5.0;

struct Socket {
    double fullScaleDbv;
    std::optional<double> levelAt5CmDbv;
};

// From an attenuated line input to a microphone input turned fully up; no cartridge, a loud MM, a quiet MC.
const std::vector<Socket> sockets{{6.0, std::nullopt},   {-12.0, std::nullopt}, {20.0, -42.0}, {6.0, -74.0},
                                  {-50.0, std::nullopt}, {-60.0, -40.0},        {6.0, -80.0},  {2.2, -44.4}};

constexpr std::array units{LevelUnit::dbv, LevelUnit::dbu, LevelUnit::dbfs, LevelUnit::millivolts};

} // namespace

TEST_CASE("The input's scale moves with the equipment", "[ui]") {
    const auto assumed = inputRange(6.0, std::nullopt);
    CHECK_THAT(assumed.topDbv, WithinAbs(9.0, 1e-12));
    CHECK_THAT(assumed.bottomDbv, WithinAbs(-80.0, 1e-12)); // 5 mV is -46 dBV
    // A quiet MC: 0.2 mV at 5 cm/s.
    const double quiet = catalogue::levelAt5CmDbv({0.2, 5.0, false}, std::nullopt);
    CHECK_THAT(inputRange(6.0, quiet).bottomDbv, WithinAbs(-110.0, 1e-12));
    for (const auto& socket : sockets) {
        const auto range = inputRange(socket.fullScaleDbv, socket.levelAt5CmDbv);
        INFO(socket.fullScaleDbv << " " << socket.levelAt5CmDbv.value_or(0.0));
        CHECK_THAT(range.topDbv, WithinAbs(socket.fullScaleDbv + 3.0, 1e-12));
        CHECK(range.bottomDbv <= socket.levelAt5CmDbv.value_or(assumedLevelAt5CmDbv) - 30.0);
        CHECK(range.bottomDbv <= range.topDbv - 30.0);
    }
}

TEST_CASE("The output's scale begins at -60 dBV", "[ui]") {
    CHECK_THAT(outputRange(6.0, -10.0).topDbv, WithinAbs(9.0, 1e-12));
    CHECK_THAT(outputRange(6.0, -10.0).bottomDbv, WithinAbs(-60.0, 1e-12));
    CHECK_THAT(outputRange(22.0, 1.78).bottomDbv, WithinAbs(-60.0, 1e-12));
    CHECK(outputRange(-40.0, -10.0).bottomDbv <= -90.0); // still a scale
}

TEST_CASE("A scale falls from top to bottom, stretched twice where music is", "[ui]") {
    for (const auto& socket : sockets) {
        const MeterScale scale(inputRange(socket.fullScaleDbv, socket.levelAt5CmDbv));
        INFO(socket.fullScaleDbv << " " << socket.levelAt5CmDbv.value_or(0.0));
        CHECK(scale.proportionOf(scale.topDbv()) == 0.0);
        CHECK_THAT(scale.proportionOf(scale.bottomDbv()), WithinAbs(1.0, 1e-12));
        double before = -1.0;
        for (double dbv = scale.topDbv(); dbv > scale.bottomDbv(); dbv -= 0.25) {
            const double now = scale.proportionOf(dbv);
            CHECK(now > before);
            CHECK_THAT(scale.dbvAt(now), WithinAbs(dbv, 1e-9));
            before = now;
        }
    }
    const MeterScale line(ScaleRange{9.0, -81.0, -20.0, -50.0});
    // 29 + 2 * 30 + 31 parts.
    CHECK_THAT(line.proportionOf(-20.0), WithinAbs(29.0 / 120.0, 1e-12));
    CHECK_THAT(line.proportionOf(-35.0), WithinAbs(59.0 / 120.0, 1e-12));
    CHECK_THAT(line.proportionOf(-50.0), WithinAbs(89.0 / 120.0, 1e-12));
    CHECK(line.proportionOf(-std::numeric_limits<double>::infinity()) == 1.0);
    CHECK(line.proportionOf(std::numeric_limits<double>::quiet_NaN()) == 1.0);
    CHECK(line.proportionOf(50.0) == 0.0);
}

TEST_CASE("Levels have the unit that was chosen", "[ui]") {
    CHECK_THAT(fromDbv(LevelUnit::dbv, -46.0, 6.0), WithinAbs(-46.0, 1e-12));
    CHECK_THAT(fromDbv(LevelUnit::dbu, 1.7815125, 6.0), WithinAbs(4.0, 1e-6)); // 0 dBu is sqrt(0.6) V
    CHECK_THAT(fromDbv(LevelUnit::dbfs, -46.0, 6.0), WithinAbs(-52.0, 1e-12));
    CHECK_THAT(fromDbv(LevelUnit::millivolts, -46.0206, 6.0), WithinAbs(5.0, 1e-5));
    for (const auto unit : units)
        for (const double dbv : {-110.0, -46.0, 0.0, 9.0})
            CHECK_THAT(toDbv(unit, fromDbv(unit, dbv, 6.0), 6.0), WithinAbs(dbv, 1e-9));
}

TEST_CASE("Ticks are round numbers that never overlap and fill the scale", "[ui]") {
    for (const auto unit : units)
        for (const auto& socket : sockets) {
            const MeterScale scale(inputRange(socket.fullScaleDbv, socket.levelAt5CmDbv));
            const auto ticks = scaleTicks(scale, unit, socket.fullScaleDbv, height, labelSpacing, tickSpacing);
            INFO(unitName(unit) << " " << socket.fullScaleDbv << " " << socket.levelAt5CmDbv.value_or(0.0));
            double lastLabel = -1e9, lastTick = -1e9, widestGap = 0.0;
            int labels = 0;
            for (const auto& tick : ticks) {
                const double y = scale.proportionOf(tick.dbv) * height;
                CHECK(y >= 0.0);
                CHECK(y <= height);
                CHECK(y - lastTick >= tickSpacing - 1e-6);
                lastTick = y;
                if (tick.text.empty()) continue;
                CHECK(y - lastLabel >= labelSpacing - 1e-6);
                if (labels > 0) widestGap = std::max(widestGap, y - lastLabel);
                lastLabel = y;
                ++labels;
                CHECK(tick.text.size() <= 6);
                CHECK_THAT(std::stod(tick.text),
                           WithinAbs(fromDbv(unit, tick.dbv, socket.fullScaleDbv), 1e-6 + 1e-9 * std::stod(tick.text)));
            }
            CHECK(labels >= 4);
            CHECK(widestGap < 120.0);
        }
}

TEST_CASE("Ticks in millivolts are ones and threes", "[ui]") {
    const MeterScale scale(inputRange(6.0, std::nullopt));
    std::vector<std::string> labels;
    for (const auto& tick : scaleTicks(scale, LevelUnit::millivolts, 6.0, height, labelSpacing, tickSpacing))
        if (!tick.text.empty()) labels.push_back(tick.text);
    const std::vector<std::string> expected{"1000", "300", "100", "30", "10", "3", "1", "0.3", "0.1"};
    // The top, 2818 mV, is no round number.
    CHECK(labels == expected);
}

TEST_CASE("Marks never fall outside and their texts keep apart", "[ui]") {
    for (const auto& socket : sockets)
        for (const double mark : {-110.0, -74.0, -46.0, -10.0, 1.78, 30.0}) {
            const MeterScale scale(outputRange(socket.fullScaleDbv, -10.0));
            const auto placed = placeMarks(scale,
                                           {{socket.fullScaleDbv, "full scale", MarkKind::limit},
                                            {1.7815, "+4 dBu", MarkKind::reference},
                                            {-10.0, "-10 dBV", MarkKind::reference},
                                            {mark, "5 cm/s", MarkKind::reference}},
                                           height, 13.0);
            INFO(socket.fullScaleDbv << " " << mark);
            REQUIRE(placed.size() == 4);
            for (std::size_t i = 0; i < placed.size(); ++i) {
                CHECK(placed[i].y >= 0.0);
                CHECK(placed[i].y <= height);
                CHECK(placed[i].labelY >= 0.0);
                CHECK(placed[i].labelY <= height);
                if (i > 0) CHECK(placed[i].labelY - placed[i - 1].labelY >= 13.0 - 0.1);
                const bool inside = scale.contains(placed[i].mark.dbv);
                CHECK((placed[i].side == PlacedMark::Side::inside) == inside);
                if (inside) CHECK_THAT(placed[i].y, WithinAbs(scale.proportionOf(placed[i].mark.dbv) * height, 1e-9));
            }
        }
    // Alone, a mark's text stands at its line.
    const MeterScale scale(outputRange(6.0, -10.0));
    const auto alone = placeMarks(scale, {{-10.0, "-10 dBV", MarkKind::reference}}, height, 13.0);
    CHECK(alone[0].labelY == alone[0].y);
}

TEST_CASE("Fives have their numbers all or none", "[ui]") {
    for (const auto unit : {LevelUnit::dbv, LevelUnit::dbu, LevelUnit::dbfs})
        for (const auto& socket : sockets)
            for (const double high : {height, 300.0, 200.0}) {
                const MeterScale scale(inputRange(socket.fullScaleDbv, socket.levelAt5CmDbv));
                int labelled = 0, bare = 0;
                for (const auto& tick : scaleTicks(scale, unit, socket.fullScaleDbv, high, labelSpacing, tickSpacing)) {
                    const auto value = std::lround(fromDbv(unit, tick.dbv, socket.fullScaleDbv));
                    if (value % 10 == 0) continue;
                    ++(tick.text.empty() ? bare : labelled);
                }
                INFO(unitName(unit) << " " << socket.fullScaleDbv << " " << high);
                CHECK((labelled == 0 || bare == 0));
            }
}
