// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/ToneTracker.h"

#include "dsp/measure/Percentiles.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace phonostage::dsp {
namespace {

constexpr float leastShare = 0.5F, typicalShare = 0.75F;
constexpr float nearHz = 0.012F;    ///< of the frequency: an off-centre hole swings it by 0.5 %
constexpr double mostDrift = 0.004; ///< of the frequency, from the first half of the window to the second
constexpr float nearDb = 1.5F;
constexpr double mostTones = 0.85; ///< of the frames: clicks may spoil the rest
constexpr float oneSideDb = 10.0F, bothSidesDb = 4.0F;
constexpr double lostSeconds = 0.6; ///< without the tone: it has ended

float toDb(float power) { return static_cast<float>(finiteDecibelsOfPower(static_cast<double>(power))); }

template <typename Points, typename Get>
float medianBy(const Points& points, std::size_t from, std::size_t to, const Get& get) {
    std::vector<float> values;
    for (std::size_t i = from; i < to; ++i)
        if (points[i].hz > 0.0F) values.push_back(get(points[i]));
    return static_cast<float>(medianOf(values));
}

} // namespace

bool ToneTracker::belongs(const Point& point) const {
    return point.hz > 0.0F && std::abs(point.hz / static_cast<float>(now_->frequencyHz) - 1.0F) <= nearHz &&
           std::abs(point.db - nowDb_) <= nearDb;
}

/** The tone that fills the window, where one does. */
std::optional<HeldTone> ToneTracker::inWindow() const {
    const std::size_t count = points_.size();
    const auto hz = medianBy(points_, 0, count, [](const Point& p) { return p.hz; });
    const auto db = medianBy(points_, 0, count, [](const Point& p) { return p.db; });
    const auto share = medianBy(points_, 0, count, [](const Point& p) { return p.share; });
    if (!(hz > 0.0F) || share < typicalShare) return std::nullopt;
    const auto good = std::count_if(points_.begin(), points_.end(), [&](const Point& p) {
        return p.hz > 0.0F && std::abs(p.hz / hz - 1.0F) <= nearHz && std::abs(p.db - db) <= nearDb;
    });
    if (static_cast<double>(good) < mostTones * static_cast<double>(count)) return std::nullopt;
    const auto early = medianBy(points_, 0, count / 2, [](const Point& p) { return p.hz; });
    const auto late = medianBy(points_, count / 2, count, [](const Point& p) { return p.hz; });
    if (!(early > 0.0F) || std::abs(static_cast<double>(late / early) - 1.0) > mostDrift) return std::nullopt;
    const auto apart = medianBy(points_, 0, count, [](const Point& p) { return p.apartDb; });
    HeldTone tone;
    if (apart > oneSideDb)
        tone.side = DrivenSide::left;
    else if (apart < -oneSideDb)
        tone.side = DrivenSide::right;
    else if (std::abs(apart) > bothSidesDb)
        return std::nullopt;
    tone.frequencyHz = static_cast<double>(hz);
    tone.fromSeconds = points_.front().seconds;
    tone.toSeconds = points_.back().seconds;
    return tone;
}

std::optional<HeldTone> ToneTracker::add(const LineFrame& frame, double seconds) {
    const std::size_t c = frame[1].power > frame[0].power ? 1 : 0;
    const auto& line = frame[c];
    Point point{seconds, 0.0F, toDb(line.power), toDb(line.power) - toDb(line.other), line.share};
    if (c == 1) point.apartDb = -point.apartDb;
    const bool isTone = line.share >= leastShare && static_cast<double>(line.hz) >= lowestHz &&
                        static_cast<double>(line.hz) <= highestHz;
    if (isTone) point.hz = line.hz;
    points_.push_back(point);
    while (points_.size() > 1 && seconds - points_[1].seconds >= sureSeconds)
        points_.pop_front();
    if (now_) {
        if (belongs(point)) now_->toSeconds = seconds;
        if (seconds - now_->toSeconds <= lostSeconds) return std::nullopt;
        points_.clear();
        return end();
    }
    if (seconds - points_.front().seconds < 0.95 * sureSeconds) return std::nullopt;
    now_ = inWindow();
    if (now_) nowDb_ = medianBy(points_, 0, points_.size(), [](const Point& p) { return p.db; });
    return std::nullopt;
}

std::optional<HeldTone> ToneTracker::end() {
    auto over = now_;
    now_.reset();
    return over;
}

} // namespace phonostage::dsp
