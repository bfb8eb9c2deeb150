// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/Equipment.h"
#include "base/text/Units.h"
#include "support/Catch.h"

#include <cmath>
#include <complex>
#include <limits>
#include <vector>

using namespace phonostage;
using namespace phonostage::catalogue;

namespace {

constexpr double pi = 3.14159265358979323846;

/** The divider, written down from the circuit: the coil in series, resistance and capacitance across. */
double divider(double henry, double coilOhm, double ohm, double farad, double hz) {
    const std::complex<double> s(0.0, 2.0 * pi * hz);
    const std::complex<double> load = 1.0 / (1.0 / ohm + s * farad);
    return std::abs(load / (load + coilOhm + s * henry));
}

dsp::LoadCorrection loadFrom(double henry, double coilOhm, double haveOhm, double haveFarad) {
    dsp::LoadCorrection load;
    load.coilHenry = henry;
    load.coilOhm = coilOhm;
    load.have = {haveOhm, haveFarad};
    load.want = {47e3, 150e-12};
    return load;
}

constexpr catalogue::CartridgeRating fourMillivolts{4.0, 5.0, false};

catalogue::InterfaceSetting fixedInput(double fullScaleDbv) { return {fullScaleDbv, 0.0, 0.0, 0.0}; }

bool says(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("The sensitivity is the full scale less the gain above the control's lowest reading") {
    CHECK(catalogue::inputDbv({20.0, 0.0, 60.0, 0.0}) == 20.0);
    CHECK(catalogue::inputDbv({20.0, 0.0, 60.0, 31.5}) == -11.5);
    CHECK(catalogue::inputDbv({20.0, 10.0, 65.0, 10.0}) == 20.0);
    CHECK(catalogue::inputDbv({20.0, 10.0, 65.0, 30.0}) == 0.0);
    CHECK(catalogue::inputDbv({20.0, -12.0, 42.0, 0.0}) == 8.0);
    CHECK(catalogue::inputDbv({6.0, 0.0, 0.0, 0.0}) == 6.0);
    // No reading outside the control's range, not even from a state of another interface.
    CHECK(catalogue::inputDbv({20.0, 0.0, 60.0, 80.0}) == -40.0);
    CHECK(catalogue::inputDbv({20.0, 0.0, 60.0, -5.0}) == 20.0);
    CHECK(catalogue::inputDbv({6.0, 0.0, 0.0, 40.0}) == 6.0);
    CHECK_THAT(base::dbvFromDbu(0.0), WithinAbs(20.0 * std::log10(std::sqrt(0.6)), 1e-12));
    CHECK_THAT(base::dbvFromDbu(4.0), WithinAbs(1.78151250383643633, 1e-12));
    CHECK(catalogue::studioLineDbv() == base::dbvFromDbu(4.0));
}

TEST_CASE("A rated output is brought to 5 cm/s peak") {
    CHECK(catalogue::outputAt5CmMv({5.5, 5.0, false}) == 5.5);
    CHECK_THAT(catalogue::outputAt5CmMv({1.0, 1.0, false}), WithinRel(5.0, 1e-14));
    CHECK_THAT(catalogue::outputAt5CmMv({4.0, 3.5355339059327378, true}), WithinRel(4.0, 1e-12));
    CHECK_THAT(catalogue::outputAt5CmMv({5.0, 5.0, true}), WithinRel(3.5355339059327378, 1e-12));
    CHECK_THAT(catalogue::outputAt5CmMv({3.0, 8.0, false}), WithinRel(1.875, 1e-12));
}

TEST_CASE("The worked levels: what a cartridge at 5 cm/s comes to in dBV and in dBFS") {
    struct Row {
        double millivolts, dbv, line22, mic16, instrument12, rca6;
    };
    const Row rows[] = {{0.3, -70.5, -90.2, -84.2, -80.2, -76.5},
                        {4.0, -48.0, -67.7, -61.7, -57.7, -54.0},
                        {5.5, -45.2, -65.0, -59.0, -55.0, -51.2},
                        {9.5, -40.4, -60.2, -54.2, -50.2, -46.4}};
    for (const Row& row : rows) {
        CAPTURE(row.millivolts);
        const double level = catalogue::levelAt5CmDbv({row.millivolts, 5.0, false}, std::nullopt);
        CHECK_THAT(level, WithinAbs(row.dbv, 0.051));
        CHECK_THAT(-catalogue::overloadMargin(fixedInput(base::dbvFromDbu(22.0)), level).marginDb,
                   WithinAbs(row.line22, 0.051));
        CHECK_THAT(-catalogue::overloadMargin(fixedInput(base::dbvFromDbu(16.0)), level).marginDb,
                   WithinAbs(row.mic16, 0.051));
        CHECK_THAT(-catalogue::overloadMargin(fixedInput(base::dbvFromDbu(12.0)), level).marginDb,
                   WithinAbs(row.instrument12, 0.051));
        CHECK_THAT(-catalogue::overloadMargin(fixedInput(6.0), level).marginDb, WithinAbs(row.rca6, 0.051));
    }
    // The analogue gain that puts 4 mV at -26 dBFS.
    const double level = catalogue::levelAt5CmDbv(fourMillivolts, std::nullopt);
    CHECK_THAT(catalogue::overloadMargin({base::dbvFromDbu(22.0), 0.0, 69.0, 41.7}, level).marginDb,
               WithinAbs(26.0, 0.051));
    CHECK_THAT(catalogue::overloadMargin({base::dbvFromDbu(12.0), 0.0, 62.0, 31.7}, level).marginDb,
               WithinAbs(26.0, 0.051));
}

TEST_CASE("The wrong load changes the level at the socket by the divider, and a velocity is corrected for it") {
    struct Case {
        double henry, coilOhm, haveOhm, haveFarad;
    };
    const Case cases[] = {{0.55, 485.0, 3e3, 150e-12}, {0.55, 485.0, 10e3, 150e-12}, {0.7, 1300.0, 10e3, 300e-12},
                          {0.55, 485.0, 1e6, 150e-12}, {0.0, 40.0, 10e3, 100e-12},   {0.045, 475.0, 60e3, 0.0},
                          {0.55, 485.0, 47e3, 150e-12}};
    for (const Case& c : cases) {
        CAPTURE(c.henry, c.coilOhm, c.haveOhm);
        const auto load = loadFrom(c.henry, c.coilOhm, c.haveOhm, c.haveFarad);
        const double ratio = divider(c.henry, c.coilOhm, c.haveOhm, c.haveFarad, 1000.0) /
                             divider(c.henry, c.coilOhm, 47e3, 150e-12, 1000.0);
        CHECK_THAT(catalogue::socketChangeAt1kDb(load), WithinAbs(20.0 * std::log10(ratio), 1e-9));
        CHECK_THAT(catalogue::levelAt5CmDbv(fourMillivolts, load), WithinAbs(20.0 * std::log10(0.004 * ratio), 1e-9));
        CHECK_THAT(catalogue::velocityFromRmsVolts(0.004 * ratio, fourMillivolts, load), WithinRel(5.0, 1e-9));
        CHECK_THAT(catalogue::velocityFromRmsVolts(0.04 * ratio, fourMillivolts, load), WithinRel(50.0, 1e-9));
        CHECK_THAT(catalogue::velocityFromPeakVolts(0.004 * std::sqrt(2.0) * ratio, fourMillivolts, load),
                   WithinRel(5.0, 1e-9));
    }
    // What 3 kohm and 10 kohm take off at 1 kHz, against hardly any load.
    const auto loss = [](double henry, double coilOhm, double ohm) {
        auto load = loadFrom(henry, coilOhm, ohm, 150e-12);
        load.want.resistanceOhm = 10e6;
        return -catalogue::socketChangeAt1kDb(load);
    };
    CHECK_THAT(loss(0.55, 485.0, 3e3), WithinAbs(4.3, 0.1));
    CHECK_THAT(loss(0.55, 485.0, 10e3), WithinAbs(0.8, 0.1));
    CHECK_THAT(loss(0.7, 1300.0, 3e3), WithinAbs(6.2, 0.1));
    CHECK_THAT(loss(0.7, 1300.0, 10e3), WithinAbs(1.7, 0.1));
    CHECK_THAT(catalogue::velocityFromRmsVolts(0.004, {4.0, 3.5355339059327378, true}, std::nullopt),
               WithinRel(5.0, 1e-12));
}

TEST_CASE("The gain recommended makes 5 cm/s come out at the nominal level") {
    CHECK_THAT(catalogue::recommendedGainDb(fourMillivolts, std::nullopt, false, catalogue::consumerLineDbv),
               WithinAbs(37.9588001734407521, 1e-9));
    CHECK_THAT(catalogue::recommendedGainDb(fourMillivolts, std::nullopt, true, catalogue::studioLineDbv()),
               WithinAbs(37.9588001734407521 + 11.7815125038364363, 1e-9));
    auto load = loadFrom(0.55, 485.0, 3e3, 150e-12);
    const double ratio = divider(0.55, 485.0, 3e3, 150e-12, 1000.0) / divider(0.55, 485.0, 47e3, 150e-12, 1000.0);
    const double lossDb = -20.0 * std::log10(ratio);
    REQUIRE(lossDb > 3.0);
    CHECK_THAT(catalogue::recommendedGainDb(fourMillivolts, load, false, catalogue::consumerLineDbv),
               WithinAbs(37.9588001734407521 + lossDb, 1e-9));
    CHECK_THAT(catalogue::recommendedGainDb(fourMillivolts, load, true, catalogue::consumerLineDbv),
               WithinAbs(37.9588001734407521, 1e-9));
    // A limit that leaves 1 dB of the loss leaves the rest to the gain.
    load.limitDb = 1.0;
    CHECK_THAT(catalogue::recommendedGainDb(fourMillivolts, load, true, catalogue::consumerLineDbv),
               WithinAbs(37.9588001734407521 + lossDb - 1.0, 1e-9));
}

TEST_CASE("The overload margin has a verdict and says what to turn, as far as the control goes") {
    struct Case {
        double marginDb, gainDb, gainMaxDb;
        catalogue::OverloadVerdict verdict;
        double turnDb;
        const char* inAdvice;
    };
    const Case cases[] = {
        {22.0, 40.0, 60.0, OverloadVerdict::tight, -4.0, "turn the interface down 4 dB"},
        {22.5, 40.0, 60.0, OverloadVerdict::tight, -4.0, "turn the interface down 4 dB"},
        {20.0, 40.0, 60.0, OverloadVerdict::tight, -6.0, "turn the interface down 6 dB"},
        {19.9, 40.0, 60.0, OverloadVerdict::tooLittle, -7.0, "turn the interface down 7 dB"},
        {-10.0, 40.0, 60.0, OverloadVerdict::tooLittle, -36.0, "turn the interface down 36 dB"},
        {25.6, 0.5, 60.0, OverloadVerdict::tight, -0.5, "turn the interface down 0.5 dB"},
        {21.0, 3.0, 60.0, OverloadVerdict::tight, -3.0, "all the way down (3 dB); 2.0 dB are still missing"},
        {21.0, 0.0, 60.0, OverloadVerdict::tight, 0.0, "cannot be turned down"},
        {12.0, 0.0, 0.0, OverloadVerdict::tooLittle, 0.0, "cannot be turned down"},
        {26.0, 40.0, 60.0, OverloadVerdict::good, 0.0, "no change needed"},
        {28.9, 40.0, 60.0, OverloadVerdict::good, 0.0, "no change needed"},
        {29.0, 40.0, 60.0, OverloadVerdict::good, 1.0, "turn the interface up 1 dB"},
        {38.0, 40.0, 60.0, OverloadVerdict::good, 10.0, "12.0 dB to spare: turn the interface up 10 dB"},
        {68.0, 40.0, 60.0, OverloadVerdict::good, 20.0, "turn the interface up 20 dB"},
        {38.0, 60.0, 60.0, OverloadVerdict::good, 0.0, "12.0 dB to spare, but the interface cannot be turned up"},
        {54.0, 0.0, 0.0, OverloadVerdict::good, 0.0, "cannot be turned up"},
    };
    for (const Case& c : cases) {
        for (const double gainMinDb : {0.0, 10.0}) {
            CAPTURE(c.marginDb, c.gainDb, gainMinDb);
            const catalogue::InterfaceSetting setting{-8.0, gainMinDb, c.gainMaxDb + gainMinDb, c.gainDb + gainMinDb};
            const catalogue::OverloadMargin margin = catalogue::overloadMargin(setting, -8.0 - c.gainDb - c.marginDb);
            CAPTURE(margin.advice);
            CHECK_THAT(margin.marginDb, WithinAbs(c.marginDb, 1e-9));
            CHECK(margin.verdict == c.verdict);
            CHECK_THAT(margin.turnDb, WithinAbs(c.turnDb, 1e-9));
            CHECK(says(margin.advice, c.inAdvice));
            CHECK(says(margin.advice, "above 5 cm/s"));
        }
    }
    CHECK(std::string(catalogue::wordFor(OverloadVerdict::tooLittle)) == "too little");
}

TEST_CASE("What is turned as advised is good, wherever the control allows it") {
    for (double gainDb = 0.0; gainDb <= 60.0; gainDb += 0.7) {
        const catalogue::InterfaceSetting setting{base::dbvFromDbu(16.0), 0.0, 60.0, gainDb};
        const double level = catalogue::levelAt5CmDbv({5.5, 5.0, false}, std::nullopt);
        const catalogue::OverloadMargin before = catalogue::overloadMargin(setting, level);
        catalogue::InterfaceSetting turned = setting;
        turned.gainDb += before.turnDb;
        CAPTURE(gainDb, before.advice);
        CHECK(turned.gainDb >= 0.0);
        CHECK(turned.gainDb <= 60.0);
        CHECK(catalogue::overloadMargin(turned, level).verdict == OverloadVerdict::good);
        CHECK(catalogue::overloadMargin(turned, level).turnDb == 0.0);
    }
}

TEST_CASE("A resistor across the input is named where the input is too high, and nothing where it is not") {
    const auto line = catalogue::parallelResistor(60e3, 47e3);
    REQUIRE(line);
    CHECK_THAT(line->exactOhm, WithinAbs(217e3, 500.0));
    CHECK(line->nearestOhm == 220e3);
    CHECK_THAT(line->resultOhm, WithinAbs(47142.857, 0.01));
    CHECK(says(line->advice, "220 kohm across the input (exactly 217 kohm) changes its 60 kohm to 47.1 kohm"));
    const auto instrument = catalogue::parallelResistor(1e6, 47e3);
    REQUIRE(instrument);
    CHECK_THAT(instrument->exactOhm, WithinAbs(49.3e3, 50.0));
    CHECK(instrument->nearestOhm == 51e3);
    CHECK(says(instrument->advice, "1 Mohm"));
    const auto coil = catalogue::parallelResistor(47e3, 100.0);
    REQUIRE(coil);
    CHECK_THAT(coil->exactOhm, WithinAbs(100.213, 0.001));
    CHECK(coil->nearestOhm == 100.0);
    for (const double haveOhm : {3e3, 10e3, 46e3, 47e3, 49e3})
        CHECK_FALSE(catalogue::parallelResistor(haveOhm, 47e3));
    CHECK(catalogue::parallelResistor(50e3, 47e3));
}

TEST_CASE("The nearest value of the E24 row is nearest as a ratio, in every decade") {
    const double values[] = {1.0, 1.1, 1.2, 1.3, 1.5, 1.6, 1.8, 2.0, 2.2, 2.4, 2.7, 3.0,
                             3.3, 3.6, 3.9, 4.3, 4.7, 5.1, 5.6, 6.2, 6.8, 7.5, 8.2, 9.1};
    for (const double decade : {1.0, 10.0, 1e3, 1e4, 1e6})
        for (const double value : values) {
            CHECK_THAT(catalogue::nearestE24(value * decade), WithinRel(value * decade, 1e-12));
            CHECK_THAT(catalogue::nearestE24(value * decade * 1.02), WithinRel(value * decade, 1e-12));
        }
    CHECK(catalogue::nearestE24(47e3) == 47e3);
    CHECK(catalogue::nearestE24(1049.0) == 1100.0); // 1.0488 is the geometric middle
    CHECK(catalogue::nearestE24(9.6e3) == 1e4);
    CHECK(catalogue::nearestE24(9.5e3) == 9.1e3);
}

TEST_CASE("Too much capacitance asks for a shorter cable") {
    CHECK_FALSE(catalogue::capacitanceAdvice(0.0, 100.0, 200.0));
    CHECK_FALSE(catalogue::capacitanceAdvice(100.0, 100.0, 200.0));
    const auto shorter = catalogue::capacitanceAdvice(150.0, 200.0, 200.0);
    REQUIRE(shorter);
    CHECK(says(*shorter, "350 pF are 150 pF above the maximum"));
    CHECK(says(*shorter, "1.5 m shorter"));
    const auto hopeless = catalogue::capacitanceAdvice(400.0, 100.0, 200.0);
    REQUIRE(hopeless);
    CHECK(says(*hopeless, "the input alone"));
}

TEST_CASE("Entries of the catalogue become the numbers that the stage works with") {
    catalogue::InterfaceInput input;
    input.fullScaleDbv = 19.8;
    input.gainMinDb = 10.0;
    input.gainMaxDb = 65.0;
    input.impedanceOhm = 60e3;
    CHECK_THAT(catalogue::valuesOf(input, 40.0).inputDbv, WithinAbs(-10.2, 1e-12));
    CHECK(catalogue::valuesOf(input, 40.0).loadOhm == 60e3);
    CHECK(catalogue::valuesOf(input, 40.0).loadPf == 100.0);
    input.capacitancePf = 80.0;
    CHECK(catalogue::valuesOf(input, 40.0, 50.0).loadPf == 130.0);
    CHECK(catalogue::valuesOf(input, 40.0, 990.0).loadPf == 1000.0);

    catalogue::CartridgeEntry magnet;
    magnet.outputMv = 4.0;
    magnet.velocityCmPerS = 3.54;
    magnet.velocityKind = VelocityKind::rms;
    magnet.inductanceMh = 550.0;
    magnet.resistanceOhm = 485.0;
    magnet.loadPfMin = 100.0;
    magnet.loadPfMax = 200.0;
    const catalogue::CartridgeValues values = catalogue::valuesOf(magnet);
    CHECK(values.rating.velocityIsRms);
    CHECK(values.rating.velocityCmPerS == 3.54);
    CHECK(values.wantPf == 150.0);
    const auto load = catalogue::loadOf(values, catalogue::valuesOf(input, 40.0, 50.0));
    REQUIRE(load);
    CHECK_THAT(load->coilHenry, WithinRel(0.55, 1e-14));
    CHECK(load->coilOhm == 485.0);
    CHECK(load->have.resistanceOhm == 60e3);
    CHECK_THAT(load->have.capacitanceFarad, WithinRel(130e-12, 1e-14));
    CHECK(load->want.resistanceOhm == 47e3);
    CHECK_THAT(load->want.capacitanceFarad, WithinRel(150e-12, 1e-14));

    magnet.velocityKind = VelocityKind::unknown;
    CHECK_FALSE(catalogue::valuesOf(magnet).rating.velocityIsRms);
    magnet.inductanceMh.reset();
    CHECK_FALSE(catalogue::loadOf(catalogue::valuesOf(magnet), catalogue::valuesOf(input, 40.0)));
    magnet.kind = CartridgeKind::mc;
    CHECK(catalogue::loadOf(catalogue::valuesOf(magnet), catalogue::valuesOf(input, 40.0))->coilHenry == 0.0);
    magnet.loadPfMin.reset();
    magnet.loadPfMax.reset();
    CHECK(catalogue::valuesOf(magnet).wantPf == 200.0);
}
