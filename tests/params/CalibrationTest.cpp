// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Calibration.h"
#include "support/Catch.h"
#include "support/Says.h"
#include "support/ToneSignals.h"

#include <complex>
#include <string>

using namespace phonostage;
using namespace phonostage::params;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0;
constexpr double seconds = 2.0;

dsp::ToneMeasurement measured(const std::vector<double>& left, const std::vector<double>& right) {
    return dsp::measureTone(left, right, rateHz);
}

/** 1 kHz at so many dBFS. */
dsp::ToneMeasurement toneAt(double leftDbfs, double rightDbfs, double frequencyHz = 1000.0) {
    return measured(sine(rateHz, seconds, frequencyHz, peakAt(leftDbfs)),
                    sine(rateHz, seconds, frequencyHz, peakAt(rightDbfs)));
}

Calibration calibrated(const KnownTone& known, const CalibrationTones& tones) {
    const auto result = calibrate(known, tones);
    INFO(result.refusal);
    REQUIRE(result.calibration);
    CHECK(result.refusal.empty());
    return *result.calibration;
}

std::string refusalOf(const KnownTone& known, const CalibrationTones& tones) {
    const auto result = calibrate(known, tones);
    CHECK_FALSE(result.calibration);
    return result.refusal;
}

/** The divider, written out another way: the load's impedance over the whole loop's. */
double dividerLevelDb(double coilHenry, double coilOhm, double loadOhm, double loadFarad, double frequencyHz) {
    const std::complex<double> s(0.0, twoPi * frequencyHz);
    const auto load = 1.0 / (1.0 / loadOhm + s * loadFarad);
    return 20.0 * std::log10(std::abs(load / (load + coilOhm + s * coilHenry)));
}

} // namespace

TEST_CASE("A known voltage gives the sensitivity of the mean of the channels, and the balance") {
    // 10 mV rms is -40 dBV; with -30 and -31 dBFS the mean channel is full at -40 + 30.5.
    const auto result = calibrated(SocketVolts{0.010}, {toneAt(-30.0, -31.0), {}, {}});
    CHECK_THAT(result.inputDbv, WithinAbs(-9.5, 0.0005));
    CHECK_THAT(*result.balanceDb, WithinAbs(1.0, 0.0005));
    CHECK(result.socketVolts == 0.010);
    CHECK(result.loadDb == 0.0);
    CHECK_FALSE(result.oppositePolarity);
    CHECK_FALSE(result.crosstalk);
    // What the stage makes of it: each channel at the tone's voltage.
    CHECK_THAT(result.inputDbv - 30.0 - 0.5 * *result.balanceDb, WithinAbs(-40.0, 0.0005));
    CHECK_THAT(result.inputDbv - 31.0 + 0.5 * *result.balanceDb, WithinAbs(-40.0, 0.0005));
}

TEST_CASE("A mono source has a sensitivity and no balance") {
    const auto result =
        calibrated(SocketVolts{0.1}, {measured(sine(rateHz, seconds, 440.0, peakAt(-12.0)), {}), {}, {}});
    CHECK_THAT(result.inputDbv, WithinAbs(-8.0, 0.0005));
    CHECK_FALSE(result.balanceDb);
}

TEST_CASE("A test record gives the voltage by velocity, peak or rms") {
    const CalibrationTones tones{toneAt(-26.0, -26.0), {}, {}};
    RecordedTone record;
    record.cartridgeMv = 5.0;
    CHECK_THAT(calibrated(record, tones).socketVolts, WithinRel(0.005, 1e-12));
    CHECK_THAT(calibrated(record, tones).inputDbv, WithinAbs(20.0 * std::log10(0.005) + 26.0, 0.0005));
    record.velocityCmPerS = 10.0;
    CHECK_THAT(calibrated(record, tones).socketVolts, WithinRel(0.010, 1e-12));
    record.velocityIsRms = true; // 10 cm/s rms are 14.14 peak
    CHECK_THAT(calibrated(record, tones).socketVolts, WithinRel(0.010 * std::sqrt(2.0), 1e-12));
    record.cartridgeVelocityIsRms = true;
    CHECK_THAT(calibrated(record, tones).socketVolts, WithinRel(0.010, 1e-12));
    record.velocityIsRms = false;
    record.cartridgeVelocityCmPerS = 2.5;
    CHECK_THAT(calibrated(record, tones).socketVolts, WithinRel(0.020 / std::sqrt(2.0), 1e-12));
}

TEST_CASE("The load is counted once") {
    RecordedTone record;
    record.cartridgeMv = 5.0;
    record.load = dsp::LoadCorrection{0.7, 1300.0, {10e3, 150e-12}, {47e3, 200e-12}, 36.0};
    const double db =
        dividerLevelDb(0.7, 1300.0, 10e3, 150e-12, 1000.0) - dividerLevelDb(0.7, 1300.0, 47e3, 200e-12, 1000.0);
    REQUIRE(db < -1.0);
    const auto result = calibrated(record, {toneAt(-26.0, -26.0), {}, {}});
    CHECK_THAT(result.loadDb, WithinAbs(db, 1e-6));
    CHECK_THAT(result.inputDbv, WithinAbs(20.0 * std::log10(0.005) + db + 26.0, 0.0005));
    // A voltage at the socket has the load in it already.
    CHECK(calibrated(SocketVolts{0.005}, {toneAt(-26.0, -26.0), {}, {}}).loadDb == 0.0);
    CHECK_THAT(loadLevelDb(*record.load, 10000.0), WithinAbs(dividerLevelDb(0.7, 1300.0, 10e3, 150e-12, 10000.0) -
                                                                 dividerLevelDb(0.7, 1300.0, 47e3, 200e-12, 10000.0),
                                                             1e-9));
}

TEST_CASE("Opposite polarity is told") {
    const auto left = sine(rateHz, seconds, 1000.0, 0.1, 0.0);
    CHECK(calibrated(SocketVolts{0.1}, {measured(left, -1.0 * left), {}, {}}).oppositePolarity);
}

TEST_CASE("The crosstalk matrix is the part in phase, and level and balance are those behind it") {
    // A cartridge with true channels L and R, mixed as captured R = R + a L, captured L = L + b R.
    const double toRight = GENERATE(0.04, -0.04), toLeft = 0.06;
    const double leftGain = 0.1, rightGain = 0.08;
    const auto mixed = [&](double left, double right) {
        const auto l = sine(rateHz, seconds, 1000.0, left * leftGain);
        const auto r = sine(rateHz, seconds, 1000.0, right * rightGain);
        // A little in quadrature, too: a quarter of a period later.
        const auto late = sine(rateHz, seconds, 1000.0, 0.02 * left * leftGain, 0.3 + 0.25 * twoPi);
        return measured(l + toLeft * r, r + toRight * l + late);
    };
    const bool withBoth = GENERATE(true, false);
    CalibrationTones tones{{}, mixed(1.0, 0.0), mixed(0.0, 1.0)};
    if (withBoth) tones.both = mixed(1.0, 1.0);
    const auto result = calibrated(SocketVolts{0.010}, tones);
    REQUIRE(result.crosstalk);
    CHECK_THAT(result.crosstalk->leftToRight.real(), WithinAbs(toRight, 1e-5));
    CHECK_THAT(result.crosstalk->leftToRight.imag(), WithinAbs(0.02, 1e-5));
    CHECK_THAT(result.crosstalk->rightToLeft.real(), WithinAbs(toLeft, 1e-5));
    CHECK_THAT(result.crosstalk->rightToLeft.imag(), WithinAbs(0.0, 1e-5));
    // The quadrature that stays lifts the right channel by sqrt(1 + 0.025^2), 0.0027 dB.
    CHECK_THAT(*result.balanceDb, WithinAbs(20.0 * std::log10(leftGain / rightGain), 0.004));
    CHECK_THAT(result.inputDbv, WithinAbs(-40.0 - 10.0 * std::log10(leftGain * rightGain), 0.004));
}

TEST_CASE("Crosstalk in quadrature is refused, and what is too small to matter is not") {
    const auto band = [&](bool left, double inPhase, double quadrature) {
        const auto strong = sine(rateHz, seconds, 1000.0, 0.1, 0.0);
        const auto weak = sampled(rateHz, seconds, [&](double t) {
            return 0.1 * (inPhase * std::sin(twoPi * 1000.0 * t) + quadrature * std::cos(twoPi * 1000.0 * t));
        });
        return left ? measured(strong, weak) : measured(weak, strong);
    };
    const auto good = band(false, 0.03, 0.01);
    const SocketVolts volts{0.01};
    const auto why = refusalOf(volts, {{}, band(true, 0.03, 0.04), good});
    CHECK_THAT(why, says("from left to right") && says("quadrature (-28.0 dB, and in phase -30.5 dB)"));
    CHECK_THAT(refusalOf(volts, {{}, band(true, 0.03, -0.04), good}), says("from left to right"));
    CHECK_THAT(refusalOf(volts, {{}, band(true, 0.03, 0.01), band(false, 0.0, 0.1)}), says("from right to left"));
    CHECK_THAT(refusalOf(volts, {{}, band(true, 0.55, 0.01), good}), says("in that channel only"));
    CHECK(calibrate(volts, {{}, band(true, 0.45, 0.01), good}).calibration);
    CHECK(calibrate(volts, {{}, band(true, 0.0, 0.0009), good}).calibration);
    CHECK_THAT(refusalOf(volts, {{}, good, good}), says("Left-only band") && says("swapped"));
    CHECK_THAT(refusalOf(volts, {{}, band(true, 0.03, 0.01), {}}), says("no tone"));
}

TEST_CASE("What makes no sense as a calibration is refused") {
    const SocketVolts volts{0.01};
    RecordedTone record;
    record.cartridgeMv = 5.0;
    CHECK_THAT(refusalOf(volts, {}), says("no tone"));
    CHECK_THAT(refusalOf(volts, {toneAt(-20.0, -26.5), {}, {}}), says("6.5 dB") && says("balance"));
    CHECK_THAT(refusalOf(volts, {toneAt(-20.0, -33.0), {}, {}}), says("Only the left channel"));
    CHECK_THAT(refusalOf(volts, {toneAt(-95.0, -95.0), {}, {}}), says("too weak"));
    CHECK_THAT(refusalOf(SocketVolts{1000.0}, {toneAt(-20.0, -20.0), {}, {}}), says("80.0 dBV"));
    CHECK_THAT(refusalOf(SocketVolts{1e-6}, {toneAt(-20.0, -20.0), {}, {}}), says("-100.0 dBV"));
    CHECK_THAT(refusalOf(SocketVolts{0.0}, {toneAt(-20.0, -20.0), {}, {}}), says("above 0"));
    CHECK_THAT(refusalOf(record, {toneAt(-20.0, -20.0, 315.0), {}, {}}), says("315.0 Hz") && says("1 kHz band"));
    CHECK_THAT(refusalOf(record, {toneAt(-20.0, -20.0, 1350.0), {}, {}}), says("correct speed"));
    CHECK(calibrate(record, {toneAt(-20.0, -20.0, 905.0), {}, {}}).calibration);
    CHECK(calibrate(volts, {toneAt(-20.0, -20.0, 315.0), {}, {}}).calibration);
}
