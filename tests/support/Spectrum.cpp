// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Spectrum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

namespace phonostage::tests {

using Complex = std::complex<double>;

void fourier(std::vector<Complex>& values) {
    const std::size_t n = values.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n >> 1;
        for (; (j & bit) != 0; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) std::swap(values[i], values[j]);
    }
    std::vector<Complex> turns(n / 2);
    for (std::size_t k = 0; k < n / 2; ++k)
        turns[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
    for (std::size_t length = 2; length <= n; length *= 2)
        for (std::size_t start = 0; start < n; start += length)
            for (std::size_t k = 0; k < length / 2; ++k) {
                const auto a = values[start + k];
                const auto b = values[start + k + length / 2];
                const auto& turn = turns[k * (n / length)];
                const Complex t(b.real() * turn.real() - b.imag() * turn.imag(),
                                b.real() * turn.imag() + b.imag() * turn.real());
                values[start + k] = a + t;
                values[start + k + length / 2] = a - t;
            }
}

NullResult compare(const std::vector<double>& signal, const std::vector<double>& truth, double rateHz) {
    const auto count = std::min(signal.size(), truth.size());
    const auto n = std::bit_ceil(count);
    // Both real signals in one transform: the one is its even part, the other its odd part.
    std::vector<Complex> both(n);
    for (std::size_t i = 0; i < count; ++i)
        both[i] = {signal[i], truth[i]};
    fourier(both);
    const double binHz = rateHz / static_cast<double>(n);
    std::vector<Complex> y, x;
    std::vector<double> w;
    for (auto k = static_cast<std::size_t>(std::ceil(20.0 / binHz)); static_cast<double>(k) * binHz <= 20000.0; ++k) {
        const auto up = both[k];
        const auto down = std::conj(both[n - k]);
        y.push_back((up + down) * 0.5);
        x.push_back((up - down) * Complex(0.0, -0.5));
        w.push_back(2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
    }

    NullResult result;
    for (int pass = 0; pass < 8; ++pass) { // linear phase, weighted by energy
        double turn = 0.0, weight = 0.0;
        for (std::size_t i = 0; i < w.size(); ++i) {
            const auto cross = y[i] * std::conj(x[i]) * std::polar(1.0, w[i] * result.delaySamples);
            turn += std::arg(cross) * w[i] * std::abs(cross);
            weight += w[i] * w[i] * std::abs(cross);
        }
        result.delaySamples -= turn / weight;
    }
    double signalEnergy = 0.0, truthEnergy = 0.0, residual = 0.0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        signalEnergy += std::norm(y[i]);
        truthEnergy += std::norm(x[i]);
        residual += std::norm(y[i] * std::polar(1.0, w[i] * result.delaySamples) - x[i]);
    }
    result.gainErrorDb = 10.0 * std::log10(signalEnergy / truthEnergy);
    result.depthDb = 10.0 * std::log10(residual / truthEnergy + 1e-30);
    return result;
}

} // namespace phonostage::tests
