// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/TopSpacing.h"

#include "dsp/overload/OverloadSupport.h"

#include "support/Catch.h"

#include <algorithm>
#include <random>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

bool isEven(std::vector<double> times) {
    std::sort(times.begin(), times.end(), std::greater());
    if (times.size() > dsp::TopSpacing::mostTops) times.resize(dsp::TopSpacing::mostTops);
    std::vector<float> newestFirst;
    for (const double time : times)
        newestFirst.push_back(static_cast<float>(time - times.back()));
    dsp::TopSpacing spacing;
    int steps = 0;
    for (spacing.start(); !spacing.advance(newestFirst); ++steps)
        REQUIRE(steps < 1000);
    return spacing.isEven();
}

} // namespace

TEST_CASE("Tops of a tone are evenly spaced, with others between them, and those of music are not", "[dsp][overload]") {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (const double period : {70.0, 441.0, 960.0, 4000.0, 7900.0}) {
        INFO("a period of " << period);
        std::vector<double> tone, mixed;
        for (int i = 0; i < 60; ++i)
            tone.push_back(1e6 + period * i + 0.004 * period * (uniform(random) - 0.5));
        CHECK(isEven(tone));
        // In pieces of ten tops, and as many others at any time.
        for (int i = 0; i < 60; ++i) {
            mixed.push_back(tone[static_cast<std::size_t>(i)] + (i / 10) * 7.3 * period);
            mixed.push_back(1e6 + 96.0 * period * uniform(random));
        }
        CHECK(isEven(mixed));
    }
    for (const double mean : {40.0, 300.0, 2000.0, 30000.0}) {
        INFO("by chance, " << mean << " samples apart");
        std::exponential_distribution<double> pause(1.0 / mean);
        std::vector<double> music, bursts;
        double at = 1e6, then = 1e6;
        for (int i = 0; i < 128; ++i) {
            music.push_back(at += pause(random));
            bursts.push_back(then += i % 12 == 0 ? 24000.0 : pause(random));
        }
        CHECK_FALSE(isEven(music));
        CHECK_FALSE(isEven(bursts));
    }
}

TEST_CASE("Tops of notes of many pitches are not evenly spaced, nor are two", "[dsp][overload]") {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> pitch(200.0, 900.0);
    std::vector<double> notes;
    double at = 0.0;
    for (int note = 0; note < 12; ++note) {
        const double period = pitch(random);
        for (int i = 0; i < 10; ++i)
            notes.push_back(at += period);
    }
    CHECK_FALSE(isEven(notes));
    CHECK_FALSE(isEven({100.0, 1060.0}));
    CHECK_FALSE(isEven({100.0}));
    // Three tops that have another one at this distance, however many there are.
    CHECK_FALSE(isEven({100.0, 101.0, 102.0, 1060.0, 1061.0, 1062.0}));
}
