// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phonostage::tests {

/** A sine in the speed of a record: part of the speed, and phase. */
struct SpeedLine {
    double hz, peak, phase;
};

/** A tone whose frequency is f0 (1 + sum of peak sin(2 pi hz t + phase)), from the closed form of its phase. */
inline std::vector<double> wavering(double rateHz, double seconds, double f0, const std::vector<SpeedLine>& lines,
                                    double amplitude = 0.1) {
    constexpr double twoPi = 2.0 * std::numbers::pi;
    std::vector<double> samples(static_cast<std::size_t>(rateHz * seconds));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / rateHz;
        double angle = twoPi * f0 * t;
        for (const auto& line : lines)
            angle += f0 * line.peak / line.hz * (std::cos(line.phase) - std::cos(twoPi * line.hz * t + line.phase));
        samples[i] = amplitude * std::sin(angle);
    }
    return samples;
}

} // namespace phonostage::tests
