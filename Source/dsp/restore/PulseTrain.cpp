// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/PulseTrain.h"

#include "dsp/restore/LevelKernels.h"

#include <algorithm>
#include <bit>

namespace phonostage::dsp {
namespace {

constexpr double longestMs = 36.0;  ///< period: 28 Hz
constexpr int shortestBlocks = 8;   ///< period: 0.8 ms
constexpr double leastShare = 0.5;  ///< of the peak, that a pulse beside it has
constexpr double leastLevels = 3.8; ///< standard deviations that a pulse has
constexpr double mostShare = 2.5;   ///< of the peak

// n bits from a place on, n = 1..64.
std::uint64_t bits(const std::vector<std::uint64_t>& words, int from, int n) {
    const auto word = static_cast<std::size_t>(from / wordBits);
    const int shift = from % wordBits;
    std::uint64_t value = words[word] >> shift;
    if (shift > 0) value |= words[word + 1] << (wordBits - shift);
    return n < wordBits ? value & ((std::uint64_t{1} << n) - 1) : value;
}

} // namespace

void PulseTrain::prepare(const HopLayout& layout) {
    layout_ = layout;
    longest_ = layout.frames(longestMs) / layout.pulseFrames;
    behind_ = 3 * longest_ + longest_ / 10;
    const auto size = static_cast<std::size_t>(behind_) + static_cast<std::size_t>(layout.window / layout.pulseFrames);
    heights_.assign(size, 0.0F);
    above_.assign(size / wordBits + 2, 0); // one more than there are: reading may go on into it
    tooHigh_.assign(size / wordBits + 2, 0);
    possible_.assign(static_cast<std::size_t>(longest_ + 2) / wordBits + 1, 0);
}

void PulseTrain::reset() { std::fill(heights_.begin(), heights_.end(), 0.0F); }

void PulseTrain::moveOn() {
    const auto hop = layout_.hop / layout_.pulseFrames;
    std::copy(heights_.begin() + hop, heights_.end(), heights_.begin());
    std::fill(heights_.end() - hop, heights_.end(), 0.0F);
}

// Blocks from..to, both included.
int PulseTrain::hits(int from, int to) const {
    const int size = static_cast<int>(heights_.size());
    from = std::clamp(from, 0, size);
    to = std::clamp(to + 1, 0, size);
    int sum = 0;
    for (int at = from; at < to; at += wordBits) {
        const int n = std::min(wordBits, to - at);
        sum += std::popcount(bits(above_, at, n) & ~bits(tooHigh_, at, n));
    }
    return sum;
}

// The highest block near is a pulse: higher than the least, and none is too high.
bool PulseTrain::isHit(int block, int tolerance) const {
    const int size = static_cast<int>(heights_.size());
    const int from = std::clamp(block - tolerance, 0, size), to = std::clamp(block + tolerance + 1, 0, size);
    return from < to && bits(above_, from, to - from) != 0 && bits(tooHigh_, from, to - from) == 0;
}

bool PulseTrain::hasOther(int from, int to, double height) const {
    const int size = static_cast<int>(heights_.size());
    const int first = std::clamp(behind_ + from / layout_.pulseFrames, 0, size);
    const int last = std::clamp(behind_ + to / layout_.pulseFrames + 1, first, size);
    const auto isHigh = [least = static_cast<float>(height)](float h) { return h >= least; };
    return std::any_of(heights_.begin(), heights_.begin() + first, isHigh) ||
           std::any_of(heights_.begin() + last, heights_.end(), isHigh);
}

void PulseTrain::seek(int atFrame, double peak, double level, double& cost) {
    const int size = static_cast<int>(heights_.size());
    markAbove(heights_.data(), size, static_cast<float>(std::max(leastShare * peak, leastLevels * level)),
              above_.data());
    markAbove(heights_.data(), size, static_cast<float>(mostShare * peak), tooHigh_.data());
    cost += 6.0 * static_cast<double>(heights_.size());
    at_ = behind_ + atFrame / layout_.pulseFrames;
    period_ = shortestBlocks;
    findPossible();
    cost += 10.0 * longest_;
}

// Periods with a block above before the peak: a train has one there, and the other periods need no look.
void PulseTrain::findPossible() {
    std::fill(possible_.begin(), possible_.end(), 0);
    const auto mark = [&](int period) {
        possible_[static_cast<std::size_t>(period / wordBits)] |= std::uint64_t{1} << (period % wordBits);
    };
    for (int from = at_ - longest_ - 1; from < at_; from += wordBits) {
        const int first = std::max(0, from), count = std::min(wordBits - (first - from), at_ - first);
        std::uint64_t word = count > 0 ? bits(above_, first, count) : 0;
        for (; word != 0; word &= word - 1) {
            const int distance = at_ - (first + std::countr_zero(word));
            for (int period = distance - 1; period <= distance + 1; ++period)
                mark(period);
        }
    }
}

int PulseTrain::nextPeriod(double& cost) {
    while (period_ < longest_) {
        const auto rest = possible_[static_cast<std::size_t>(period_ / wordBits)] >> (period_ % wordBits);
        if (rest == 0) {
            period_ = (period_ / wordBits + 1) * wordBits;
            continue;
        }
        period_ += std::countr_zero(rest);
        if (period_ >= longest_) break;
        const int period = period_++;
        cost += 120.0;
        const int slack = period / slackPeriods, more = period / 20;
        const int before = isHit(at_ - period, 1);
        if (before == 0) continue;
        const int after = isHit(at_ + period, 1 + slack);
        const int before2 = isHit(at_ - 2 * period, 1 + slack), before3 = isHit(at_ - 3 * period, 2 + more);
        const int after2 = isHit(at_ + 2 * period, 2 + more);
        if (std::max({before + before2 + before3, before + before2 + after, before + after + after2}) < 3) continue;
        // Between pulses it is mostly quiet; else it is just crackle.
        if (hits(at_ - period + 2, at_ - 2) <= 1 + (period - 3) / 6) return period * layout_.pulseFrames;
    }
    return 0;
}

} // namespace phonostage::dsp
