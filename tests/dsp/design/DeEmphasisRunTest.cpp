// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisAllocations.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/ReferenceCurves.h"
#include "support/Catch.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace phonostage;

namespace {

double decibels(std::complex<double> h) { return 20.0 * std::log10(std::abs(h)); }

// The exact spectrum of a record at one frequency, by Horner's rule in long double.
std::complex<double> spectrumAt(const std::vector<double>& record, double hz, double rate) {
    const long double w =
        2.0L * std::numbers::pi_v<long double> * static_cast<long double>(hz) / static_cast<long double>(rate);
    const long double c = std::cos(w);
    const long double s = -std::sin(w);
    long double re = 0.0L;
    long double im = 0.0L;
    for (auto x = record.rbegin(); x != record.rend(); ++x) {
        const long double next = re * c - im * s + static_cast<long double>(*x);
        im = re * s + im * c;
        re = next;
    }
    return {static_cast<double>(re), static_cast<double>(im)};
}

} // namespace

TEST_CASE("The running sections have the response that was designed", "[dsp][deemphasis]") {
    struct Case {
        const char* curve;
        double rate, seconds; // until the slowest corner has died away
    };
    for (const Case& c : {Case{"riaa", 44100, 0.2}, Case{"riaa", 96000, 0.2}, Case{"riaa", 768000, 0.2},
                          Case{"riaa_iec_neumann", 96000, 0.4}, Case{"ffrr_lp_1949", 48000, 0.3},
                          Case{"aes_1951", 48000, 7.0}, Case{"blumlein_250", 44100, 7.0}}) {
        const auto& reference = tests::referenceCurve(c.curve);
        const auto design = dsp::designDeEmphasis(reference.curve, c.rate);
        tests::SectionRunner<double> runner(design, c.rate);
        std::vector<double> record(static_cast<std::size_t>(c.seconds * c.rate));
        for (std::size_t i = 0; i < record.size(); ++i)
            record[i] = runner.process(i == 0 ? 1.0 : 0.0);

        std::vector<double> angles;
        std::vector<double> phases;
        for (const double hz : {20.0, 50.05, 200.0, 1000.0, 3150.0, 10000.0, 15000.0, 18000.0, 20000.0}) {
            INFO(c.curve << " at " << c.rate << ", " << hz << " Hz");
            const auto h = spectrumAt(record, hz, c.rate);
            const auto error = h / tests::truth(reference.curve, hz);
            CHECK(std::abs(decibels(error)) < 5e-5);
            CHECK(std::abs(h / dsp::response(design, hz, c.rate) - 1.0) < 1e-10);
            angles.push_back(2.0 * std::numbers::pi * hz / c.rate);
            phases.push_back(std::arg(error));
        }
        CHECK(tests::bestDelay(angles, phases).second < tests::phasePromise(c.rate));
    }
}

TEST_CASE("The sections' rounding noise is 250 dB below the signal", "[dsp][deemphasis]") {
    if (std::numeric_limits<long double>::digits == std::numeric_limits<double>::digits) {
        SUCCEED("no finer type to compare with");
        return;
    }
    for (const auto& reference : tests::referenceCurves())
        for (const double rate : {44100.0, 96000.0, 384000.0, 768000.0}) {
            INFO(reference.name << " at " << rate);
            CHECK(tests::roundingSnr(dsp::designDeEmphasis(reference.curve, rate), rate, 0.1) > 250.0);
        }
    CHECK(tests::roundingSnr(dsp::designDeEmphasis(dsp::Curve(), 44100.0), 44100.0, 0.5) > 280.0);

    // The hardest: zeros that are slow against the rate, with little to stand on.
    for (const double rate : {8000.0, 44100.0, 768000.0})
        for (const std::optional<double> shelf : {std::optional<double>(), std::optional(32000e-6)})
            for (const std::optional<double> rolloff :
                 {std::optional<double>(), std::optional(0.27e-6), std::optional(300e-6)})
                for (const bool inverse : {false, true}) {
                    dsp::Curve curve{shelf, 2000e-6, rolloff};
                    curve.neumann = rate > 50000.0;
                    curve.inverse = inverse;
                    INFO(tests::describe(curve, rate));
                    CHECK(tests::roundingSnr(dsp::designDeEmphasis(curve, rate), rate, 0.25) > 250.0);
                }
}

TEST_CASE("Designing allocates nothing and repeats to the last bit", "[dsp][deemphasis]") {
    tests::RandomCurves random(99);
    for (int i = 0; i < 60; ++i) {
        dsp::FilterSettings settings;
        settings.curve = random.curve(i % 4 == 0);
        settings.undoRiaa = i % 3 == 0;
        settings.speedRatio = i % 2 == 0 ? random.logarithmic(0.25, 4.0) : 1.0;
        const double rate = random.rate();
        const long before = tests::allocationCount();
        const auto first = dsp::designDeEmphasis(settings, rate);
        const auto second = dsp::designDeEmphasis(settings, rate);
        const auto h = dsp::analogueResponse(settings, 1000.0) + dsp::response(first, 1000.0, rate);
        const long after = tests::allocationCount();
        INFO(tests::describe(settings, rate));
        CHECK(after == before);
        CHECK(std::isfinite(std::abs(h)));
        CHECK(first.gain == second.gain);
        CHECK(first.biquadCount == second.biquadCount);
        for (std::size_t k = 0; k < first.biquad.size(); ++k) {
            CHECK(first.biquad[k].b1 == second.biquad[k].b1);
            CHECK(first.biquad[k].a1 == second.biquad[k].a1);
            CHECK(first.biquad[k].a2 == second.biquad[k].a2);
        }
    }
}

TEST_CASE("A design is small and says what to run", "[dsp][deemphasis]") {
    const auto riaa = dsp::designDeEmphasis(dsp::Curve(), 96000.0);
    CHECK(riaa.firstOrderCount == 2);
    CHECK(riaa.biquadCount == 3);
    CHECK(riaa.iecK == 0.0);
    CHECK_FALSE(riaa.fromIntegral);
    CHECK(dsp::designDeEmphasis(dsp::Curve(), 384000.0).biquadCount == 2);

    // The curve's corners are mapped exactly: the pole of the shelf, and the zero of the turnover.
    CHECK_THAT(riaa.firstOrder[0].k, WithinRel(-std::expm1(-1.0 / (3180e-6 * 96000.0)), 1e-14));
    const double zero = riaa.firstOrder[0].c * (1.0 - riaa.firstOrder[0].k) /
                        (riaa.firstOrder[0].k + riaa.firstOrder[0].c * (1.0 - riaa.firstOrder[0].k));
    CHECK_THAT(zero, WithinRel(std::exp(-1.0 / (318e-6 * 96000.0)), 1e-14));

    const auto aes = dsp::designDeEmphasis(tests::referenceCurve("aes_1951").curve, 96000.0);
    CHECK(aes.fromIntegral);
    CHECK(aes.firstOrderCount == 1);
    CHECK(aes.biquadCount == 3);
}
