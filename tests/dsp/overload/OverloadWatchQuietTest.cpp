// SPDX-License-Identifier: GPL-3.0-or-later
//
// What must raise no alarm: sines of every level and frequency, square waves that are ideal or band-limited, music,
// constants. The bulk of it is quantised, where flat tops are natural.

#include "dsp/overload/OverloadSupport.h"

#include "support/Catch.h"

#include <cstring>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

struct Format {
    const char* name;
    int bits; ///< 0: as it is
    bool dithered;
    int told;
};

constexpr Format formats[] = {
    {"16 bit", 16, false, 16}, {"16 bit, found", 16, false, 0}, {"16 bit, dithered", 16, true, 0},
    {"20 bit", 20, false, 20}, {"24 bit", 24, false, 24},       {"24 bit, dithered", 24, true, 0},
    {"float", 0, false, 0},    {"double", 0, false, 0},         {"8 bit", 8, false, 0}};

Signal inFormat(const Signal& x, const Format& format) {
    if (format.bits > 0) return quantised(x, format.bits, format.dithered);
    Signal y = x;
    if (std::strcmp(format.name, "float") == 0) {
        for (double& v : y)
            v = static_cast<double>(static_cast<float>(v));
    }
    return y;
}

// Every partial of a square wave below the limit.
Signal bandLimitedSquare(int count, double rateHz, double frequencyHz, double limitHz, double amplitude, double phase) {
    Signal x(static_cast<std::size_t>(count), 0.0);
    for (int k = 1; k * frequencyHz < limitHz; k += 2) {
        for (int i = 0; i < count; ++i)
            x[static_cast<std::size_t>(i)] +=
                amplitude * 4.0 / (pi * k) * std::sin(k * (2.0 * pi * frequencyHz * i / rateHz + phase));
    }
    return x;
}

void requireSilence(const Signal& x, double rateHz, const Format& format) {
    const Watched w = watch(inFormat(x, format), rateHz, format.told);
    INFO(format.name << " at " << rateHz << " Hz: first at " << w.counts.firstStart << ", longest "
                     << w.counts.longest);
    REQUIRE(w.counts.events == 0);
}

} // namespace

TEST_CASE("No alarm on a sine of any level and frequency", "[dsp][overload]") {
    const double levelsDb[] = {0.0, -1e-6, -0.0003, -0.01, -0.1, -3.0, -6.0206, -20.0, -41.0, -59.0, -80.0};
    for (const double rate : {44100.0, 96000.0, 192000.0, 768000.0}) {
        const double tones[] = {20.0,        33.1,        100.0,        997.0,        1000.0,
                                3150.0,      rate / 3.0,  rate / 4.0,   rate / 6.0,   rate / 8.0,
                                rate / 12.0, rate / 48.0, rate / 100.0, 0.4537 * rate};
        for (const double tone : tones) {
            for (const double levelDb : levelsDb) {
                const int count = static_cast<int>(std::clamp(2.2 * rate / tone, 3000.0, 90000.0));
                for (const double phase : {0.0, pi / 4.0, pi / 2.0, 1.0}) {
                    const Signal x = sine(count, rate, tone, std::pow(10.0, levelDb / 20.0), phase);
                    INFO("tone " << tone << " Hz, " << levelDb << " dB, phase " << phase);
                    for (const Format& format : formats)
                        requireSilence(x, rate, format);
                }
            }
        }
    }
}

TEST_CASE("No alarm on a very slow sine at full scale, whose peak lasts for thousands of samples", "[dsp][overload]") {
    for (const double tone : {0.5, 2.0, 7.0}) {
        for (const double phase : {0.0, pi / 2.0}) {
            const Signal x = sine(800000, 384000.0, tone, 1.0, phase);
            for (const Format& format : formats)
                requireSilence(x, 384000.0, format);
        }
    }
}

TEST_CASE("No alarm on a 16-bit sine that a host has scaled", "[dsp][overload]") {
    for (const double gain : {32768.0 / 32767.0, 0.9, 0.70794578, 0.1}) {
        for (const double tone : {20.0, 55.0, 441.0, 12000.0}) {
            Signal x = quantised(sine(48000, 96000.0, tone, 32767.0 / 32768.0, 0.4), 16);
            for (double& v : x)
                v = static_cast<double>(static_cast<float>(v * gain));
            INFO("gain " << gain << ", tone " << tone);
            CHECK(watch(x, 96000.0).counts.events == 0);
        }
    }
}

TEST_CASE("No alarm on float signals above 1.0 that still move", "[dsp][overload]") {
    for (const double tone : {20.0, 997.0, 12000.0}) {
        const Watched w = watch(sine(48000, 96000.0, tone, 2.0, 0.4), 96000.0);
        CHECK(w.counts.events == 0);
        CHECK(w.counts.fullScaleSamples > 10000);
        CHECK(w.counts.peak > 1.8);
    }
    // Flat above 1.0 they are clipped.
    const Signal flat = clipped(sine(48000, 96000.0, 997.0, 3.0), -1.5, 1.5);
    CHECK(difference(watch(flat, 96000.0).runs(), fullScaleEvents(flat, -1.5, 1.5, 96000.0)) == "none");
    CHECK(watch(flat, 96000.0).events.front().kind == dsp::OverloadKind::fullScale);
}

TEST_CASE("No alarm on square waves, ideal or band-limited, nor on their relatives", "[dsp][overload]") {
    for (const double rate : {44100.0, 96000.0, 192000.0}) {
        for (const double tone : {50.0, 441.0, 1000.0, rate / 48.0, rate / 96.0}) {
            for (const double level : {1.0, 0.7, 0.1}) {
                const auto cycles = [&](int i) { return std::fmod(tone * i / rate + 0.003, 1.0); };
                const Signal shapes[] = {
                    generate(9600, [&](int i) { return cycles(i) < 0.5 ? level : -level; }),
                    generate(9600, [&](int i) { return cycles(i) < 0.2 ? level : 0.0; }),
                    generate(9600, [&](int i) { return level * (4.0 * std::fabs(cycles(i) - 0.5) - 1.0); }),
                    generate(9600, [&](int i) { return level * (2.0 * cycles(i) - 1.0); }),
                    bandLimitedSquare(9600, rate, tone, 20000.0, level / 1.2, 0.0),
                    bandLimitedSquare(9600, rate, tone, 20000.0, level / 1.2, 0.7),
                    bandLimitedSquare(9600, rate, tone, 3.5 * tone, level / 1.3, 0.1),
                };
                for (std::size_t shape = 0; shape < std::size(shapes); ++shape) {
                    INFO("shape " << shape << ", tone " << tone << " Hz, level " << level);
                    for (const Format& format : formats)
                        requireSilence(shapes[shape], rate, format);
                }
            }
        }
    }
}

TEST_CASE("No alarm on constants, silence and dither", "[dsp][overload]") {
    for (const double level : {0.0, 0.5, -0.25, 0.99, 1e-4}) {
        for (const Format& format : formats)
            requireSilence(Signal(20000, level), 96000.0, format);
    }
    // A level that changes in steps.
    const Signal steps = generate(20000, [](int i) { return 0.1 * ((i / 1000) % 7); });
    for (const Format& format : formats)
        requireSilence(steps, 96000.0, format);
}

TEST_CASE("No alarm on noise and on 16-bit music, loud or quiet", "[dsp][overload]") {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    for (const double rate : {44100.0, 192000.0}) {
        for (const double peak : {1.0, 0.5, 0.05, 0.01, 0.002}) {
            for (int round = 0; round < 4; ++round) {
                // Partials that decay, struck at random, and a little noise.
                Signal x(60000, 0.0);
                for (int strike = 0; strike < 40; ++strike) {
                    const auto at = static_cast<std::size_t>(random() % 55000);
                    const double tone = 60.0 * std::pow(60.0, std::uniform_real_distribution<double>(0.0, 1.0)(random));
                    const double level = std::fabs(normal(random)), phase = normal(random);
                    for (std::size_t i = at; i < std::min(x.size(), at + 20000); ++i) {
                        const double t = static_cast<double>(i - at) / rate;
                        x[i] += level * std::exp(-8.0 * t) * std::sin(2.0 * pi * tone * t + phase);
                    }
                }
                double largest = 0.0;
                for (double& v : x) {
                    v += 0.01 * normal(random);
                    largest = std::max(largest, std::fabs(v));
                }
                for (double& v : x)
                    v *= peak / largest;
                for (const Format& format : formats) {
                    INFO("peak " << peak << ", round " << round);
                    if (format.bits != 8) requireSilence(x, rate, format);
                }
            }
        }
    }
}
