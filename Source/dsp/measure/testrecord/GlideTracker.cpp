// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/GlideTracker.h"

#include "dsp/measure/Percentiles.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phonostage::dsp {
namespace {

constexpr double mostPoints = 0.75; ///< of the window's points: clicks may spoil the rest
constexpr double lostSeconds = 0.5; ///< without a straight line: it has ended

} // namespace

/** The straight line through the window: the median of the slopes over half of it, and the median of what is left. */
std::optional<GlideTracker::Fit> GlideTracker::fit() const {
    const std::size_t count = points_.size(), half = count / 2;
    if (points_.back().seconds - points_.front().seconds < 0.9 * limits_.windowSeconds) return std::nullopt;
    std::vector<float> slopes;
    for (std::size_t i = 0; i + half < count; ++i)
        if (points_[i].isLine && points_[i + half].isLine)
            slopes.push_back(static_cast<float>((points_[i + half].logHz - points_[i].logHz) /
                                                (points_[i + half].seconds - points_[i].seconds)));
    if (slopes.size() < half / 3) return std::nullopt;
    Fit fit;
    fit.rate = medianOf(slopes);
    const double size = std::abs(fit.rate);
    if (size < limits_.slowest || size > limits_.fastest || (fit.rate < 0.0 && !limits_.mayFall)) return std::nullopt;
    const double from = points_.front().seconds; // near: floats have few digits
    std::vector<float> starts;
    for (const auto& point : points_)
        if (point.isLine) starts.push_back(static_cast<float>(point.logHz - fit.rate * (point.seconds - from)));
    fit.logStart = medianOf(starts) - fit.rate * from;
    std::size_t on = 0;
    for (const auto& point : points_)
        if (point.isLine && std::abs(point.logHz - fit.logStart - fit.rate * point.seconds) < limits_.near) ++on;
    if (static_cast<double>(on) < mostPoints * static_cast<double>(count)) return std::nullopt;
    return fit;
}

std::optional<HeldGlide> GlideTracker::add(double seconds, double hz) {
    points_.push_back({seconds, hz > 0.0 ? std::log(hz) : 0.0, hz > 0.0});
    while (points_.size() > 1 && seconds - points_[1].seconds >= limits_.windowSeconds)
        points_.pop_front();
    const auto line = fit();
    if (!line) {
        if (!glide_ || seconds - lastFitSeconds_ <= lostSeconds) return std::nullopt;
        return end();
    }
    lastFitSeconds_ = seconds;
    const auto isOn = [&](const Point& point) {
        return point.isLine && std::abs(point.logHz - line->logStart - line->rate * point.seconds) < limits_.near;
    };
    if (!glide_) {
        glide_ = HeldGlide{};
        for (const auto& point : points_)
            if (isOn(point)) {
                glide_->fromSeconds = point.seconds;
                glide_->fromHz = std::exp(point.logHz);
                break;
            }
    }
    glide_->logStart = line->logStart;
    glide_->rate = line->rate;
    for (auto point = points_.rbegin(); point != points_.rend(); ++point)
        if (isOn(*point)) {
            glide_->toSeconds = point->seconds;
            glide_->toHz = std::exp(point->logHz);
            break;
        }
    return std::nullopt;
}

std::optional<HeldGlide> GlideTracker::now() const {
    if (!glide_ || glide_->toSeconds - glide_->fromSeconds < limits_.leastSeconds) return std::nullopt;
    if (std::abs(std::log(glide_->toHz / glide_->fromHz)) < limits_.leastOctaves * std::numbers::ln2)
        return std::nullopt;
    return glide_;
}

std::optional<HeldGlide> GlideTracker::end() {
    auto over = now();
    glide_.reset();
    points_.clear();
    return over;
}

} // namespace phonostage::dsp
