// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ceiling below full scale whose tops are no longer equal: found by its statistic, and nowhere else.

#include "dsp/overload/PacedOverloadWatch.h"
#include "dsp/overload/TailFit.h"

#include "dsp/overload/OverloadSupport.h"

#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <array>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

/** Music for this purpose: noise with its treble up, louder and softer by turns; the largest |x| is 1. */
Signal music(double rateHz, double seconds, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const auto count = static_cast<int>(seconds * rateHz);
    double before = 0.0, walk = 0.0, low = 0.0, largest = 0.0;
    const double pole = std::exp(-2.0 * pi * 8000.0 / rateHz);
    Signal x = generate(count, [&](int) {
        const double now = normal(random);
        walk = 0.9998 * walk + 0.02 * normal(random);
        low = pole * low + (1.0 - pole) * (now - 0.7 * before);
        before = now;
        return std::exp(walk) * low;
    });
    for (const double v : x)
        largest = std::max(largest, std::fabs(v));
    for (double& v : x)
        v /= largest;
    return x;
}

/** A first-order high-pass, as a coupling capacitor makes it. */
Signal coupled(Signal x, double cornerHz, double rateHz) {
    const double pole = std::exp(-2.0 * pi * cornerHz / rateHz);
    double in = 0.0, out = 0.0;
    for (double& v : x) {
        out = pole * (out + v - in);
        in = v;
        v = out;
    }
    return x;
}

void requireQuiet(const Signal& x, double rateHz) {
    const Watched w = watch(x, rateHz, 24);
    INFO("z " << w.counts.ceiling.z << " at " << w.counts.ceiling.level);
    REQUIRE(w.counts.events == 0);
    REQUIRE(w.counts.ceiling.confidence == dsp::Confidence::none);
}

} // namespace

TEST_CASE("Peaks that crowd under a ceiling below full scale are found, those of clean music are not",
          "[dsp][overload]") {
    for (const double rate : {44100.0, 96000.0, 192000.0}) {
        const Signal clean = music(rate, 6.0, 3);
        for (const double noise : {-130.0, -110.0, -96.0}) {
            INFO(rate << " Hz, noise " << noise << " dBFS");
            Signal turnedDown = clean;
            for (double& v : turnedDown)
                v *= 0.6;
            requireQuiet(captured(turnedDown, noise), rate);
            for (const double over : {6.0, 12.0}) {
                INFO(over << " dB over");
                const Watched w = watch(captured(clippedBy(clean, over, 0.6), noise), rate, 24);
                CHECK(w.counts.ceiling.confidence == dsp::Confidence::sure);
                CHECK_THAT(20.0 * std::log10(w.counts.ceiling.level), WithinAbs(20.0 * std::log10(0.6), 0.05));
                CHECK(w.counts.ceiling.share > 0.0);
                CHECK(w.counts.ceiling.share < 1.0);
                CHECK(w.counts.ceiling.since >= 0);
                CHECK(w.counts.events > 10);
                CHECK(w.counts.fullScaleEvents == 0);
            }
        }
    }
}

TEST_CASE("The events of a ceiling lie where the signal was clipped", "[dsp][overload]") {
    const Signal clean = music(48000.0, 6.0, 5);
    const double gain = std::pow(10.0, 9.0 / 20.0);
    const Watched w = watch(captured(clippedBy(clean, 9.0, 0.3), -110.0), 48000.0, 24);
    REQUIRE(w.events.size() > 50);
    std::size_t right = 0;
    for (const auto& e : w.events) {
        REQUIRE(e.kind == dsp::OverloadKind::ceilingStatistic);
        bool isClipped = false;
        for (std::int64_t i = e.start; i < e.start + e.length; ++i)
            isClipped |= std::fabs(gain * clean[static_cast<std::size_t>(i)]) >= 0.97;
        right += isClipped ? 1 : 0;
    }
    // A few tops that come as near to it by themselves lie among them.
    CHECK(10 * right >= 9 * w.events.size());
}

TEST_CASE("One polarity alone may have the ceiling", "[dsp][overload]") {
    Signal x = music(48000.0, 8.0, 4);
    for (double& v : x)
        v = 0.8 * std::clamp(v, -1.0, 0.5);
    const Watched w = watch(captured(x, -110.0), 48000.0, 24);
    CHECK(w.counts.ceiling.confidence == dsp::Confidence::sure);
    CHECK_THAT(w.counts.ceiling.level, WithinAbs(0.4, 0.002));
    CHECK(w.counts.peak > 0.75);
}

TEST_CASE("A ceiling is found behind a capacitor and a change of level", "[dsp][overload]") {
    for (const unsigned seed : {1u, 2u, 3u}) {
        INFO("seed " << seed);
        const Signal x = clippedBy(music(48000.0, 10.0, seed), 9.0, 0.7);
        CHECK(watch(captured(coupled(x, 3.0, 48000.0), -110.0), 48000.0, 24).counts.ceiling.confidence !=
              dsp::Confidence::none);
        Signal softer = x;
        for (double& v : softer)
            v *= 0.2;
        const auto counts = watch(captured(softer, -110.0), 48000.0, 24).counts;
        CHECK(counts.ceiling.confidence != dsp::Confidence::none);
        CHECK_THAT(counts.ceiling.level, WithinAbs(0.14, 0.002));
    }
}

TEST_CASE("A ceiling is found down to -36 dBFS, and clean music as soft has none", "[dsp][overload]") {
    for (const unsigned seed : {1u, 2u, 3u}) {
        const Signal clean = music(48000.0, 10.0, seed);
        for (const double levelDb : {-31.0, -33.0, -35.0}) {
            INFO("seed " << seed << ", " << levelDb << " dBFS");
            const double level = std::pow(10.0, levelDb / 20.0);
            const auto counts =
                watch(captured(coupled(clippedBy(clean, 12.0, level), 1.0, 48000.0), -90.0), 48000.0, 24).counts;
            CHECK(counts.ceiling.confidence == dsp::Confidence::sure);
            Signal soft = clean;
            for (double& v : soft)
                v *= level;
            requireQuiet(captured(soft, -90.0), 48000.0);
        }
    }
}

TEST_CASE("Tones, chords and sweeps crowd as well, and are no ceiling", "[dsp][overload]") {
    for (const double rate : {44100.0, 96000.0, 192000.0}) {
        const auto count = static_cast<int>(3.0 * rate);
        for (const double noise : {-130.0, -96.0, -60.0}) {
            INFO(rate << " Hz, noise " << noise << " dBFS");
            for (const double tone : {20.0, 57.3, 315.0, 997.0, 3150.0, 10007.0, 0.31 * rate, 0.45 * rate}) {
                for (const double level : {0.8, 0.1}) {
                    INFO(tone << " Hz at " << level);
                    requireQuiet(captured(sine(count, rate, tone, level, 0.3), noise), rate);
                }
            }
            const Signal chord = generate(count, [&](int i) {
                double sum = 0.0;
                for (const double tone : {196.0, 246.9, 293.7, 587.3, 1174.7})
                    sum += 0.12 * std::sin(2.0 * pi * tone * i / rate);
                return sum;
            });
            requireQuiet(captured(chord, noise), rate);
            const Signal wow = generate(count, [&](int i) {
                const double t = i / rate;
                return 0.5 * std::sin(2.0 * pi * 3150.0 * t + 4.0 * std::sin(2.0 * pi * 0.55 * t));
            });
            requireQuiet(captured(wow, noise), rate);
            const double octaves = std::log(1000.0);
            const Signal sweep = generate(count, [&](int i) {
                const double t = i / static_cast<double>(count);
                return 0.5 * std::sin(2.0 * pi * 20.0 * 3.0 / octaves * (std::exp(octaves * t) - 1.0));
            });
            requireQuiet(captured(sweep, noise), rate);
        }
    }
}

TEST_CASE("Codes of A-law and mu-law, and coarse steps far below full scale, are no ceiling", "[dsp][overload]") {
    // G.711: sign, a power of two, four bits; decoded to 16 bit.
    const auto muLaw = [](double x) {
        const double magnitude = std::min(std::fabs(x) * 8159.0, 8158.0) + 33.0;
        const int shift = std::clamp(static_cast<int>(std::floor(std::log2(magnitude))) - 5, 0, 7);
        const double code = (std::floor((std::floor(magnitude) / std::exp2(shift) - 32.0) / 2.0) * 2.0 + 33.0);
        return std::copysign((code * std::exp2(shift) - 33.0) * 4.0 / 32768.0, x);
    };
    const auto aLaw = [](double x) {
        const double magnitude = std::min(std::fabs(x) * 4096.0, 4095.0);
        const int shift = magnitude < 32.0 ? 0 : static_cast<int>(std::floor(std::log2(magnitude))) - 5;
        const double code = std::floor(magnitude / std::exp2(shift) / 2.0) * 2.0 + 1.0;
        return std::copysign(code * std::exp2(shift) * 8.0 / 32768.0, x);
    };
    for (const double level : {1.2, 0.7, 0.25}) {
        Signal tone = sine(96000, 48000.0, 441.0, level), loud = music(48000.0, 4.0, 8);
        for (Signal* x : {&tone, &loud}) {
            INFO("level " << level << (x == &tone ? ", tone" : ", music"));
            Signal a = *x, mu = *x;
            for (double& v : a)
                v = aLaw(x == &tone ? v : 2.0 * level * v);
            for (double& v : mu)
                v = muLaw(x == &tone ? v : 2.0 * level * v);
            requireQuiet(a, 48000.0);
            requireQuiet(mu, 48000.0);
        }
    }
    for (const int bits : {10, 12, 14}) {
        Signal x = music(96000.0, 4.0, 6);
        for (double& v : x)
            v *= 0.0125;
        INFO(bits << " bit");
        requireQuiet(quantised(x, bits), 96000.0);
    }
}

TEST_CASE("Block sizes do not matter to the statistic, nor does the pace", "[dsp][overload]") {
    Signal x = captured(clippedBy(music(48000.0, 4.0, 7), 9.0, 0.5), -110.0);
    const Watched whole = watch(x, 48000.0, 24);
    REQUIRE(whole.counts.ceiling.confidence != dsp::Confidence::none);
    std::mt19937 random(5);
    const std::function<int()> cuts[] = {[] { return 1; }, [] { return 64; },
                                         [&] { return 1 + static_cast<int>(random() % 700); }};
    for (const auto& cut : cuts) {
        const Watched pieces = watch(x, 48000.0, 24, cut);
        CHECK(difference(pieces.runs(), whole.runs()) == "none");
        CHECK(pieces.counts.ceiling.z == whole.counts.ceiling.z);
        CHECK(pieces.counts.ceiling.level == whole.counts.ceiling.level);
        EventRecorder recorder;
        dsp::PacedOverloadWatch paced;
        paced.prepare(48000.0, 24, 0, &recorder);
        for (std::size_t at = 0; at < x.size();) {
            const auto size = std::min(x.size() - at, static_cast<std::size_t>(cut()));
            paced.process(x.data() + at, static_cast<int>(size));
            at += size;
        }
        paced.flush();
        CHECK(paced.counts().events == whole.counts.events);
        CHECK(paced.counts().ceiling.z == whole.counts.ceiling.z);
    }
}

TEST_CASE("Cleared, the statistic starts again", "[dsp][overload]") {
    const Signal over = captured(clippedBy(music(48000.0, 4.0, 7), 9.0, 0.5), -110.0);
    Signal clean = music(48000.0, 4.0, 11);
    for (double& v : clean)
        v *= 0.45;
    dsp::OverloadWatch w;
    w.prepare(48000.0, 24);
    w.process(over.data(), static_cast<int>(over.size()));
    REQUIRE(w.counts().ceiling.confidence != dsp::Confidence::none);
    w.clearCounts();
    CHECK(w.counts().ceiling.confidence == dsp::Confidence::none);
    const Signal quiet = captured(clean, -110.0);
    w.process(quiet.data(), static_cast<int>(quiet.size()));
    w.flush();
    CHECK(w.counts().ceiling.confidence == dsp::Confidence::none);
    w.clearCounts();
    w.process(over.data(), static_cast<int>(over.size()));
    w.flush();
    CHECK(w.counts().ceiling.confidence != dsp::Confidence::none);
}

TEST_CASE("The statistic allocates nothing", "[dsp][overload]") {
    const Signal x = captured(clippedBy(music(48000.0, 40.0, 7), 9.0, 0.5), -110.0);
    dsp::OverloadWatch w;
    w.prepare(48000.0, 24);
    const long before = tests::allocationCount();
    w.process(x.data(), static_cast<int>(x.size())); // longer than a span
    w.clearCounts();
    w.process(x.data(), 48000);
    w.flush();
    CHECK(tests::allocationCount() == before);
    CHECK(w.counts().ceiling.confidence != dsp::Confidence::none);
}

TEST_CASE("The tail's fit is right where the bands fall by a constant factor", "[dsp][overload]") {
    // Bands that grow by 1.3 each downwards: the first has 20 times 1.3^0, of which z is (n - 20) / sqrt(21).
    for (const double extra : {0.0, 5.0, 40.0}) {
        std::array<double, dsp::TailFit::mostBands> counts{};
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] = 20.0 * std::pow(1.3, static_cast<double>(i));
        counts[0] += extra;
        dsp::TailFit fit;
        fit.start(counts.data(), static_cast<int>(counts.size()));
        int steps = 0;
        while (!fit.iterate())
            REQUIRE(++steps < 20);
        CHECK_THAT(fit.z(0.0), WithinAbs(extra / std::sqrt(21.0), 1e-3));
        CHECK_THAT(fit.z(0.5), WithinAbs(extra / std::sqrt(121.0), 1e-3));
    }
    // Nothing below the crowd: 0.3 are expected.
    const std::array<double, dsp::TailFit::mostBands> alone{50.0};
    dsp::TailFit fit;
    fit.start(alone.data(), static_cast<int>(alone.size()));
    while (!fit.iterate()) {
    }
    CHECK_THAT(fit.z(0.0), WithinAbs(49.7 / std::sqrt(1.3), 1e-9));
}

TEST_CASE("The tops of a drone are no ceiling, whatever is played over it", "[dsp][overload]") {
    constexpr double rate = 48000.0;
    for (const bool isSaw : {false, true})
        for (const unsigned seed : {1u, 2u, 3u}) {
            INFO((isSaw ? "a saw, seed " : "pulses, seed ") << seed);
            std::mt19937 random(seed);
            std::normal_distribution<double> normal;
            double turns = 0.0;
            const Signal x = generate(static_cast<int>(20.0 * rate), [&](int i) {
                const double t = i / rate;
                turns += 50.06 / rate;
                double drone = 0.0;
                for (int k = 1; k <= 11; ++k)
                    drone +=
                        isSaw ? 3.0 / std::sqrt(k) * std::sin(2.0 * pi * k * turns) : std::cos(2.0 * pi * k * turns);
                const double note = std::fmod(t, 0.5) < 0.3 ? 1.0 : 0.35;
                const double hat = std::exp(-40.0 * std::fmod(t + 0.25, 0.5)) * normal(random);
                return 0.002 * note * drone + (isSaw ? 0.012 : 0.02) * hat;
            });
            requireQuiet(captured(x, isSaw ? -86.0 : -76.0, seed), rate);
        }
}

TEST_CASE("Pulses of one height and at even times are no ceiling, with twice as many others among them",
          "[dsp][overload]") {
    struct Case {
        unsigned seed;
        int others; // in each half second
    };
    for (const auto& [seed, others] : {Case{7, 30}, Case{4, 60}}) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> uniform(0.0, 1.0);
        constexpr double rate = 48000.0, height = 0.0234;
        Signal x(static_cast<std::size_t>(20.0 * rate));
        const auto pulse = [&](double at, double width, double size) {
            for (int i = static_cast<int>(at - width); i <= static_cast<int>(at + width); ++i)
                if (i >= 0 && i < static_cast<int>(x.size()))
                    x[static_cast<std::size_t>(i)] +=
                        size * (0.5 + 0.5 * std::cos(pi * std::clamp((i - at) / width, -1.0, 1.0)));
        };
        for (double beat = 0.0; beat < 20.0; beat += 0.5) {
            for (int i = 0; i < 5; ++i)
                pulse((beat + 0.02 + 0.02 * i) * rate + 4.0 * (uniform(random) - 0.5), 60.0,
                      height * (1.0 + 0.004 * (uniform(random) - 0.5)));
            for (int i = 0; i < others; ++i)
                pulse((beat + 0.24 + 0.24 * uniform(random)) * rate, 5.0 + 20.0 * uniform(random),
                      height * (0.3 + 1.3 * std::pow(uniform(random), 1.7)));
        }
        requireQuiet(captured(x, -76.0, seed), rate);
    }
}
