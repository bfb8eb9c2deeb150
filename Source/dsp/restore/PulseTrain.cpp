// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PulseTrain.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

constexpr double longestMs = 26.0;  ///< period: 38 Hz
constexpr int shortestBlocks = 8;   ///< period: 0.8 ms
constexpr double leastShare = 0.5;  ///< of the peak, that a pulse beside it has
constexpr double leastLevels = 3.8; ///< standard deviations that a pulse has
constexpr double mostShare = 2.5;   ///< of the peak

} // namespace

void PulseTrain::prepare(const HopLayout& layout) {
    layout_ = layout;
    longest_ = layout.frames(longestMs) / layout.pulseFrames;
    behind_ = 3 * longest_ + longest_ / 10;
    const auto size = static_cast<std::size_t>(behind_ + layout.window / layout.pulseFrames);
    heights_.assign(size, 0.0F);
    above_.assign(size + 1, 0);
    tooHigh_.assign(size + 1, 0);
}

void PulseTrain::reset() { std::fill(heights_.begin(), heights_.end(), 0.0F); }

void PulseTrain::moveOn() {
    const auto hop = layout_.hop / layout_.pulseFrames;
    std::copy(heights_.begin() + hop, heights_.end(), heights_.begin());
    std::fill(heights_.end() - hop, heights_.end(), 0.0F);
}

void PulseTrain::count(double least, double most) {
    for (std::size_t i = 0; i < heights_.size(); ++i) {
        const auto height = static_cast<double>(heights_[i]);
        above_[i + 1] = above_[i] + (height > least ? 1 : 0);
        tooHigh_[i + 1] = tooHigh_[i] + (height >= most ? 1 : 0);
    }
}

// Blocks from..to, both included.
int PulseTrain::hits(int from, int to) const {
    const int size = static_cast<int>(heights_.size());
    const auto a = static_cast<std::size_t>(std::clamp(from, 0, size));
    const auto b = static_cast<std::size_t>(std::clamp(to + 1, 0, size));
    return above_[b] - above_[a] - (tooHigh_[b] - tooHigh_[a]);
}

// The highest block near is a pulse: higher than the least, and none is too high.
bool PulseTrain::isHit(int block, int tolerance) const {
    const int size = static_cast<int>(heights_.size());
    const auto a = static_cast<std::size_t>(std::clamp(block - tolerance, 0, size));
    const auto b = static_cast<std::size_t>(std::clamp(block + tolerance + 1, 0, size));
    return above_[b] > above_[a] && tooHigh_[b] == tooHigh_[a];
}

void PulseTrain::seek(int atFrame, double peak, double level, double& cost) {
    count(std::max(leastShare * peak, leastLevels * level), mostShare * peak);
    cost += 2.0 * static_cast<double>(heights_.size());
    at_ = behind_ + atFrame / layout_.pulseFrames;
    period_ = shortestBlocks;
}

int PulseTrain::nextPeriod(double& cost) {
    while (period_ < longest_) {
        const int period = period_++;
        cost += 20.0;
        const int slack = period / 40, more = period / 20;
        const int before = isHit(at_ - period, 1), after = isHit(at_ + period, 1 + slack);
        if (before + after == 0) continue;
        const int before2 = isHit(at_ - 2 * period, 1 + slack), before3 = isHit(at_ - 3 * period, 2 + more);
        const int after2 = isHit(at_ + 2 * period, 2 + more);
        if (std::max({before + before2 + before3, before + before2 + after, before + after + after2}) < 3) continue;
        // Between pulses it is mostly quiet; else it is just crackle.
        if (hits(at_ - period + 2, at_ - 2) <= 1 + (period - 3) / 6) return period * layout_.pulseFrames;
    }
    return 0;
}

} // namespace phonostage::dsp
