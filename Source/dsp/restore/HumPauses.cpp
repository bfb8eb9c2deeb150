// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumPauses.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double steadyRatio = 2.0;      ///< of a block's power to the median one, either way
constexpr std::size_t mostUnsteady = 2;  ///< blocks: the thump of a needle that touches down
constexpr double roughest = 2.2;         ///< dB between neighbouring harmonics, in the mean; noise has 1.4 to 1.7
constexpr double digitalSilence = 1e-22; ///< power of a hop; says nothing of hum
constexpr double leastBand = 1e-30;      ///< power that a float holds well
constexpr double fallShare = 0.3;        ///< by which a line comes nearer to a smaller one of a later pause
constexpr double riseShare = 0.03;       ///< ... to a larger one: what plays alone for a while is no hum yet
constexpr double leastOver = 9.0;        ///< power of a line over that by which it strays
constexpr double likeBefore = 0.6;       ///< of its size, that a line may be away from what it was
constexpr double loudest = 1.5;          ///< times its size, where its phase is not known
constexpr double mostTurn = 0.02;        ///< cycles at a time

} // namespace

void HumPauses::reset(std::size_t usable) {
    usable_ = usable;
    heard_ = 0;
    hasFrame_ = false;
    line_.fill(0.0);
    stray_.fill(0.0);
    interrupt();
}

void HumPauses::interrupt() {
    hasLast_ = false;
    hops_ = blockCount_ = sinceLearned_ = powerCount_ = 0;
    level_ = 0.0;
    sums_.fill(0.0);
}

void HumPauses::loseFrame() {
    interrupt();
    hasFrame_ = false;
}

// A line stands still from hop to hop: what changes is noise and music, and what leaks of a strong line, which turns.
void HumPauses::addHop(const Set& turned, double leak) {
    if (hasLast_) {
        const double least = 8.0 * leak * leak; // twice its size, in both channels
        double power = 0.0;
        for (std::size_t h = lowest; h < usable_; ++h) {
            const double change = std::norm(turned[h] - last_[h]) +
                                  std::norm(turned[HumBank::harmonics + h] - last_[HumBank::harmonics + h]);
            const double here = std::max(change, least);
            sums_[h] += here;
            power += here;
        }
        powers_[powerCount_++ % clickHops] = power;
        const auto known = static_cast<std::ptrdiff_t>(std::min(powerCount_, clickHops));
        level_ = std::max(level_, *std::min_element(powers_.begin(), powers_.begin() + known));
        if (++hops_ == hopsPerBlock) endBlock();
    }
    last_ = turned;
    hasLast_ = true;
}

void HumPauses::endBlock() {
    place_ = (place_ + 1) % blocks;
    blockCount_ = std::min(blockCount_ + 1, blocks);
    ++sinceLearned_;
    levels_[place_] = level_;
    level_ = 0.0;
    for (std::size_t h = lowest; h < usable_; ++h)
        bands_[place_][h] = static_cast<float>(sums_[h] + leastBand);
    sums_.fill(0.0);
    hops_ = 0;
}

void HumPauses::addNarrow(const Set& narrow) {
    if (blockCount_ == 0) return;
    narrow_[place_] = narrow;
    if (blockCount_ == blocks && sinceLearned_ >= blocks && isSteady() && isNoise()) learn();
}

bool HumPauses::isSteady() const {
    auto sorted = levels_;
    std::sort(sorted.begin(), sorted.end());
    const double middle = sorted[blocks / 2];
    const auto isOff = [&](double level) { return level > steadyRatio * middle || steadyRatio * level < middle; };
    return middle > digitalSilence &&
           static_cast<std::size_t>(std::count_if(levels_.begin(), levels_.end(), isOff)) <= mostUnsteady;
}

bool HumPauses::isNoise() const {
    if (usable_ < lowest + 2) return false;
    double sum = 0.0;
    for (const auto& band : bands_) {
        double before = 0.0;
        for (std::size_t h = lowest; h < usable_; ++h) {
            const double db = finiteDecibelsOfPower(static_cast<double>(band[h]));
            if (h > lowest) sum += std::abs(db - before);
            before = db;
        }
    }
    return sum < roughest * static_cast<double>(blocks * (usable_ - lowest - 1));
}

void HumPauses::learn() {
    sinceLearned_ = 0;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        const auto at = [&](std::size_t ago) { return narrow_[(place_ + blocks - ago) % blocks][line]; };
        Phasor mean = 0.0;
        for (std::size_t ago = 0; ago < wholeNarrows; ++ago)
            mean += at(ago) / static_cast<double>(wholeNarrows);
        double power = 0.0;
        for (std::size_t ago = 0; ago < wholeNarrows; ++ago)
            power += std::norm(at(ago) - mean) / static_cast<double>(wholeNarrows);
        power /= 3.0; // four of nine overlap
        if (heard_ == 0) {
            line_[line] = mean;
            stray_[line] = power;
            continue;
        }
        const double size = std::abs(mean), known = std::abs(line_[line]);
        const double share = size < known ? fallShare : riseShare;
        if (hasFrame_)
            line_[line] += share * (mean - line_[line]);
        else
            line_[line] = size > 0.0 ? (known + share * (size - known)) / size * mean : Phasor(0.0);
        stray_[line] += share * (power - stray_[line]);
    }
    hasFrame_ = true;
    ++heard_;
}

bool HumPauses::wasThere(std::size_t line) const { return std::norm(line_[line]) > leastOver * stray_[line]; }

void HumPauses::follow(const Set& lines, const std::array<bool, HumBank::lines>& sure,
                       const std::array<double, HumBank::lines>& spread) {
    if (!hasFrame_ || heard_ == 0) return;
    double slope = 0.0, information = 0.0;
    for (std::size_t line = 0; line < HumBank::lines; ++line) {
        if (!sure[line] || !wasThere(line)) continue;
        const double size = std::norm(line_[line]);
        if (std::norm(lines[line] - line_[line]) > likeBefore * likeBefore * size) continue;
        const auto h = static_cast<double>(line % HumBank::harmonics + 1);
        const double weight = 1.0 / (spread[line] * spread[line] + stray_[line] + 1e-30);
        slope += weight * h * times(lines[line], std::conj(line_[line])).imag();
        information += weight * h * h * size;
    }
    if (information > 0.0) turn(std::clamp(slope / information / (2.0 * std::numbers::pi), -mostTurn, mostTurn));
}

void HumPauses::turn(double cycles) {
    const Phasor one = std::polar(1.0, 2.0 * std::numbers::pi * cycles);
    Phasor turned = one;
    for (std::size_t h = 0; h < HumBank::harmonics; ++h) {
        line_[h] = times(line_[h], turned);
        line_[HumBank::harmonics + h] = times(line_[HumBank::harmonics + h], turned);
        turned = times(turned, one);
    }
}

HumPauses::Phasor HumPauses::hum(std::size_t line, Phasor now) const {
    if (heard_ == 0 || !wasThere(line)) return 0.0;
    const double size = std::abs(line_[line]), nowSize = std::abs(now);
    if (nowSize <= size) return now;
    if (!hasFrame_) return nowSize <= loudest * size ? now : size / nowSize * now;
    return std::abs(now - line_[line]) <= likeBefore * size ? now : line_[line];
}

} // namespace phonostage::dsp
