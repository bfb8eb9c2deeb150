// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/Fourier.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

/** Without the checks for infinities that the standard's product makes. */
Complex product(const Complex& a, const Complex& b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

} // namespace

Fourier::Fourier(std::size_t size) : size_(size), turns_(size / 2) {
    for (std::size_t k = 0; k < turns_.size(); ++k)
        turns_[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size));
}

void Fourier::forward(std::span<Complex> values) const {
    // Order of the bit-reversed numbers first, then butterflies in place.
    for (std::size_t i = 1, reversed = 0; i < size_; ++i) {
        std::size_t bit = size_ / 2;
        for (; (reversed & bit) != 0; bit /= 2)
            reversed ^= bit;
        reversed |= bit;
        if (i < reversed) std::swap(values[i], values[reversed]);
    }
    for (std::size_t half = 1; half < size_; half *= 2) {
        const std::size_t stride = size_ / (2 * half);
        for (std::size_t start = 0; start < size_; start += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                auto& a = values[start + k];
                auto& b = values[start + k + half];
                const auto turned = product(b, turns_[k * stride]);
                b = a - turned;
                a += turned;
            }
    }
}

std::vector<double> squaredHann(std::size_t length) {
    std::vector<double> window(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(length));
        window[i] = s * s * s * s;
    }
    return window;
}

SpectrumMeter::SpectrumMeter(std::size_t size, int channels, double rateHz)
    : fourier_(size), window_(squaredHann(size)), values_(size) {
    for (const double w : window_)
        weight_ += w * w;
    sum_.binHz = rateHz / static_cast<double>(size);
    sum_.left.resize(size / 2 + 1);
    if (channels > 1) sum_.right.resize(size / 2 + 1);
}

void SpectrumMeter::add(const double* left, const double* right) {
    // Both channels at once: one is the real part, the other the imaginary part.
    const bool both = right != nullptr && !sum_.right.empty();
    const std::size_t size = window_.size();
    for (std::size_t i = 0; i < size; ++i)
        values_[i] = {window_[i] * left[i], both ? window_[i] * right[i] : 0.0};
    fourier_.forward(values_);
    for (std::size_t k = 0; k <= size / 2; ++k) {
        const auto here = values_[k];
        const auto mirrored = std::conj(values_[k == 0 ? 0 : size - k]);
        sum_.left[k] += 0.25 * std::norm(here + mirrored);
        if (both) sum_.right[k] += 0.25 * std::norm(here - mirrored);
    }
    ++pieces_;
}

PowerSpectra SpectrumMeter::take() {
    auto mean = sum_;
    const double scale = 2.0 / (weight_ * static_cast<double>(window_.size()) * static_cast<double>(pieces_));
    for (auto* side : {&mean.left, &mean.right})
        for (auto& power : *side)
            power *= scale;
    std::fill(sum_.left.begin(), sum_.left.end(), 0.0);
    std::fill(sum_.right.begin(), sum_.right.end(), 0.0);
    pieces_ = 0;
    return mean;
}

PowerSpectra powerSpectra(std::span<const double> left, std::span<const double> right, double rateHz,
                          std::size_t size) {
    SpectrumMeter meter(size, right.empty() ? 1 : 2, rateHz);
    // As many pieces, overlapping by half or a little more, as reach from the first sample to the last.
    const std::size_t rest = left.size() - size;
    const std::size_t hop = std::max<std::size_t>(size / 2, 1);
    const std::size_t steps = (rest + hop - 1) / hop;
    for (std::size_t piece = 0; piece <= steps; ++piece) {
        const std::size_t start = steps == 0 ? 0 : piece * rest / steps;
        meter.add(left.data() + start, right.empty() ? nullptr : right.data() + start);
    }
    return meter.take();
}

double topOfLobe(std::span<const double> power, std::size_t bin) {
    const double below = power[bin - 1], top = power[bin], above = power[bin + 1];
    if (!(below > 0.0) || !(above > 0.0)) return static_cast<double>(bin);
    // The lobe of this window is nearly a parabola in decibels.
    const double a = std::log(below / top), b = std::log(above / top);
    const double curvature = a + b;
    return static_cast<double>(bin) + (curvature < 0.0 ? std::clamp(0.5 * (a - b) / curvature, -0.5, 0.5) : 0.0);
}

} // namespace phonostage::dsp
