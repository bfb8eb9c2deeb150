// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RunOutStop.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr double hopsPerSecond = 1.0 / GrooveLevels::hopSeconds;
constexpr std::array<double, 3> turnSeconds{1.8, 60.0 / 45.0, 60.0 / 78.26};
constexpr std::size_t windowHops = 50;
constexpr std::int64_t settleHops = 100; ///< after the needle went down

/** Both bands may be so far above the lowest that was heard: groove noise gets louder or softer across a side. */
constexpr double atFloorDb = 3.0;
/** And at least one of them must be so far below the level that three fifths of the side stay under. */
constexpr double belowMusicDb = 6.0;
constexpr double musicShare = 0.6;
constexpr int mostLoudHops = 60;         ///< of a stretch that is called quiet: a loud click once a turn
constexpr int forgetHops = 25;           ///< of quiet, for each of them
constexpr double shortestSeconds = 10.0; ///< a soft passage with a beat of 78 a minute is shorter

/** Peaks are compared between these bounds around their mean, so that one crack does not outweigh all else. */
constexpr double clipLowDb = -6.0, clipHighDb = 12.0;
/** Noise that does not come again has a deviation of 0.03 in eight turns; music reaches 0.46, but not at the floor. */
constexpr double sureRepeat = 0.2;

double medianOf(const std::deque<float>& levels) {
    std::vector<float> sorted(levels.begin(), levels.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return static_cast<double>(*middle);
}

void push(std::deque<float>& levels, float db, std::size_t most) {
    levels.push_back(db);
    if (levels.size() > most) levels.pop_front();
}

} // namespace

void RunOutStop::Histogram::add(double db) {
    const auto place = std::clamp((db - lowestDb) / stepDb, 0.0, static_cast<double>(counts.size() - 1));
    ++counts[static_cast<std::size_t>(place)];
    ++all;
}

double RunOutStop::Histogram::percentile(double share) const {
    const auto wanted = share * static_cast<double>(all);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sum += counts[i];
        if (static_cast<double>(sum) >= wanted) return lowestDb + stepDb * static_cast<double>(i);
    }
    return lowestDb;
}

void RunOutStop::prepare(int turns) {
    turns_ = std::clamp(turns, 2, 100);
    reset();
}

void RunOutStop::reset() {
    const int turns = turns_;
    *this = RunOutStop();
    turns_ = turns;
}

bool RunOutStop::isQuiet() const {
    const bool isAtFloor = lowNow_ <= lowFloor_ + atFloorDb && midNow_ <= midFloor_ + atFloorDb;
    return isAtFloor && (lowNow_ <= lowLevels_.percentile(musicShare) - belowMusicDb ||
                         midNow_ <= midLevels_.percentile(musicShare) - belowMusicDb);
}

/** Of the last `count` peaks with those one period before: 1 where they are the same. */
double RunOutStop::periodicity(int period, int count) const {
    const auto size = std::min(peaks_.size(), static_cast<std::size_t>(count));
    std::vector<double> list(peaks_.end() - static_cast<std::ptrdiff_t>(size), peaks_.end());
    const auto flatten = [&list](double low, double high) {
        double mean = 0.0;
        for (const double each : list)
            mean += each / static_cast<double>(list.size());
        for (double& each : list)
            each = std::clamp(each - mean, low, high);
    };
    flatten(clipLowDb, clipHighDb);
    flatten(-1e9, 1e9);
    double power = 0.0;
    for (const double each : list)
        power += each * each;
    if (power <= 0.0) return 0.0;
    double best = -1.0;
    // The hop is no whole part of a turn, and decks are off by some tenths of a per cent.
    for (int lag = period - 1; lag <= period + 1; ++lag) {
        const auto shift = static_cast<std::size_t>(lag);
        if (shift >= list.size()) break;
        double sum = 0.0;
        for (std::size_t i = shift; i < list.size(); ++i)
            sum += list[i] * list[i - shift];
        const auto pairs = static_cast<double>(list.size() - shift);
        best = std::max(best, sum / power * static_cast<double>(list.size()) / pairs);
    }
    return best;
}

std::optional<RunOutStop::Event> RunOutStop::add(const GrooveLevels::Hop& hop) {
    ++hops_;
    push(low_, hop.low, windowHops);
    push(mid_, hop.mid, windowHops);
    const auto longest =
        static_cast<std::size_t>(std::max(turns_ * turnSeconds[0], shortestSeconds) * hopsPerSecond) + windowHops;
    push(peaks_, hop.high, longest);
    if (hops_ < settleHops || low_.size() < windowHops) return std::nullopt;
    if (hops_ % 5 == 0 || !hasFloor_) {
        lowNow_ = medianOf(low_);
        midNow_ = medianOf(mid_);
        lowFloor_ = hasFloor_ ? std::min(lowFloor_, lowNow_) : lowNow_;
        midFloor_ = hasFloor_ ? std::min(midFloor_, midNow_) : midNow_;
        hasFloor_ = true;
        lowLevels_.add(lowNow_);
        midLevels_.add(midNow_);
    }
    if (isQuiet()) {
        ++quiet_;
        if (quiet_ % forgetHops == 0 && loud_ > 0) --loud_;
    } else if (quiet_ > 0 && ++loud_ > mostLoudHops) {
        quiet_ = 0;
        loud_ = 0;
        lastSaid_ = 0;
    }
    if (quiet_ % 10 != 0 || quiet_ == 0) return std::nullopt;
    for (const double turn : turnSeconds) {
        const auto stretch = static_cast<std::int64_t>(std::max(turns_ * turn, shortestSeconds) * hopsPerSecond);
        if (quiet_ - lastSaid_ < stretch) continue;
        if (periodicity(static_cast<int>(std::lround(turn * hopsPerSecond)), static_cast<int>(stretch)) < sureRepeat)
            continue;
        lastSaid_ = quiet_;
        return Event{std::min(stretch, hops_), turn};
    }
    const auto longestStretch = static_cast<std::int64_t>(longestSeconds * hopsPerSecond);
    if (quiet_ - lastSaid_ < longestStretch) return std::nullopt;
    lastSaid_ = quiet_;
    return Event{std::min(longestStretch, hops_), 0.0};
}

} // namespace phonostage::media
