// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PulseTrain.h"
#include "support/Catch.h"

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
