// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/ToneDemodulator.h"

#include "dsp/Angles.h"
#include "dsp/measure/testrecord/KaiserLowPass.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double firstRateHz = 16000.0, secondRateHz = 4000.0;
constexpr double kaiserWidth = 4.5; ///< of beta 7: cycles per sample that it falls in, times the length

/** The cutoff of the narrow filter. */
double halfWidthHz(double carrierHz) { return std::min(280.0, 0.5 * carrierHz); }

std::size_t oddLength(double taps) { return 2 * static_cast<std::size_t>(std::ceil(0.5 * taps)) + 1; }

} // namespace

double ToneDemodulator::flatHz(double carrierHz) { return 0.715 * halfWidthHz(carrierHz); }

ToneDemodulator::ToneDemodulator(double rateHz, double carrierHz) {
    firstStep_ = std::max<std::size_t>(static_cast<std::size_t>(rateHz / firstRateHz), 1);
    const double between = rateHz / static_cast<double>(firstStep_);
    secondStep_ = std::max<std::size_t>(static_cast<std::size_t>(between / secondRateHz), 1);
    outputRateHz_ = between / static_cast<double>(secondStep_);

    // The first step keeps out only what would fold back onto the band.
    const double half = halfWidthHz(carrierHz);
    const double pass = 1.5 * half, stop = between - 1.5 * half;
    const auto wide = kaiserLowPass(0.5 * between / rateHz, oddLength(kaiserWidth * rateHz / (stop - pass)));
    bandPass_.resize(wide.size());
    const double turn = twoPi * carrierHz / rateHz;
    for (std::size_t i = 0; i < wide.size(); ++i)
        bandPass_[i] = 2.0 * wide[i] * std::polar(1.0, -turn * static_cast<double>(i));
    turnPerOutput_ = std::fmod(turn * static_cast<double>(firstStep_), twoPi);
    lowPass_ = kaiserLowPass(half / between, oddLength(8.0 * between / half));
}

void ToneDemodulator::add(std::span<const double> samples, std::vector<std::complex<float>>& out) {
    samples_.insert(samples_.end(), samples.begin(), samples.end());
    std::size_t start = 0;
    for (; start + bandPass_.size() <= samples_.size(); start += firstStep_) {
        double real = 0.0, imag = 0.0;
        for (std::size_t i = 0; i < bandPass_.size(); ++i) {
            real += bandPass_[i].real() * samples_[start + i];
            imag += bandPass_[i].imag() * samples_[start + i];
        }
        const double turn = std::fmod(turnPerOutput_ * static_cast<double>(firstCount_++), twoPi);
        const double c = std::cos(turn), s = -std::sin(turn);
        intermediate_.emplace_back(real * c - imag * s, real * s + imag * c);
    }
    samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(start));
    decimate(out);
}

void ToneDemodulator::decimate(std::vector<std::complex<float>>& out) {
    std::size_t start = 0;
    for (; start + lowPass_.size() <= intermediate_.size(); start += secondStep_) {
        double real = 0.0, imag = 0.0;
        for (std::size_t i = 0; i < lowPass_.size(); ++i) {
            real += lowPass_[i] * intermediate_[start + i].real();
            imag += lowPass_[i] * intermediate_[start + i].imag();
        }
        out.emplace_back(static_cast<float>(real), static_cast<float>(imag));
    }
    intermediate_.erase(intermediate_.begin(), intermediate_.begin() + static_cast<std::ptrdiff_t>(start));
}

} // namespace phonostage::dsp
