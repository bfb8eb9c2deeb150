// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PulseTrain.h"
#include "support/Catch.h"

#include <algorithm>
#include <random>
#include <vector>

using namespace phonostage::dsp;

namespace {

constexpr double rateHz = 48000.0;

/** The window's hop, with pulses of a height every so many blocks, beginning at its 10th. */
int firstPeriod(PulseTrain& train, const HopLayout& layout, int periodBlocks, double height, int skip) {
    const int blocks = layout.window / layout.pulseFrames, at = layout.behind / layout.pulseFrames + 10;
    train.reset();
    for (int block = 0; block < blocks; ++block)
        *train.heights(block) = 1.0F;
    int n = 0;
    for (int block = at % periodBlocks; block < blocks; block += periodBlocks)
        if (skip == 0 || n++ % skip == 0 || block == at) *train.heights(block) = static_cast<float>(height);
    double cost = 0.0;
    train.seek(at * layout.pulseFrames + 1, 20.0, 1.0, cost);
    return train.nextPeriod(cost) / layout.pulseFrames;
}

} // namespace

TEST_CASE("Evenly spaced pulses of one height are a train of their period", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    const int period = GENERATE(9, 30, 55, 83);
    CHECK(std::abs(firstPeriod(train, layout, period, 20.0, 0) - period) <= 2);
    CHECK(firstPeriod(train, layout, period, 8.0, 0) == 0);  // too low beside the peak
    CHECK(firstPeriod(train, layout, period, 60.0, 0) == 0); // too high
}

TEST_CASE("Among many peaks the periods are those that looking at each one finds", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    const int blocks = layout.window / layout.pulseFrames, at = layout.behind / layout.pulseFrames + 40;
    std::mt19937 random(5);
    int trains = 0;
    for (int round = 0; round < 300; ++round) {
        train.reset();
        std::vector<float> heights(static_cast<std::size_t>(blocks), 1.0F);
        for (auto& height : heights)
            if (random() % (5 + static_cast<unsigned>(round) % 40) == 0) height = random() % 10 == 0 ? 60.0F : 20.0F;
        std::copy(heights.begin(), heights.end(), train.heights(0));
        const auto high = [&](int first, int last, float least) { // blocks, both included
            int count = 0;
            for (int b = std::max(0, first); b <= std::min(blocks - 1, last); ++b)
                count += heights[static_cast<std::size_t>(b)] > least ? 1 : 0;
            return count;
        };
        const auto isHit = [&](int block, int slack) {
            return high(block - slack, block + slack, 10.0F) > 0 && high(block - slack, block + slack, 50.0F) == 0;
        };
        double cost = 0.0;
        train.seek(at * layout.pulseFrames, 20.0, 1.0, cost);
        for (int period = 8; period < layout.frames(36.0) / layout.pulseFrames; ++period) {
            const int slack = 1 + period / 40, more = 2 + period / 20;
            const int before = isHit(at - period, 1), before2 = isHit(at - 2 * period, slack);
            const int before3 = isHit(at - 3 * period, more);
            const int after = isHit(at + period, slack), after2 = isHit(at + 2 * period, more);
            if (before + after == 0) continue;
            if (std::max({before + before2 + before3, before + before2 + after, before + after + after2}) < 3) continue;
            const int between = high(at - period + 2, at - 2, 10.0F) - high(at - period + 2, at - 2, 50.0F);
            if (between > 1 + (period - 3) / 6) continue;
            REQUIRE(train.nextPeriod(cost) == period * layout.pulseFrames);
            ++trains;
        }
        REQUIRE(train.nextPeriod(cost) == 0);
    }
    CHECK(trains > 300);
}

TEST_CASE("A train of 30 Hz is known by what was before the window, one of 27 Hz is too slow", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    const int at = layout.behind / layout.pulseFrames + 10;
    for (const int period : {400, 450}) {
        train.reset();
        for (int n = 0; n < 4; ++n) // three before it, in the last hops
            *train.heights(at - n * period) = 20.0F;
        double cost = 0.0;
        train.seek(at * layout.pulseFrames, 20.0, 1.0, cost);
        const int found = train.nextPeriod(cost) / layout.pulseFrames;
        CHECK((found == 0) == (period == 450));
        if (found != 0) CHECK(std::abs(found - period) <= 2);
    }
}

TEST_CASE("A lone peak is no train", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    CHECK(firstPeriod(train, layout, 10000, 20.0, 0) == 0);
}

TEST_CASE("A train is remembered when the window moves on", "[dsp]") {
    const auto layout = HopLayout::at(rateHz);
    PulseTrain train;
    train.prepare(layout);
    const int blocks = layout.window / layout.pulseFrames, hop = layout.hop / layout.pulseFrames;
    // Pulses every 60 blocks that all lie before the peak, the oldest of them before the window.
    const int at = layout.behind / layout.pulseFrames + hop / 2;
    for (int hops = 3; hops >= 0; --hops) {
        train.moveOn();
        for (int block = 0; block < blocks; ++block) {
            const int fromPeak = block + (0 - hops) * hop - at;
            *train.heights(block) = fromPeak <= 0 && fromPeak % 60 == 0 ? 20.0F : 1.0F;
        }
    }
    double cost = 0.0;
    train.seek(at * layout.pulseFrames, 20.0, 1.0, cost);
    CHECK(std::abs(train.nextPeriod(cost) / layout.pulseFrames - 60) <= 2);
}
