// SPDX-License-Identifier: GPL-3.0-or-later
//
// Overloads below full scale: a ceiling is proved by coming back, and what came before the proof is not lost.

#include "dsp/overload/OverloadSupport.h"

#include "support/Catch.h"

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr double lsb24 = 1.0 / 8388608.0;

// Humps of noise-like music: half sines of one period per 200 samples, each with its own height, cut off at the
// ceiling.
Signal humps(const std::vector<double>& heights, double ceiling, double floor) {
    Signal x;
    for (std::size_t k = 0; k < heights.size(); ++k) {
        for (int i = 0; i < 200; ++i) {
            const double v =
                heights[k] * std::sin(pi * (i + 0.5) / 200.0) + 0.03 * std::sin(0.9 * i + static_cast<double>(k));
            x.push_back(std::nearbyint(std::clamp(v, floor, ceiling) / lsb24) * lsb24);
        }
    }
    return x;
}

} // namespace

TEST_CASE("Flat tops at a level that recurs are found, from the first one on", "[dsp][overload]") {
    for (const double rate : {44100.0, 96000.0, 192000.0}) {
        for (const double levelDb : {-0.1, -3.0, -12.0, -30.0}) {
            for (const double overDb : {1.0, 3.0, 6.0}) {
                for (const double frequency : {50.0, 440.0, 1000.0, 3000.0}) {
                    const double ceiling = std::floor(std::pow(10.0, levelDb / 20.0) / lsb24) * lsb24;
                    const Signal loud = sine(12000, rate, frequency, ceiling * std::pow(10.0, overDb / 20.0), 0.3);
                    const Signal x = clipped(quantised(loud, 24, true), -ceiling, ceiling);
                    for (const int told : {24, 0}) {
                        const Watched w = watch(x, rate, told);
                        INFO(rate << " Hz, tone " << frequency << ", " << levelDb << " dB, +" << overDb << " dB, told "
                                  << told);
                        REQUIRE(difference(w.runs(), runsAt(x, -ceiling, ceiling)) == "none");
                        CHECK(w.counts.fullScaleSamples == 0);
                        for (const auto& e : w.events) {
                            REQUIRE(e.kind == dsp::OverloadKind::belowFullScale);
                            REQUIRE_THAT(e.levelDbfs, WithinAbs(20.0 * std::log10(ceiling), 1e-6));
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("A recording of 16 bit that was turned down has its ceiling too", "[dsp][overload]") {
    for (const double gainDb : {-0.5, -3.0, -9.0}) {
        const Signal loud = quantised(sine(24000, 48000.0, 440.0, 1.6, 0.1), 16);
        const Runs truth = runsAt(loud, -1.0, 32767.0 / 32768.0);
        Signal inFloat = loud, in24 = loud;
        const double gain = std::pow(10.0, gainDb / 20.0);
        for (double& v : inFloat)
            v = static_cast<double>(static_cast<float>(v * gain));
        for (double& v : in24)
            v = std::nearbyint(v * gain / lsb24) * lsb24;
        INFO(gainDb << " dB");
        CHECK(difference(watch(inFloat).runs(), truth) == "none");
        CHECK(difference(watch(in24, 48000.0, 24).runs(), truth) == "none");
    }
}

TEST_CASE("Each polarity has a ceiling of its own", "[dsp][overload]") {
    const Signal x = clipped(quantised(sine(24000, 96000.0, 333.0, 0.9), 24, true), -0.5, 0.8125);
    const Watched w = watch(x, 96000.0);
    CHECK(difference(w.runs(), runsAt(x, -0.5, 0.8125)) == "none");
    bool isEach[2] = {false, false};
    for (const auto& e : w.events) {
        const bool isPositive = x[static_cast<std::size_t>(e.start)] > 0.0;
        isEach[isPositive ? 1 : 0] = true;
        REQUIRE_THAT(e.levelDbfs, WithinAbs(20.0 * std::log10(isPositive ? 0.8125 : 0.5), 1e-9));
    }
    CHECK(isEach[0]);
    CHECK(isEach[1]);
}

TEST_CASE("A flat top that does not come back is no ceiling", "[dsp][overload]") {
    const double ceiling = 0.625;
    const Signal once = humps({0.3, 0.5, 0.9, 0.4, 0.55, 0.2}, ceiling, -1.0);
    REQUIRE(runsAt(once, -1.0, ceiling).size() == 1);
    CHECK(watch(once).runs().empty());

    const Signal twice = humps({0.3, 0.5, 0.9, 0.4, 0.55, 0.2, 0.8}, ceiling, -1.0);
    REQUIRE(runsAt(twice, -1.0, ceiling).size() == 2);
    CHECK(difference(watch(twice).runs(), runsAt(twice, -1.0, ceiling)) == "none");

    // Three visits prove it as well; only the long one is an event.
    Signal visits = humps({0.3, 0.9, 0.4}, ceiling, -1.0);
    for (const std::size_t at : {30u, 570u})
        visits[at] = ceiling;
    CHECK(difference(watch(visits).runs(), runsAt(visits, -1.0, ceiling)) == "none");
    CHECK(watch(visits).counts.events == 1);

    // So does the same level on the other side.
    Signal mirrored = humps({0.3, 0.9, 0.4, 0.9}, ceiling, -1.0);
    for (std::size_t i = 400; i < mirrored.size(); ++i)
        mirrored[i] = -mirrored[i];
    CHECK(difference(watch(mirrored).runs(), runsAt(mirrored, -ceiling, ceiling)) == "none");
    CHECK(watch(mirrored).counts.events >= 2);
    Signal lone = mirrored;
    std::fill(lone.begin() + 400, lone.end(), 0.0);
    CHECK(watch(lone).counts.events == 0);
}

TEST_CASE("A higher sample disproves a ceiling", "[dsp][overload]") {
    const double ceiling = 0.625;
    Signal x = humps({0.3, 0.9, 0.4, 0.4, 0.8, 0.3, 0.9}, ceiling, -1.0);
    x[520] = ceiling + 8.0 * lsb24; // between the first flat top and the second
    CHECK(watch(x).runs().empty());
    // Nor do visits to another level nearby prove the first one.
    Signal visited = humps({0.3, 0.9, 0.4, 0.4, 0.4}, ceiling, -1.0);
    visited[520] = visited[720] = visited[920] = ceiling + 8.0 * lsb24;
    CHECK(watch(visited).runs().empty());
    x[520] = ceiling + 1.0 * lsb24; // within the LSB that a ceiling may waver by
    CHECK(watch(x).counts.events >= 3);
}

TEST_CASE("A ceiling may waver by one LSB, not by more", "[dsp][overload]") {
    const double ceiling = 0.625;
    const auto wavering = [&](double codes) {
        Signal x = humps({0.3, 0.9, 0.4, 0.9, 0.9}, ceiling, -1.0);
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (x[i] == ceiling && i % 2 == 0) x[i] -= codes * lsb24;
        }
        return watch(x);
    };
    const Watched steady = wavering(0.0), one = wavering(1.0), two = wavering(2.0);
    REQUIRE(steady.counts.events >= 3);
    CHECK(one.counts.events == steady.counts.events);
    // The first or last sample of a run, an LSB low, may be taken for the slope.
    CHECK(one.counts.eventSamples >= steady.counts.eventSamples - 2 * steady.counts.events);
    CHECK(two.counts.events == 0);
}

TEST_CASE("A sample on the slope that happens to lie one LSB below the ceiling is not part of the run",
          "[dsp][overload]") {
    const double ceiling = 0.625;
    Signal x = clipped(quantised(sine(6000, 48000.0, 331.0, 0.9), 24, true), -1.0, ceiling);
    x.resize(6010, 0.0);
    const Runs truth = runsAt(x, -1.0, ceiling);
    REQUIRE(truth.size() > 30);
    for (const auto& [start, length] : truth) {
        x[static_cast<std::size_t>(start - 1)] = ceiling - lsb24;
        x[static_cast<std::size_t>(start + length)] = ceiling - lsb24;
    }
    CHECK(difference(watch(x, 48000.0, 24).runs(), truth) == "none");

    // Two of them are no slope.
    Runs longer;
    for (const auto& [start, length] : truth) {
        x[static_cast<std::size_t>(start - 2)] = ceiling - lsb24;
        x[static_cast<std::size_t>(start + length + 1)] = ceiling - lsb24;
        longer.emplace_back(start - 2, length + 4);
    }
    CHECK(difference(watch(x, 48000.0, 24).runs(), longer) == "none");
}

TEST_CASE("Clipping too hard for the rate is told from a square wave by the samples between", "[dsp][overload]") {
    // 1 kHz, 30 dB over: most edges are one step, some have a sample on the way.
    for (const double ceiling : {1.0, 0.5}) {
        const Signal x = clipped(sine(48000, 44100.0, 1001.0, 31.6 * ceiling), -ceiling, ceiling);
        CHECK(difference(watch(x, 44100.0).runs(), ceiling == 1.0 ? fullScaleEvents(x, -1.0, 1.0, 44100.0)
                                                                  : runsAt(x, -ceiling, ceiling)) == "none");
        Signal ideal = x;
        for (double& v : ideal)
            v = v > 0.0 ? ceiling : -ceiling;
        CHECK(watch(ideal, 44100.0).runs().empty());
    }
}
