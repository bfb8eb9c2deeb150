// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace phonostage::tests {

constexpr double twoPi = 2.0 * std::numbers::pi;

/** A signal given in time, seconds -> value, as samples. */
template <typename Signal> std::vector<double> sampled(double rateHz, double seconds, const Signal& signal) {
    std::vector<double> list(static_cast<std::size_t>(std::llround(rateHz * seconds)));
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i] = signal(static_cast<double>(i) / rateHz);
    return list;
}

/** Peak amplitude of a sine at this level. */
inline double peakAt(double dbfs) { return std::pow(10.0, dbfs / 20.0); }

inline std::vector<double> sine(double rateHz, double seconds, double frequencyHz, double amplitude,
                                double phase = 0.3) {
    return sampled(rateHz, seconds, [=](double t) { return amplitude * std::sin(twoPi * frequencyHz * t + phase); });
}

inline std::vector<double> operator+(std::vector<double> a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        a[i] += b[i];
    return a;
}

inline std::vector<double> operator*(double factor, std::vector<double> a) {
    for (auto& value : a)
        value *= factor;
    return a;
}

/** White noise, the same each time for a seed. */
inline std::vector<double> hiss(double rateHz, double seconds, double rms, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0.0, rms);
    return sampled(rateHz, seconds, [&](double) { return normal(random); });
}

/** One after the other. */
inline std::vector<double> joined(std::vector<double> a, const std::vector<double>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

} // namespace phonostage::tests
