// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/LoadSupport.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::tests;

TEST_CASE("The analogue ratio is the divider's definition", "[dsp][load]") {
    RandomLoads random(5);
    for (int i = 0; i < 100; ++i) {
        auto c = random.correction(10.0);
        c.limitDb = 12.0;
        for (const double hz : {0.0, 20.0, 997.0, 20000.0, 300e3}) {
            const auto truth = loadTruth(c, hz);
            CHECK(std::abs(dsp::analogueLoadRatio(c, hz) - truth) < 1e-9 * std::abs(truth));
            CHECK_THAT(dsp::idealLoadDb(c, hz), WithinAbs(std::min(12.0, loadTruthDb(c, hz)), 1e-8));
        }
    }
}

TEST_CASE("Known losses of an AT-VM95E on wrong inputs come back", "[dsp][load]") {
    // The loss at 10 kHz relative to that at 1 kHz: the ratio to a load that is next to none, upside down.
    const auto lossAt10k = [](double ohm) {
        const dsp::LoadCorrection c{0.55, 485.0, {ohm, 150e-12}, {1e7, 0.0}, 40.0};
        const auto facts = dsp::loadFacts(c);
        return facts.levelAt1kDb - facts.boostAt10kDb;
    };
    CHECK_THAT(lossAt10k(3e3), WithinAbs(-17.0, 0.1));
    CHECK_THAT(lossAt10k(10e3), WithinAbs(-10.1, 0.1));
    CHECK_THAT(lossAt10k(20e3), WithinAbs(-5.1, 0.1));
    const auto c = movingMagnet(10e3);
    CHECK_THAT(dsp::loadFacts(c).levelAt1kDb, WithinAbs(0.8, 0.1)); // of which the right load loses next to nothing
}

TEST_CASE("The facts of a correction follow from its closed form", "[dsp][load]") {
    RandomLoads random(17);
    for (int i = 0; i < 60; ++i) {
        auto c = random.correction(1e3);
        if (i % 3 == 0) c.limitDb = 40.0 * random.uniform();
        const auto facts = dsp::loadFacts(c);
        INFO(describe(c, 0.0));
        CHECK_THAT(facts.levelAt1kDb, WithinAbs(std::min(c.limitDb, loadTruthDb(c, 1e3)), 1e-8));
        CHECK_THAT(facts.boostAt10kDb, WithinAbs(std::min(c.limitDb, loadTruthDb(c, 10e3)), 1e-8));

        double needed = -1e9, firstAt = 0.0;
        double corrected = 0.0, plain = 0.0;
        constexpr double step = 0.25;
        for (double hz = 20.0; hz <= 20000.0; hz += step) {
            const double db = loadTruthDb(c, hz);
            needed = std::max(needed, db);
            if (db >= c.limitDb && firstAt == 0.0) firstAt = hz;
            const double w = 2.0 * std::numbers::pi * hz;
            const double riaa =
                (1.0 + w * w * 318e-6 * 318e-6) / ((1.0 + w * w * 3180e-6 * 3180e-6) * (1.0 + w * w * 75e-6 * 75e-6));
            const double end = hz == 20.0 || hz == 20000.0 ? 0.5 : 1.0;
            plain += end * riaa;
            corrected += end * riaa * std::pow(10.0, 0.1 * std::min(db, c.limitDb));
        }
        CHECK_THAT(facts.neededDb, WithinAbs(needed, 0.02));
        CHECK(facts.neededDb >= needed - 1e-8);
        CHECK(facts.limited == (facts.neededDb > c.limitDb));
        CHECK_THAT(facts.maximumBoostDb, WithinAbs(std::min(needed, c.limitDb), 0.02));
        CHECK_THAT(std::min(c.limitDb, loadTruthDb(c, facts.maximumAtHz)), WithinAbs(facts.maximumBoostDb, 1e-6));
        if (facts.limited && firstAt > 0.0) CHECK_THAT(facts.maximumAtHz, WithinAbs(firstAt, 2.0 * step));
        CHECK_THAT(facts.noiseDb, WithinAbs(10.0 * std::log10(corrected / plain), 0.005));
    }
}

TEST_CASE("A resistor across the input is found where one does it", "[dsp][load]") {
    CHECK_THAT(dsp::loadFacts(movingMagnet(60e3)).parallelOhm.value_or(0.0), WithinAbs(216.9e3, 100.0));
    CHECK_THAT(dsp::loadFacts(movingMagnet(1e6)).parallelOhm.value_or(0.0), WithinAbs(49.3e3, 50.0));
    CHECK_FALSE(dsp::loadFacts(movingMagnet(47e3)).parallelOhm.has_value());
    CHECK_FALSE(dsp::loadFacts(movingMagnet(10e3)).parallelOhm.has_value());
}

TEST_CASE("An illegal load is refused with its field's name, range and remedy", "[dsp][load]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto says = [](const dsp::LoadCorrection& c, const char* part) {
        const char* why = dsp::whyIllegal(c);
        return why != nullptr && std::string(why).find(part) != std::string::npos;
    };
    CHECK(dsp::whyIllegal(dsp::LoadCorrection{}) == nullptr);
    for (const double bad : {-1.0, nan, 1e9}) {
        auto c = movingMagnet(10e3);
        c.coilHenry = bad;
        CHECK(says(c, "0 to 1.5 H"));
        c = movingMagnet(10e3);
        c.coilOhm = bad;
        CHECK(says(c, "0 to 10 kohm"));
        CHECK(says(movingMagnet(bad), "input's resistance is outside 10 ohm to 10 Mohm"));
        CHECK(says(movingMagnet(10e3, bad), "input's capacitance is outside 0 to 1 nF"));
        c = movingMagnet(10e3);
        c.want.resistanceOhm = bad;
        CHECK(says(c, "recommended load's resistance"));
        c = movingMagnet(10e3);
        c.want.capacitanceFarad = bad;
        CHECK(says(c, "recommended load's capacitance"));
        c = movingMagnet(10e3);
        c.limitDb = bad;
        CHECK(says(c, "0 to 40 dB"));
    }
    CHECK(dsp::whyIllegal(dsp::LoadCorrection{1.5, 10e3, {10.0, 1e-9}, {10e6, 0.0}, 40.0}) == nullptr);
    CHECK(dsp::whyIllegal(dsp::LoadCorrection{0.0, 0.0, {10e6, 0.0}, {10.0, 1e-9}, 0.0}) == nullptr);
}
