// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "support/Catch.h"

#include <cmath>
#include <map>

using namespace phonostage;

namespace {

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }

} // namespace

TEST_CASE("De-emphasis meets the table of reference curves at every rate", "[dsp][deemphasis]") {
    const auto rows = tests::readCurvesCsv();
    for (const double rate : tests::promisedRates) {
        std::map<std::string, dsp::DeEmphasis> designs;
        for (const auto& reference : tests::referenceCurves())
            designs[reference.name] = dsp::designDeEmphasis(reference.curve, rate);
        double worst = 0.0;
        for (const auto& row : rows) {
            if (row.frequencyHz < 20.0 || row.frequencyHz > 20000.0) continue;
            const auto& design = designs.at(row.curve);
            double want = row.gainDb;
            if (design.fromIntegral) // the table holds the curve without the 1 Hz Butterworth that limits it
                want -= 10.0 * std::log10(1.0 + std::pow(row.frequencyHz, -4.0));
            const double error = std::abs(decibels(dsp::response(design, row.frequencyHz, rate)) - want);
            worst = std::max(worst, error);
            if (error > 1e-4)
                FAIL_CHECK(row.curve << " at " << row.frequencyHz << " Hz, rate " << rate << ": " << error);
        }
        INFO("rate " << rate);
        CHECK(worst < 5e-5);
    }
}

TEST_CASE("De-emphasis is right between the table's frequencies, in phase and above 20 kHz", "[dsp][deemphasis]") {
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : tests::promisedRates) {
            const auto design = dsp::designDeEmphasis(reference.curve, rate);
            const auto figures = tests::measure(reference.curve, rate, design);
            INFO(reference.name << " at " << rate);
            CHECK(figures.errorDb < 1e-4);
            CHECK(figures.phaseDeg < tests::phasePromise(rate));
            CHECK(std::abs(figures.delaySamples) < 1.0);
            CHECK(figures.peakDb < 0.01);
            if (rate >= 88200.0) CHECK(figures.upperDb < 0.005);
            CHECK_FALSE(design.magnitudeOnly);
            // The figures in the design are the guard's: another grid, the same story.
            CHECK_THAT(design.worstErrorDb, WithinAbs(figures.errorDb, 2e-5));
            CHECK_THAT(design.worstPhaseDeg, WithinAbs(figures.phaseDeg, 0.02 + 0.02 * figures.phaseDeg));
            CHECK_THAT(design.delaySamples, WithinAbs(figures.delaySamples, 0.01));
        }
}

TEST_CASE("RIAA is better than the floors", "[dsp][deemphasis]") {
    // The phase at 44.1 and 48 kHz is what the magnitude leaves to a minimum-phase filter that does not peak.
    const std::map<double, std::pair<double, double>> promise{{44100, {3e-5, 1.0}},    {48000, {2e-5, 0.47}},
                                                              {96000, {2e-6, 0.0066}}, {192000, {1e-6, 0.0005}},
                                                              {384000, {1e-5, 0.004}}, {768000, {3e-6, 0.0006}}};
    for (const auto& [rate, limit] : promise) {
        const auto figures = tests::measure(dsp::Curve(), rate, dsp::designDeEmphasis(dsp::Curve(), rate));
        INFO("rate " << rate);
        CHECK(figures.errorDb < limit.first);
        CHECK(figures.phaseDeg < limit.second);
        CHECK(figures.upperDb < 0.002);
        CHECK(figures.peakDb < 0.002);
    }
}

TEST_CASE("De-emphasis below 44.1 kHz is right to 0.45 of the rate", "[dsp][deemphasis]") {
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : {8000.0, 11025.0, 16000.0, 22050.0, 32000.0, 37800.0}) {
            const auto figures = tests::measure(reference.curve, rate, dsp::designDeEmphasis(reference.curve, rate));
            INFO(reference.name << " at " << rate);
            CHECK(figures.errorDb < 1e-4);
            CHECK(figures.phaseDeg < 1.3);
            CHECK(figures.peakDb < 0.01);
        }
}

TEST_CASE("De-emphasis is 0 dB at 1 kHz exactly", "[dsp][deemphasis]") {
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : {8000.0, 44100.0, 100003.0, 768000.0})
            CHECK_THAT(std::abs(dsp::response(dsp::designDeEmphasis(reference.curve, rate), 1000.0, rate)),
                       WithinAbs(1.0, 1e-12));
}

TEST_CASE("A flat curve is an identity", "[dsp][deemphasis]") {
    for (const bool inverse : {false, true}) {
        auto curve = dsp::Curve::flat();
        curve.inverse = inverse;
        const auto design = dsp::designDeEmphasis(curve, 48000.0);
        CHECK(design.gain == 1.0);
        CHECK(design.firstOrderCount == 0);
        CHECK(design.biquadCount == 0);
        CHECK(design.iecK == 0.0);
        CHECK_FALSE(design.fromIntegral);
        CHECK(design.worstErrorDb == 0.0);
        tests::SectionRunner<double> runner(design, 48000.0);
        CHECK(runner.process(0.123456789) == 0.123456789);
    }
    auto iec = dsp::Curve::flat();
    iec.iec = true; // the high-pass alone
    for (const double rate : {8000.0, 44100.0, 768000.0}) {
        const auto figures = tests::measure(iec, rate, dsp::designDeEmphasis(iec, rate));
        CHECK(figures.errorDb < 1e-4);
        CHECK(figures.phaseDeg < 0.3);
    }
}

TEST_CASE("RIAA with the IEC switch is the table's riaa_iec", "[dsp][deemphasis]") {
    dsp::Curve curve;
    curve.iec = true;
    CHECK(curve == tests::referenceCurve("riaa_iec").curve);
    const auto design = dsp::designDeEmphasis(curve, 96000.0);
    CHECK(design.iecK > 0.0);
    CHECK(std::abs(dsp::response(design, 0.0, 96000.0)) == 0.0);
}
