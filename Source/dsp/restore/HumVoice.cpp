// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumVoice.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {

void HumVoice::prepare() {
    cosine_.resize(points);
    for (std::size_t i = 0; i < points; ++i)
        cosine_[i] = std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(points));
    active_.resize(HumBank::harmonics);
    for (auto* table : {&old_, &new_, &made_})
        table->resize(points + 1);
    reset();
}

void HumVoice::reset() {
    isOld_ = isNew_ = isMade_ = false;
    for (auto* table : {&old_, &new_, &made_})
        std::fill(table->begin(), table->end(), StereoDouble());
    phase_ = step_ = fadeStep_ = 0.0;
    fade_ = 1.0;
    at_ = points;
}

void HumVoice::begin(const HumBank::Set& amplitude) {
    amplitude_ = amplitude;
    activeCount_ = 0;
    for (std::size_t h = 0; h < HumBank::harmonics; ++h)
        if (std::norm(amplitude[h]) + std::norm(amplitude[HumBank::harmonics + h]) > 0.0) active_[activeCount_++] = h;
    isMade_ = activeCount_ > 0;
    at_ = 0;
}

bool HumVoice::step() {
    for (std::size_t end = std::min(at_ + pointsAtOnce, points); at_ < end; ++at_) {
        StereoDouble sum;
        for (std::size_t k = 0; k < activeCount_; ++k) {
            const std::size_t h = active_[k], turn = (h + 1) * at_;
            const double c = cosine_[turn % points], s = cosine_[(turn + points - points / 4) % points];
            const auto& left = amplitude_[h];
            const auto& right = amplitude_[HumBank::harmonics + h];
            sum += StereoDouble(left.real(), right.real()) * c - StereoDouble(left.imag(), right.imag()) * s;
        }
        made_[at_] = StereoDouble(2.0) * sum;
    }
    if (at_ < points) return false;
    made_[points] = made_[0];
    return true;
}

void HumVoice::fadeTo(double phase, double step, int frames) {
    std::swap(old_, new_);
    std::swap(new_, made_);
    isOld_ = isNew_;
    isNew_ = isMade_;
    fade_ = 0.0;
    fadeStep_ = 1.0 / frames;
    if (!isOld_) {
        phase_ = phase - std::floor(phase);
        step_ = step;
        return;
    }
    // What is missing is made up for on the way.
    const double missing = phase - phase_;
    step_ = std::max(step + (missing - std::round(missing)) / frames, 0.0);
}

void HumVoice::advance() {
    phase_ += step_;
    if (phase_ >= 1.0) phase_ -= 1.0;
    fade_ = std::min(fade_ + fadeStep_, 1.0);
    if (fade_ >= 1.0) isOld_ = false;
}

StereoDouble HumVoice::value(double aheadFrames) const {
    const double phase = phase_ + aheadFrames * step_;
    const double place = (phase - std::floor(phase)) * static_cast<double>(points);
    const auto point = std::min(static_cast<std::size_t>(place), points - 1);
    const double part = place - static_cast<double>(point);
    const StereoDouble value = at(new_, point, part);
    if (fade_ >= 1.0) return value;
    const StereoDouble before = at(old_, point, part);
    return before + StereoDouble(fade_) * (value - before);
}

} // namespace phonostage::dsp
