// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/LowRate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double kaiserBeta = 7.857; ///< 80 dB: 0.1102 (80 - 8.7)
constexpr double corner = 0.42;      ///< of the low rate, half-way down; half of it is the Nyquist frequency

double bessel(double x) {
    double sum = 1.0, term = 1.0;
    for (int n = 1; n < 40; ++n) {
        term *= (x / 2.0 / n) * (x / 2.0 / n);
        sum += term;
    }
    return sum;
}

} // namespace

void LowRate::prepare(int factor) {
    factor_ = factor;
    const int half = halfLength * factor;
    taps_.assign(2 * static_cast<std::size_t>(half) + 1, 0.0);
    double* const middle = taps_.data() + half;
    double sum = 0.0;
    for (int i = -half; i <= half; ++i) {
        const double t = static_cast<double>(i) / factor, share = static_cast<double>(i) / (half + 1);
        const double sinc =
            i == 0 ? 2.0 * corner : std::sin(2.0 * std::numbers::pi * corner * t) / (std::numbers::pi * t);
        const double tap = sinc * bessel(kaiserBeta * std::sqrt(1.0 - share * share));
        middle[i] = tap;
        sum += tap;
    }
    for (auto& tap : taps_)
        tap /= sum;
    constexpr int branch = 2 * halfLength + 1;
    branches_.assign(static_cast<std::size_t>(branch) * static_cast<std::size_t>(factor), 0.0);
    const double* const taps = taps_.data();
    for (int phase = 0; phase < factor; ++phase) {
        double* const of = branches_.data() + static_cast<std::ptrdiff_t>(phase) * branch;
        for (int j = 0; j < branch && phase + j * factor <= 2 * half; ++j)
            of[j] = factor * taps[phase + static_cast<std::ptrdiff_t>(j) * factor];
    }
    history_.assign(2 * taps_.size(), StereoDouble());
    lows_.assign(branch, StereoDouble());
    reset();
}

void LowRate::reset() {
    std::fill(history_.begin(), history_.end(), StereoDouble());
    std::fill(lows_.begin(), lows_.end(), StereoDouble());
    at_ = downPhase_ = upPhase_ = 0;
    zeros_ = static_cast<int>(lows_.size());
}

bool LowRate::down(StereoDouble frame, StereoDouble& low) {
    const int size = static_cast<int>(taps_.size());
    StereoDouble* const oldest = history_.data() + at_;
    oldest[0] = oldest[size] = frame;
    at_ = at_ + 1 == size ? 0 : at_ + 1;
    const bool isDue = downPhase_ == 0;
    downPhase_ = downPhase_ + 1 == factor_ ? 0 : downPhase_ + 1;
    if (!isDue) return false;
    const StereoDouble* const from = history_.data() + at_;
    StereoDouble sum;
    for (int i = 0; i < size; ++i)
        sum += StereoDouble(taps_[static_cast<std::size_t>(i)]) * from[i];
    low = sum;
    return true;
}

void LowRate::feed(StereoDouble low) {
    const bool isZero = StereoDouble::same(low, StereoDouble());
    zeros_ = isZero ? std::min(zeros_ + 1, static_cast<int>(lows_.size())) : 0;
    std::copy_backward(lows_.begin(), lows_.end() - 1, lows_.end());
    lows_[0] = low;
    upPhase_ = 0;
}

StereoDouble LowRate::up() {
    StereoDouble sum;
    const std::size_t branch = lows_.size(), first = static_cast<std::size_t>(upPhase_++) * branch;
    if (zeros_ >= static_cast<int>(branch)) return sum;
    for (std::size_t j = 0; j < branch; ++j)
        sum += StereoDouble(branches_[first + j]) * lows_[j];
    return sum;
}

} // namespace phonostage::dsp
