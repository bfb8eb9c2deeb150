// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumBank.h"

#include "dsp/Angles.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

// A Hann window in four steps of a block, each of half a mains period.
constexpr std::array<double, 4> hannSteps{0.07322330470336313, 0.42677669529663687, 0.42677669529663687,
                                          0.07322330470336313};

} // namespace

void HumBank::prepare(double sampleRateHz, double mainsHz, double memorySeconds) {
    sampleRateHz_ = sampleRateHz;
    mainsHz_ = mainsHz;
    blockSamples_ = static_cast<int>(std::lround(0.5 * sampleRateHz / mainsHz));
    usable_ = std::min(harmonics, static_cast<std::size_t>(0.42 * sampleRateHz / mainsHz));
    for (std::size_t h = 0; h < harmonics; ++h) {
        const double step = 2.0 * pi * mainsHz * static_cast<double>(h + 1) / sampleRateHz;
        stepCosine_[h] = std::cos(step);
        stepSine_[h] = -std::sin(step);
    }
    sets_.assign(static_cast<std::size_t>(std::ceil(memorySeconds / hopSeconds())), Set());
    reset();
}

void HumBank::reset() {
    samples_ = hops_ = blocksSeen_ = 0;
    inBlock_ = 0;
    real_.fill(0.0);
    imaginary_.fill(0.0);
    for (auto& sums : sums_)
        sums.fill(0.0);
    startRotors();
}

// From the exact phase, once a block: what rounding has added up is gone.
void HumBank::startRotors() {
    const double cycles = mainsHz_ / sampleRateHz_ * static_cast<double>(samples_);
    for (std::size_t h = 0; h < usable_; ++h) {
        const double angle = 2.0 * pi * std::fmod(cycles * static_cast<double>(h + 1), 1.0);
        cosine_[h] = std::cos(angle);
        sine_[h] = -std::sin(angle);
    }
}

bool HumBank::push(StereoDouble sample) {
    const double left = sample.left(), right = sample.right();
    double* const rightReal = real_.data() + harmonics;
    double* const rightImaginary = imaginary_.data() + harmonics;
    for (std::size_t h = 0; h < harmonics; ++h) {
        const double c = cosine_[h], s = sine_[h];
        real_[h] += left * c;
        imaginary_[h] += left * s;
        rightReal[h] += right * c;
        rightImaginary[h] += right * s;
        cosine_[h] = c * stepCosine_[h] - s * stepSine_[h];
        sine_[h] = c * stepSine_[h] + s * stepCosine_[h];
    }
    ++samples_;
    if (++inBlock_ < blockSamples_) return false;
    endBlock();
    return blocksSeen_ % 2 == 0;
}

void HumBank::endBlock() {
    auto& sums = sums_[static_cast<std::size_t>(blocksSeen_) % blocks];
    for (std::size_t line = 0; line < lines; ++line)
        sums[line] = Phasor(real_[line], imaginary_[line]) / static_cast<double>(blockSamples_);
    real_.fill(0.0);
    imaginary_.fill(0.0);
    inBlock_ = 0;
    ++blocksSeen_;
    startRotors();
    if (blocksSeen_ % 2 != 0) return;
    auto& set = sets_[static_cast<std::size_t>(hops_) % sets_.size()];
    for (std::size_t line = 0; line < lines; ++line) {
        Phasor sum = 0.0;
        for (std::size_t b = 0; b < blocks; ++b)
            sum += hannSteps[b] * sums_[(static_cast<std::size_t>(blocksSeen_) + b) % blocks][line];
        set[line] = sum;
    }
    ++hops_;
}

double HumBank::gainAt(double offsetHz) const {
    const double half = pi * offsetHz / sampleRateHz_, block = half * blockSamples_;
    const double boxcar = std::abs(half) > 1e-12 ? std::sin(block) / (blockSamples_ * std::sin(half)) : 1.0;
    return boxcar * 2.0 * (hannSteps[1] * std::cos(block) + hannSteps[0] * std::cos(3.0 * block));
}

} // namespace phonostage::dsp
