// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumDecimator.h"

#include "dsp/Angles.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double lowestRateHz = 6000.0;
// The low-pass ends at half the low rate; its taps for each low sample. What folds onto hum up to 2 kHz is 50 dB
// down.
constexpr int tapsPerSample = 14;

} // namespace

void HumDecimator::prepare(double sampleRateHz) {
    sampleRateHz_ = sampleRateHz;
    factor_ = std::max(1, static_cast<int>(sampleRateHz / lowestRateHz));
    rateHz_ = sampleRateHz / factor_;
    const int count = factor_ > 1 ? tapsPerSample * factor_ + 1 : 1;
    taps_.assign(static_cast<std::size_t>(count), 1.0);
    double sum = 0.0;
    for (int i = 0; i < count && count > 1; ++i) {
        const double t = i - 0.5 * (count - 1), x = pi * t / factor_, place = 2.0 * pi * (i + 0.5) / count;
        const double window = 0.42 - 0.5 * std::cos(place) + 0.08 * std::cos(2.0 * place); // Blackman
        auto& tap = taps_[static_cast<std::size_t>(i)];
        tap = window * (std::abs(x) > 0.0 ? std::sin(x) / x : 1.0);
        sum += tap;
    }
    for (auto& tap : taps_)
        tap /= count > 1 ? sum : 1.0;
    heard_.assign(2 * taps_.size(), StereoDouble());
    reset();
}

void HumDecimator::reset() {
    std::fill(heard_.begin(), heard_.end(), StereoDouble());
    at_ = 0;
    phase_ = 0;
}

bool HumDecimator::push(StereoDouble frame) {
    heard_[at_] = heard_[at_ + taps_.size()] = frame;
    if (++at_ == taps_.size()) at_ = 0;
    if (++phase_ < factor_) return false;
    phase_ = 0;
    const StereoDouble* const from = heard_.data() + at_; // symmetric: either end may come first
    StereoDouble even, odd;
    std::size_t i = 0;
    for (; i + 2 <= taps_.size(); i += 2) {
        even += StereoDouble(taps_[i]) * from[i];
        odd += StereoDouble(taps_[i + 1]) * from[i + 1];
    }
    if (i < taps_.size()) even += StereoDouble(taps_[i]) * from[i];
    sample_ = even + odd;
    return true;
}

double HumDecimator::gainAt(double frequencyHz) const {
    const double angle = 2.0 * pi * frequencyHz / sampleRateHz_, middle = 0.5 * static_cast<double>(taps_.size() - 1);
    double sum = 0.0;
    for (std::size_t i = 0; i < taps_.size(); ++i)
        sum += taps_[i] * std::cos(angle * (static_cast<double>(i) - middle));
    return sum;
}

} // namespace phonostage::dsp
