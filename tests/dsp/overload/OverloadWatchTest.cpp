// SPDX-License-Identifier: GPL-3.0-or-later
//
// Overloads at full scale: which runs are events, what is counted, and that block sizes do not matter.

#include "dsp/overload/OverloadSupport.h"

#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <limits>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr double last16 = 32767.0 / 32768.0;
constexpr double last24 = 8388607.0 / 8388608.0;

// A hump that is cut off at `level` for `length` samples, between steep slopes from and to silence.
void addClip(Signal& x, int start, int length, double level) {
    const double slopes[] = {0.83, 0.41, 0.17};
    const auto at = [&](int i) -> double& { return x.at(static_cast<std::size_t>(i)); };
    for (int i = 0; i < length; ++i)
        at(start + i) = level;
    for (int i = 0; i < 3; ++i) {
        at(start - 1 - i) = level * slopes[i];
        at(start + length + i) = level * slopes[i];
    }
}

} // namespace

TEST_CASE("A clipped sine gives its events at full scale, exactly", "[dsp][overload]") {
    for (const double rate : {44100.0, 48000.0, 96000.0, 192000.0}) {
        for (const double frequency : {50.0, 440.0, 997.0, 1000.0, 3000.0, rate / 48.0}) {
            for (const double overDb : {0.05, 0.3, 1.0, 6.0, 12.0}) {
                const Signal loud = sine(12000, rate, frequency, std::pow(10.0, overDb / 20.0), 0.3);
                for (const int bits : {16, 20, 24}) {
                    const Signal x = quantised(loud, bits);
                    const Runs truth = fullScaleEvents(x, -1.0, 1.0 - std::ldexp(1.0, 1 - bits), rate);
                    for (const int told : {bits, 0}) {
                        const Watched w = watch(x, rate, told);
                        INFO(rate << " Hz, tone " << frequency << ", +" << overDb << " dB, " << bits << " bit, told "
                                  << told);
                        REQUIRE(difference(w.runs(), truth) == "none");
                        for (const auto& e : w.events) {
                            REQUIRE(e.kind == dsp::OverloadKind::fullScale);
                            REQUIRE_THAT(e.levelDbfs, WithinAbs(0.0, 0.0003));
                        }
                    }
                }
                const Signal x = clipped(loud, -1.0, 1.0);
                INFO(rate << " Hz, tone " << frequency << ", +" << overDb << " dB, float");
                REQUIRE(difference(watch(x, rate).runs(), fullScaleEvents(x, -1.0, 1.0, rate)) == "none");
            }
        }
    }
}

TEST_CASE("Counts say how many, how long, the first and the last", "[dsp][overload]") {
    Signal x(4000, 0.0);
    addClip(x, 100, 5, last16);
    addClip(x, 900, 2, last16);
    addClip(x, 940, 1, last16); // less than 1 ms behind the one before
    addClip(x, 1500, 3, -1.0);
    addClip(x, 2500, 41, last16);
    const Watched w = watch(x, 48000.0, 16);
    CHECK(difference(w.runs(), Runs{{100, 5}, {900, 41}, {1500, 3}, {2500, 41}}) == "none");
    REQUIRE(w.events.size() == 4);
    CHECK(w.events[1].samples == 3);
    CHECK(w.events[3].samples == 41);
    CHECK(w.counts.events == 4);
    CHECK(w.counts.fullScaleEvents == 4);
    CHECK(w.counts.eventSamples == 90);
    CHECK(w.counts.fullScaleSamples == 52);
    CHECK(w.counts.firstStart == 100);
    CHECK(w.counts.lastStart == 2500);
    CHECK(w.counts.longest == 41);
    CHECK(w.counts.peak == 1.0);

    const Watched quiet = watch(Signal(100, 0.25));
    CHECK(quiet.counts.events == 0);
    CHECK(quiet.counts.firstStart == -1);
    CHECK(quiet.counts.lastStart == -1);
    CHECK(quiet.counts.longest == 0);
    CHECK(quiet.counts.fullScaleSamples == 0);
    CHECK(quiet.counts.peak == 0.25);
}

TEST_CASE("The last code is that of the word, or one below where a host or a file never reaches it",
          "[dsp][overload]") {
    struct Case {
        int bits, told;
        double high, low;
        bool isFullScale;
    };
    const double lsb16 = 1.0 / 32768.0, lsb24 = 1.0 / 8388608.0;
    const Case cases[] = {
        {16, 16, last16, -1.0, true},
        {16, 0, last16, -1.0, true},
        {16, 0, 1.0, -1.0, true},                       // n/32767 in a float
        {16, 0, 1.0 - 2.0 * lsb16, -1.0 + lsb16, true}, // 32767 scaled by 32767/32768 and cut off
        {16, 24, last16, -1.0, true},                   // 16 bits in a 24-bit file
        {24, 24, last24, -1.0, true},
        {24, 0, 1.0 - 2.0 * lsb24, -1.0 + lsb24, true},
        {24, 0, 1.0 - 4.0 * lsb24, -1.0 + 4.0 * lsb24, false},
        {16, 0, 1.0 - 4.0 * lsb16, -1.0 + 4.0 * lsb16, false},
    };
    for (const Case& c : cases) {
        const double lowest = c.high == 1.0 ? -last16 : c.low;
        const Signal x = clipped(quantised(sine(9600, 48000.0, 441.0, 1.5, 0.2), c.bits), lowest, c.high);
        Signal y = x;
        if (c.high == 1.0) {
            for (double& v : y)
                v = static_cast<double>(static_cast<float>(v * 32768.0 / 32767.0));
        }
        const Watched w = watch(y, 48000.0, c.told);
        INFO(c.bits << " bit, told " << c.told << ", " << c.low << " to " << c.high);
        REQUIRE(difference(w.runs(), c.isFullScale ? fullScaleEvents(y, c.low, c.high, 48000.0)
                                                   : runsAt(y, c.low, c.high)) == "none");
        std::int64_t atCodes = 0;
        for (const auto& [start, length] : runsAt(y, c.low, c.high, 1))
            atCodes += length;
        CHECK(w.counts.fullScaleSamples == (c.isFullScale ? atCodes : 0));
        for (const auto& e : w.events)
            REQUIRE((e.kind == dsp::OverloadKind::fullScale) == c.isFullScale);
    }
}

TEST_CASE("Samples at full scale are counted, in music of 24 bit that looks like 16 at first too", "[dsp][overload]") {
    Signal x(5000, 0.0);
    addClip(x, 1000, 1, last16); // in a 24-bit source this is no full scale
    addClip(x, 2000, 1, last24);
    addClip(x, 3000, 2, -1.0);
    x[4000] = 3.0 / 8388608.0;
    CHECK(watch(x).counts.fullScaleSamples == 3);
    CHECK(watch(x, 48000.0, 24).counts.fullScaleSamples == 3);
    CHECK(difference(watch(x).runs(), Runs{{2000, 1}, {3000, 2}}) == "none");
}

TEST_CASE("Only the largest code that is reached counts as full scale", "[dsp][overload]") {
    Signal x(2000, 0.0);
    addClip(x, 500, 1, last16 - 1.0 / 32768.0);
    CHECK(watch(x, 48000.0, 16).counts.fullScaleSamples == 1);
    addClip(x, 1000, 2, last16);
    CHECK(watch(x, 48000.0, 16).counts.fullScaleSamples == 2);

    // The next code down is none.
    CHECK(difference(watch(x, 48000.0, 16).runs(), Runs{{500, 1}, {1000, 2}}) == "none");

    // A shelf one code below, from which the signal goes on to the last code, is no run at it.
    addClip(x, 1500, 6, last16 - 1.0 / 32768.0);
    x[1504] -= 1.0 / 32768.0;
    x[1505] = last16;
    CHECK(difference(watch(x, 48000.0, 16).runs(), Runs{{500, 1}, {1000, 2}, {1505, 1}}) == "none");
}

TEST_CASE("A word that grows is noticed where nothing is loud", "[dsp][overload]") {
    Signal x = quantised(sine(12000, 48000.0, 441.0, 0.3), 16);
    const Signal fine = quantised(sine(2000, 48000.0, 441.0, 0.1), 24), pause(100, 0.0);
    for (const Signal& next : {pause, fine, pause})
        x.insert(x.end(), next.begin(), next.end());
    for (int code : {0, 20000, 32767, 20000, 0}) // what is loud fits into 16 bit
        x.push_back(code / 32768.0);
    CHECK(watch(x).counts.fullScaleSamples == 0);
}

TEST_CASE("A converter that is stuck at full scale is overloaded", "[dsp][overload]") {
    CHECK(difference(watch(Signal(200, 1.0)).runs(), Runs{{0, 200}}) == "none");
    CHECK(difference(watch(Signal(200, -1.0)).runs(), Runs{{0, 200}}) == "none");
    CHECK(difference(watch(Signal(200, last16), 48000.0, 16).runs(), Runs{{0, 200}}) == "none");
    CHECK(watch(Signal(200, 0.5)).runs().empty());
    Signal later(60000, 0.0);
    std::fill(later.begin() + 20000, later.end(), -1.0);
    CHECK(difference(watch(later).runs(), Runs{{20000, 40000}}) == "none");
}

TEST_CASE("Runs that reach the start or the end of the input count", "[dsp][overload]") {
    Signal x = clipped(sine(4800, 48000.0, 100.0, 1.9, pi / 2.0), -1.0, 1.0);
    x.resize(4800 + 40);
    std::fill(x.begin() + 4800, x.end(), 1.0);
    const Runs truth = fullScaleEvents(x, -1.0, 1.0, 48000.0);
    REQUIRE(truth.front().first == 0);
    REQUIRE(truth.back().first + truth.back().second == 4840);
    CHECK(difference(watch(x).runs(), truth) == "none");
}

TEST_CASE("Samples that are none are passed over", "[dsp][overload]") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    Signal x = clipped(sine(4800, 48000.0, 100.0, 2.0), -1.0, 1.0);
    const auto before = watch(x);
    x[2060] = nan; // amid a run, which it splits
    x[2400] = inf;
    x[2401] = -inf;
    x[2402] = 1e30;
    x[2403] = -3e6;
    const auto after = watch(x);
    CHECK(after.counts.peak == 1.0);
    CHECK(difference(after.runs(), before.runs()) == "none");
    const auto samples = [](const Watched& w) {
        std::int64_t sum = 0;
        for (const auto& event : w.events)
            sum += event.samples;
        return sum;
    };
    CHECK(samples(after) == samples(before) - 1);
    CHECK(after.counts.fullScaleSamples == before.counts.fullScaleSamples - 1);
    CHECK(watch(Signal(500, nan)).counts.events == 0);
    CHECK(watch(Signal(500, inf)).counts.events == 0);
    CHECK(watch(Signal(500, inf)).counts.peak == 0.0);
    const auto float5 = watch({0.0, 5.0, 0.0, -7.0, 0.0});
    CHECK(float5.counts.peak == 7.0);
    CHECK(float5.counts.fullScaleSamples == 2);
}

TEST_CASE("Clearing the counts leaves positions, the ceiling and the run under way", "[dsp][overload]") {
    Signal x(3000, 0.0);
    addClip(x, 100, 5, 0.7);
    addClip(x, 300, 6, 0.7);
    addClip(x, 1000, 100, 0.7);
    addClip(x, 2000, 4, 0.7);
    EventRecorder recorder;
    dsp::OverloadWatch w;
    w.prepare(48000.0, 0, 1, &recorder);
    w.process(x.data(), 1050);
    CHECK(w.counts().events == 2);
    CHECK(w.counts().peak == 0.7);
    w.clearCounts();
    CHECK(w.counts().events == 0);
    CHECK(w.counts().peak == 0.0);
    w.process(x.data() + 1050, 1950);
    w.flush();
    CHECK(w.counts().events == 2);
    CHECK(w.counts().firstStart == 1000);
    CHECK(w.counts().longest == 100);
    CHECK(recorder.channels == std::vector<int>(4, 1));
    w.reset();
    CHECK(w.counts().events == 0);
    w.process(x.data(), 200);
    w.flush();
    CHECK(w.counts().events == 0); // the ceiling is forgotten: one run proves none
}

TEST_CASE("Any cut into blocks gives the same events and counts", "[dsp][overload]") {
    std::mt19937 random(5);
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    for (int round = 0; round < 160; ++round) {
        const int kind = round % 8;
        const double ceiling = kind == 0 ? 1.0 : uniform(0.01, 1.2), amplitude = uniform(0.05, 4.0);
        const double frequency = std::pow(10.0, uniform(1.3, 4.0));
        const int bits = 8 * (round % 3);
        double walk = 0.0;
        Signal x = clipped(generate(6000,
                                    [&](int i) {
                                        const double tone = amplitude * std::sin(2.0 * pi * frequency * i / 48000.0);
                                        walk = 0.95 * walk + uniform(-0.5, 0.5);
                                        switch (kind) {
                                        case 2:
                                            return walk;
                                        case 3:
                                            return tone * i / 6000.0;
                                        case 4:
                                            return tone > 0.0 ? ceiling : -ceiling;
                                        case 5:
                                            return i < 3000 ? tone : 0.2 * tone + 1e-3 * walk;
                                        case 6:
                                            return (i / 7) % 3 == 0 ? ceiling : walk;
                                        default:
                                            return tone;
                                        }
                                    }),
                           -0.8 * ceiling, ceiling);
        if (bits > 0) x = quantised(std::move(x), bits);
        if (kind == 7) {
            for (std::size_t i = 11; i < x.size(); i += 101)
                x[i] = i % 2 == 0 ? std::numeric_limits<double>::quiet_NaN() : 1e9;
        }
        const Watched whole = watch(x, 48000.0, bits);
        const std::function<int()> cuts[] = {[] { return 1; }, [] { return 7; }, [] { return 64; },
                                             [&] { return 1 + static_cast<int>(random() % 150); }};
        for (const auto& cut : cuts) {
            const Watched pieces = watch(x, 48000.0, bits, cut);
            INFO("round " << round);
            REQUIRE(difference(pieces.runs(), whole.runs()) == "none");
            REQUIRE(pieces.counts.fullScaleSamples == whole.counts.fullScaleSamples);
            REQUIRE(pieces.counts.eventSamples == whole.counts.eventSamples);
            REQUIRE(pieces.counts.firstStart == whole.counts.firstStart);
            REQUIRE(pieces.counts.lastStart == whole.counts.lastStart);
            REQUIRE(pieces.counts.longest == whole.counts.longest);
            REQUIRE(pieces.counts.peak == whole.counts.peak);
            for (std::size_t i = 0; i < whole.events.size(); ++i) {
                REQUIRE(pieces.events[i].start == whole.events[i].start);
                REQUIRE(pieces.events[i].kind == whole.events[i].kind);
                REQUIRE(pieces.events[i].levelDbfs == whole.events[i].levelDbfs);
            }
        }
    }
}

TEST_CASE("Watching allocates nothing", "[dsp][overload]") {
    const Signal music = quantised(clipped(sine(20000, 48000.0, 331.0, 1.7), -0.6, 1.0), 24, true);
    const Signal square = generate(20000, [](int i) { return (i / 50) % 2 == 0 ? 1.0 : -1.0; });
    const Signal rising =
        generate(20000, [](int i) { return std::clamp(2.0 * std::sin(0.05 * i), -0.3, 0.3) * i / 20000.0; });
    dsp::OverloadWatch w;
    w.prepare(48000.0, 0);
    const long before = tests::allocationCount();
    for (const Signal* x : {&music, &square, &rising}) {
        w.process(x->data(), static_cast<int>(x->size()));
        w.flush();
        w.clearCounts();
        w.reset();
    }
    CHECK(tests::allocationCount() == before);
}
