// SPDX-License-Identifier: GPL-3.0-or-later
// Exact phase: the whole response is the analogue one, late by whole frames. The truth is written out here.
#include "dsp/design/ExactPhase.h"

#include "dsp/design/AnalogueStage.h"
#include "dsp/design/DeEmphasisAllocations.h"
#include "dsp/design/DeEmphasisSupport.h"
#include "dsp/design/LoadSupport.h"
#include "dsp/engine/StageDesign.h"
#include "support/AnalogueRiaa.h"
#include "support/Catch.h"

#include <cmath>
#include <cstring>

using namespace phonostage;
using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

constexpr double rates[] = {8000, 11025, 16000, 22050, 32000, 44100, 45999, 46000, 48000, 50000, 64000, 88199};

Complex butterworth(int order, double cornerHz, double hz) {
    // The poles of a Butterworth filter lie evenly on the left half of a circle.
    const Complex s(0.0, hz / cornerHz);
    Complex h = 1.0;
    for (int k = 0; k < order; ++k)
        h *= s / (s - std::polar(1.0, pi * (2.0 * k + order + 1.0) / (2.0 * order)));
    return h;
}

/** Largest complex error against a truth from 20 Hz to the top of the band, in dB. */
template <typename Truth> double worstErrorDb(const StageDesign& design, Truth truth) {
    constexpr int points = 700;
    const double rate = design.sampleRateHz, top = bandTop(rate);
    double worst = 0.0;
    const auto look = [&](double hz) { worst = std::max(worst, std::abs(response(design, hz) / truth(hz) - 1.0)); };
    for (int i = 0; i <= points; ++i) {
        look(20.0 * std::pow(top / 20.0, static_cast<double>(i) / points));
        look(20.0 + (top - 20.0) * i / points);
    }
    return 20.0 * std::log10(worst);
}

/** The largest gain of the filter, up to half the rate. */
double largestGain(const StageDesign& design) {
    double most = 0.0;
    for (int i = 0; i <= 2000; ++i)
        most = std::max(most,
                        std::abs(response(design.exactPhase, design.sampleRateHz * i / 4000.0, design.sampleRateHz)));
    return most;
}

FilterSettings exact() {
    FilterSettings settings;
    settings.exactPhase = true;
    return settings;
}

/** A ratio that is known in closed form. */
struct KnownRatio final : FitGoal {
    explicit KnownRatio(std::vector<double> list) : taps(std::move(list)) {}

    [[nodiscard]] Complex wanted(double angle, bool) const override {
        Complex sum = 0.0;
        for (std::size_t k = 0; k < taps.size(); ++k)
            sum += taps[k] * std::polar(1.0, -angle * static_cast<double>(k));
        return sum;
    }

    std::vector<double> taps;
};

} // namespace

TEST_CASE("With exact phase RIAA and its high-passes are the analogue ones within -110 dB") {
    for (const double rate : rates) {
        CAPTURE(rate);
        auto settings = exact();
        settings.dcRemoval = false;
        CHECK(worstErrorDb(designStage(settings, rate), analogueRiaa) < -120.0);
        settings.dcRemoval = true;
        CHECK(worstErrorDb(designStage(settings, rate),
                           [](double hz) { return analogueRiaa(hz) * butterworth(2, 1.0, hz); }) < -120.0);
        for (const int slope : {12, 18, 24}) {
            settings.subsonic = Subsonic{16.0, slope};
            CHECK(worstErrorDb(designStage(settings, rate), [&](double hz) {
                      return analogueRiaa(hz) * butterworth(2, 1.0, hz) * butterworth(slope / 6, 16.0, hz);
                  }) < (rate < 44100.0 ? -80.0 : -105.0));
        }
        // IEC's corner and the subsonic's other half are one filter.
        settings.curve.iec = true;
        settings.subsonic = Subsonic{20.0, 18};
        CHECK(worstErrorDb(designStage(settings, rate), [](double hz) {
                  const double cornerHz = 1.0 / (2.0 * pi * 7950e-6);
                  const Complex atOne = Complex(0.0, 1000.0 / cornerHz) / Complex(1.0, 1000.0 / cornerHz);
                  return analogueRiaa(hz) * butterworth(2, 1.0, hz) * butterworth(3, cornerHz, hz) / std::abs(atOne);
              }) < (rate < 44100.0 ? -80.0 : -105.0));
    }
}

TEST_CASE("With exact phase a corrected load is the analogue one") {
    for (const double rate : {44100.0, 48000.0, 64000.0}) {
        for (const double ohm : {3e3, 10e3, 60e3, 1e6}) {
            CAPTURE(rate, ohm);
            auto settings = exact();
            settings.dcRemoval = false;
            settings.load = movingMagnet(ohm, 300e-12);
            CHECK(worstErrorDb(designStage(settings, rate),
                               [&](double hz) { return analogueRiaa(hz) * loadTruth(*settings.load, hz); }) < -110.0);
        }
        auto settings = exact(); // a moving coil without inductance: the same at all frequencies
        settings.dcRemoval = false;
        settings.load = LoadCorrection{0.0, 100.0, {100.0, 0.0}, {1000.0, 0.0}};
        CHECK(worstErrorDb(designStage(settings, rate),
                           [&](double hz) { return analogueRiaa(hz) * loadTruth(*settings.load, hz); }) < -110.0);
    }
}

TEST_CASE("Any curve, speed, high-pass and undone RIAA has the same delay and an error below -90 dB") {
    for (const double rate : {44100.0, 48000.0}) {
        RandomCurves random(static_cast<unsigned long long>(rate));
        for (int i = 0; i < 150; ++i) {
            auto settings = exact();
            settings.curve = random.curve(i % 5 == 4);
            if (i % 2 == 1) settings.speedRatio = random.logarithmic(0.25, 4.0);
            if (i % 4 == 2) settings.undoRiaa = true;
            if (i % 6 == 5) settings.subsonic = Subsonic{5.0 + 35.0 * random.uniform(), 12 + 6 * (i % 3)};
            settings.dcRemoval = i % 2 == 0;
            REQUIRE(whyIllegal(settings) == nullptr);
            INFO(describe(settings, rate));
            const auto design = designStage(settings, rate);
            const auto truth = [&](double hz) {
                auto h = analogueResponse(settings, hz);
                const bool limited = settings.curve.isIntegrating() && !settings.curve.inverse;
                if (settings.dcRemoval && !limited) h *= butterworth(2, 1.0, hz);
                const double r = settings.speedRatio;
                if (settings.subsonic)
                    h *= butterworth(settings.subsonic->slopeDbPerOctave / 6, r * settings.subsonic->cornerHz, hz);
                return h;
            };
            // Far below 20 Hz a filter of a few milliseconds can do nothing: high corners at high speeds are as exact
            // as their own sections are.
            CHECK(worstErrorDb(design, truth) < (settings.subsonic || settings.curve.iec ? -70.0 : -90.0));
            CHECK(design.latencyFrames() == exactPhaseDelayFrames(rate));
            CHECK(largestGain(design) < 1.5);
        }
    }
}

TEST_CASE("The delay of exact phase is at most 1.5 ms, and none from 88.2 kHz on") {
    CHECK(exactPhaseDelayFrames(44100.0) == 52);
    CHECK(exactPhaseDelayFrames(48000.0) == 34);
    for (const double rate : {44100.0, 45999.0, 46000.0, 48000.0, 64000.0, 88199.0}) {
        CHECK(exactPhaseDelayFrames(rate) <= 1.5e-3 * rate);
        CHECK(designStage(exact(), rate).latencyFrames() == exactPhaseDelayFrames(rate));
        CHECK(designStage(FilterSettings(), rate).latencyFrames() == 0);
        CHECK(designStage(FilterSettings(), rate).exactPhase.tapCount == 0);
    }
    for (const double rate : {88200.0, 96000.0, 192000.0, 768000.0}) {
        CHECK(exactPhaseDelayFrames(rate) == 0);
        const auto design = designStage(exact(), rate);
        CHECK(design.latencyFrames() == 0);
        CHECK(design.exactPhase.tapCount == 0);
    }
}

TEST_CASE("A ratio that is a short filter comes back as that filter, late") {
    for (const double rate : {44100.0, 48000.0}) {
        const KnownRatio ratio({1.25, -0.5, 0.0, 0.125});
        const auto filter = fitExactPhase(ratio, rate);
        const auto delay = static_cast<std::size_t>(filter.delayFrames);
        // It is free above the band, so the taps themselves are known but roughly.
        for (std::size_t k = 0; k < filter.tapCount; ++k) {
            CAPTURE(rate, k);
            const double expected = k >= delay && k < delay + 4 ? ratio.taps[k - delay] : 0.0;
            CHECK(std::abs(filter.tap[k] - expected) < 0.15);
        }
        for (double hz = 20.0; hz <= 20000.0; hz *= 1.05) {
            const double angle = 2.0 * pi * hz / rate;
            const Complex expected = ratio.wanted(angle, false) * std::polar(1.0, -angle * filter.delayFrames);
            CHECK(std::abs(response(filter, hz, rate) - expected) < 2e-6);
        }
    }
}

TEST_CASE("Exact phase is designed without memory, and twice the same") {
    auto settings = exact();
    settings.load = movingMagnet(10e3, 300e-12);
    settings.subsonic = Subsonic{};
    const long before = allocationCount();
    const auto design = designStage(settings, 44100.0);
    CHECK(allocationCount() == before);
    const auto again = designStage(settings, 44100.0);
    CHECK(std::memcmp(design.exactPhase.tap.data(), again.exactPhase.tap.data(), sizeof design.exactPhase.tap) == 0);
}

TEST_CASE("Where the load correction is limited, exact phase keeps the limit") {
    auto settings = exact();
    settings.dcRemoval = false;
    settings.curve = Curve::flat();
    settings.load = movingMagnet(3e3, 300e-12);
    settings.load->limitDb = 6.0;
    for (const double rate : {44100.0, 48000.0}) {
        const auto design = designStage(settings, rate);
        for (double hz = 20.0; hz <= 20000.0; hz *= 1.02) {
            const double db = 20.0 * std::log10(std::abs(response(design, hz)));
            CHECK(db < 6.0 + 1e-4);
            CHECK(std::abs(db - idealLoadDb(*settings.load, hz)) < 1.0);
        }
        CHECK(worstErrorDb(design, [&](double hz) { return AnalogueStage(settings, rate).at(hz); }) < -100.0);
    }
}
