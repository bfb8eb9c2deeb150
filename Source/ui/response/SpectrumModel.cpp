// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/SpectrumModel.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::ui {

namespace {

// A sixth of an octave reaches a twelfth to each side; where entries lie further apart, the lobe of a sine counts.
const double halfBand = std::exp2(1.0 / 12.0);
constexpr double halfLobe = 2.0;

} // namespace

SpectrumModel::SpectrumModel() : fourier_(frames), window_(frames), values_(frames), sums_(frames / 2 + 1) {
    double squares = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        window_[i] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / frames);
        squares += window_[i] * window_[i];
    }
    // A sine of amplitude 1 sums to frames * squares / 4 over its lobe.
    scale_ = 4.0 / (frames * squares);
    clear();
}

void SpectrumModel::clear() { levels_.assign(points, floorDb); }

void SpectrumModel::setRange(double rateHz, double minHz, double maxHz) {
    if (std::abs(rateHz - rateHz_) + std::abs(minHz - minHz_) + std::abs(maxHz - maxHz_) < 1e-6) return;
    rateHz_ = rateHz;
    minHz_ = minHz;
    maxHz_ = maxHz;
    clear();
}

double SpectrumModel::frequencyOf(std::size_t point) const {
    return minHz_ * std::pow(maxHz_ / minHz_, static_cast<double>(point) / (points - 1));
}

void SpectrumModel::fall(double elapsedSeconds) {
    for (auto& level : levels_)
        level = std::max(floorDb, level - fallDbPerSecond * elapsedSeconds);
}

void SpectrumModel::add(const std::vector<float>& left, const std::vector<float>& right, double elapsedSeconds) {
    fall(elapsedSeconds);
    // Both channels in one transform: their powers come apart by symmetry.
    for (std::size_t i = 0; i < frames; ++i)
        values_[i] = {window_[i] * static_cast<double>(left[i]), window_[i] * static_cast<double>(right[i])};
    fourier_.forward(values_);
    double sum = 0.0;
    for (std::size_t k = 0; k <= frames / 2; ++k) {
        sum += 0.25 * (std::norm(values_[k]) + std::norm(values_[(frames - k) % frames]));
        sums_[k] = sum;
    }
    const double binHz = rateHz_ / frames;
    // The sum up to a place between two entries; an entry reaches half a step to each side.
    constexpr int lastBin = frames / 2;
    const auto sumTo = [&](double place) {
        const double position = std::clamp(place - 0.5, -1.0, static_cast<double>(lastBin));
        const double whole = std::floor(position);
        const auto at = static_cast<long>(whole);
        const double before = at < 0 ? 0.0 : sums_[static_cast<std::size_t>(at)];
        const auto next = static_cast<std::size_t>(std::min<long>(at + 1, lastBin));
        return before + (position - whole) * (sums_[next] - before);
    };
    for (std::size_t point = 0; point < points; ++point) {
        const double centre = frequencyOf(point) / binHz;
        const double low = std::min(centre / halfBand, centre - halfLobe);
        const double high = std::max(centre * halfBand, centre + halfLobe);
        const double power = scale_ * (sumTo(high + 0.5) - sumTo(low + 0.5));
        const double level = power > 1e-12 ? dsp::decibelsOfPower(power) : floorDb;
        levels_[point] = std::max(levels_[point], std::max(floorDb, level));
    }
}

} // namespace phonostage::ui
