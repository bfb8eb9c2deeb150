// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/AllocationCounter.h"

#include "catalogue/CurveCatalogue.h"
#include "params/ParameterText.h"
#include "params/StageValues.h"
#include "support/Catch.h"

#include <random>

using namespace phonostage;
using namespace phonostage::catalogue;
using namespace phonostage::params;

namespace {

Values custom(double shelfUs, double turnoverUs, double rolloffUs) {
    Values values;
    values.set(Id::curve, catalogue::customCurveSlot);
    values.set(Id::customShelf, shelfUs);
    values.set(Id::customTurnover, turnoverUs);
    values.set(Id::customRolloff, rolloffUs);
    return values;
}

Values randomValues(std::mt19937& random) {
    Values values;
    for (const Entry& e : table())
        values.set(e.id, std::uniform_real_distribution<double>(e.minimum, e.maximum)(random));
    return values;
}

} // namespace

TEST_CASE("The defaults are RIAA with DC removal and 40 dB") {
    const dsp::FilterSettings filter = filterSettings(Values());
    CHECK(filter == dsp::FilterSettings{});
    CHECK(filter.curve.shelfSeconds == 3180e-6);
    CHECK(filter.curve.turnoverSeconds == 318e-6);
    CHECK(filter.curve.rolloffSeconds == 75e-6);
    CHECK(filter.dcRemoval);
    CHECK_FALSE(filter.subsonic);
    CHECK(levelSettings(Values()) == dsp::LevelSettings{});
}

TEST_CASE("Switches reach the curve, and riaa with IEC is riaa_iec") {
    Values values;
    values.set(Id::curveIec, 1.0);
    Values byName;
    byName.set(Id::curve, catalogue::findCurve("riaa_iec")->slot);
    CHECK(filterSettings(values) == filterSettings(byName));
    CHECK(filterSettings(values).curve.iec);
    values.set(Id::curveNeumann, 1.0);
    values.set(Id::curveInverse, 1.0);
    CHECK(filterSettings(values).curve.neumann);
    CHECK(filterSettings(values).curve.inverse);
}

TEST_CASE("The subsonic filter is there when it is on") {
    Values values;
    values.set(Id::subsonicCorner, 16.0);
    CHECK_FALSE(filterSettings(values).subsonic);
    values.set(Id::subsonicOn, 1.0);
    CHECK(filterSettings(values).subsonic == dsp::Subsonic{16.0, 18});
    values.set(Id::subsonicSlope, 0.0);
    CHECK(filterSettings(values).subsonic == dsp::Subsonic{16.0, 12});
    values.set(Id::subsonicSlope, 2.0);
    CHECK(filterSettings(values).subsonic == dsp::Subsonic{16.0, 24});
    values.set(Id::dcRemoval, 0.0);
    CHECK_FALSE(filterSettings(values).dcRemoval);
}

TEST_CASE("Level settings are taken over one by one") {
    Values values;
    values.set(Id::gain, 61.0);
    values.set(Id::outputTrim, -3.0);
    values.set(Id::balance, 0.7);
    values.set(Id::invertLeft, 1.0);
    values.set(Id::inputDbv, -20.0);
    values.set(Id::outputDbv, 1.78);
    CHECK(levelSettings(values) ==
          dsp::LevelSettings{61.0, -3.0, 0.7, true, false, false, dsp::ChannelMode::stereo, -20.0, 1.78});
    values.set(Id::invertLeft, 0.0);
    values.set(Id::invertRight, 1.0);
    values.set(Id::swapChannels, 1.0);
    const std::pair<const char*, dsp::ChannelMode> modes[] = {{"stereo", dsp::ChannelMode::stereo},
                                                              {"lateral", dsp::ChannelMode::lateral},
                                                              {"vertical", dsp::ChannelMode::vertical},
                                                              {"left", dsp::ChannelMode::left},
                                                              {"right", dsp::ChannelMode::right}};
    for (const auto& [name, mode] : modes) {
        values.set(Id::channelMode, *fromText(Id::channelMode, name));
        CHECK(levelSettings(values) == dsp::LevelSettings{61.0, -3.0, 0.7, false, true, true, mode, -20.0, 1.78});
    }
}

TEST_CASE("Clicks or crackle make the stage look ahead, and are set one by one") {
    Values values;
    CHECK_FALSE(filterSettings(values).removesClicks);
    CHECK(levelSettings(values).clean == dsp::CleanSettings());
    values.set(Id::decrackle, 1.0);
    values.set(Id::decrackleStrength, 20.0);
    values.set(Id::hear, *fromText(Id::hear, "removed"));
    CHECK(filterSettings(values).removesClicks);
    dsp::CleanSettings expected;
    expected.decrackle = true;
    expected.decrackleStrength = 20.0;
    expected.hear = dsp::Hear::removed;
    CHECK(levelSettings(values).clean == expected);
    values.set(Id::decrackle, 0.0);
    values.set(Id::declick, 1.0);
    values.set(Id::declickStrength, 80.0);
    values.set(Id::hear, *fromText(Id::hear, "original"));
    CHECK(filterSettings(values).removesClicks);
    expected.declick = true;
    expected.declickStrength = 80.0;
    expected.decrackle = false;
    expected.hear = dsp::Hear::original;
    CHECK(levelSettings(values).clean == expected);
}

TEST_CASE("Hum is set by itself, and makes nothing look ahead") {
    Values values;
    values.set(Id::dehumMost, 25.0);
    dsp::CleanSettings expected;
    expected.dehumMostDb = 25.0;
    CHECK(levelSettings(values).clean == expected);
    const std::pair<const char*, dsp::Dehum> mains[] = {
        {"auto", dsp::Dehum::fiftyOrSixty}, {"50", dsp::Dehum::fifty}, {"60", dsp::Dehum::sixty}};
    for (const auto& [key, what] : mains) {
        values.set(Id::dehum, *fromText(Id::dehum, key));
        expected.dehum = what;
        CHECK(levelSettings(values).clean == expected);
        CHECK_FALSE(filterSettings(values).removesClicks);
    }
    values.set(Id::dehum, *fromText(Id::dehum, "off"));
    expected.dehum = dsp::Dehum::off;
    CHECK(levelSettings(values).clean == expected);
}

TEST_CASE("The custom curve takes its own time constants") {
    const dsp::Curve curve = filterSettings(custom(1590.0, 318.0, 100.0)).curve;
    CHECK(curve == catalogue::findCurve("columbia_lp")->curve);
    Values values = custom(1590.0, 318.0, 100.0);
    values.set(Id::customShelfOn, 0.0);
    CHECK(filterSettings(values).curve == catalogue::findCurve("nab_1942")->curve);
    values.set(Id::customRolloffOn, 0.0);
    CHECK_FALSE(filterSettings(values).curve.rolloffSeconds);
    values.set(Id::customTurnoverOn, 0.0);
    CHECK(filterSettings(values).curve == dsp::Curve::flat());
}

TEST_CASE("A custom roll-off of 0 is none") {
    CHECK_FALSE(filterSettings(custom(3180.0, 318.0, 0.0)).curve.rolloffSeconds);
    CHECK_FALSE(filterSettings(custom(3180.0, 318.0, 1e-9)).curve.rolloffSeconds);
    CHECK(filterSettings(custom(3180.0, 318.0, 0.1)).curve.rolloffSeconds);
}

TEST_CASE("A custom shelf that does not lie above the turnover leaves the bass alone") {
    for (const double shelfUs : {500.0, 999.9, 1000.0}) {
        const dsp::Curve curve = filterSettings(custom(shelfUs, 1000.0, 75.0)).curve;
        CHECK_FALSE(curve.shelfSeconds);
        CHECK_FALSE(curve.turnoverSeconds);
        CHECK(curve.rolloffSeconds == 75e-6);
    }
    // The way there is continuous: just above, the bass lift is already nearly nothing.
    const dsp::Curve above = filterSettings(custom(1000.1, 1000.0, 75.0)).curve;
    const dsp::Curve none = filterSettings(custom(1000.0, 1000.0, 75.0)).curve;
    REQUIRE(above.shelfSeconds);
    CHECK(std::abs(dsp::analogueResponse(above, 20.0) / dsp::analogueResponse(none, 20.0) - 1.0) < 2e-4);

    Values noTurnover = custom(3180.0, 318.0, 75.0);
    noTurnover.set(Id::customTurnoverOn, 0.0);
    CHECK_FALSE(filterSettings(noTurnover).curve.shelfSeconds);
}

TEST_CASE("A curve slot that is not in use yet sounds as RIAA") {
    Values values;
    values.set(Id::curve, 62.0);
    CHECK(values.get(Id::curve) == 62.0);
    CHECK(filterSettings(values) == filterSettings(Values()));
}

TEST_CASE("Whatever the values, the settings are legal") {
    std::mt19937 random(91);
    for (int i = 0; i < 5000; ++i) {
        const Values values = randomValues(random);
        const auto filter = filterSettings(values);
        const char* why = dsp::whyIllegal(filter.curve);
        CAPTURE(i, why ? why : "");
        REQUIRE(why == nullptr);
        if (filter.subsonic) {
            REQUIRE(filter.subsonic->cornerHz >= 5.0);
            REQUIRE(filter.subsonic->cornerHz <= 40.0);
        }
    }
}

TEST_CASE("Reading the settings off the values allocates nothing") {
    std::mt19937 random(92);
    Values values = randomValues(random);
    [[maybe_unused]] const auto first = filterSettings(values);
    const long before = tests::allocationCount();
    for (int i = 0; i < 200; ++i) {
        values = randomValues(random);
        const Values copy = values;
        values.set(Id::curve, i % catalogue::curveSlots);
        [[maybe_unused]] const auto filter = filterSettings(copy);
        [[maybe_unused]] const auto levels = levelSettings(values);
        [[maybe_unused]] const Entry& e = entry(Id::gain);
    }
    CHECK(tests::allocationCount() == before);
    // The counter counts.
    const auto text = std::make_unique<std::string>(100, 'x');
    CHECK(tests::allocationCount() > before);
}

TEST_CASE("Exact phase reaches the engine, and is off unless asked for") {
    Values values;
    CHECK_FALSE(filterSettings(values).exactPhase);
    values.set(Id::exactPhase, 1.0);
    CHECK(filterSettings(values).exactPhase);
}

TEST_CASE("What release 2 brought reaches the engine, in its units") {
    Values values;
    CHECK(filterSettings(values) == dsp::FilterSettings());
    values.set(Id::undoRiaa, 1.0);
    values.set(Id::speedRatio, 0.7407407407407407);
    values.set(Id::monoBassOn, 1.0);
    values.set(Id::monoBassCorner, 150.0);
    values.set(Id::monoBassSlope, 0.0);
    CHECK(filterSettings(values).undoRiaa);
    CHECK(filterSettings(values).speedRatio == 0.7407407407407407);
    REQUIRE(filterSettings(values).monoBass);
    CHECK(*filterSettings(values).monoBass == dsp::MonoBass{150.0, 6});

    values.set(Id::loadCorrection, 1.0);
    values.set(Id::cartridgeMh, 550.0);
    values.set(Id::cartridgeOhm, 485.0);
    values.set(Id::loadOhm, 10e3);
    values.set(Id::loadPf, 150.0);
    values.set(Id::wantOhm, 47e3);
    values.set(Id::wantPf, 200.0);
    values.set(Id::loadLimit, 24.0);
    const auto load = filterSettings(values).load;
    REQUIRE(load);
    CHECK(*load == dsp::LoadCorrection{0.55, 485.0, {10e3, 150e-12}, {47e3, 200e-12}, 24.0});
    values.set(Id::loadCorrection, 0.0);
    CHECK_FALSE(filterSettings(values).load);

    values.set(Id::crosstalkLeftToRight, 2.5);
    values.set(Id::crosstalkRightToLeft, -1.0);
    CHECK(levelSettings(values).crosstalkLeftToRight == 0.025);
    CHECK(levelSettings(values).crosstalkRightToLeft == -0.01);
}

TEST_CASE("Moving coils are left alone by the load correction") {
    Values values;
    values.set(Id::loadCorrection, 1.0);
    values.set(Id::cartridgeOhm, 40.0);
    for (const double mh : {0.0, 0.05, 0.999}) {
        values.set(Id::cartridgeMh, mh);
        CHECK_FALSE(filterSettings(values).load);
    }
    values.set(Id::cartridgeMh, 45.0);
    CHECK(filterSettings(values).load);
}

TEST_CASE("All that the table allows is legal for the engine") {
    std::mt19937 random(11);
    for (int i = 0; i < 2000; ++i) {
        Values values;
        for (const Entry& e : table()) {
            const bool atEnd = i % 4 == 0;
            const double part = std::uniform_real_distribution<double>(0.0, 1.0)(random);
            values.set(e.id, e.minimum + (e.maximum - e.minimum) * (atEnd ? std::round(part) : part));
        }
        const char* filter = dsp::whyIllegal(filterSettings(values));
        const char* levels = dsp::whyIllegal(levelSettings(values));
        CAPTURE(i, filter ? filter : "", levels ? levels : "");
        REQUIRE(filter == nullptr);
        REQUIRE(levels == nullptr);
    }
}
