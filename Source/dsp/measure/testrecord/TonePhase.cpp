// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/TonePhase.h"

#include "dsp/Angles.h"
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr float lowLevel = 0.7F, highLevel = 1.4F;
constexpr float jerkFactor = 8.0F, leastJerk = 1e-4F; ///< radians
constexpr double clickSeconds = 0.004;
constexpr double mostBridged = 0.3;
constexpr double leastPower = 1e-30;   ///< has a logarithm
constexpr std::size_t slopeSteps = 40; ///< 10 ms to either side of a click say how fast the phase runs

double wrapped(double angle) { return angle - twoPi * std::round(angle / twoPi); }

std::vector<double> stepsOf(std::span<const std::complex<float>> tone) {
    std::vector<double> steps(tone.size(), 0.0);
    for (std::size_t i = 1; i < tone.size(); ++i)
        steps[i] = static_cast<double>(std::arg(tone[i] * std::conj(tone[i - 1])));
    return steps;
}

std::vector<double> logLevelOf(std::span<const std::complex<float>> tone) {
    std::vector<double> level(tone.size());
    for (std::size_t i = 0; i < tone.size(); ++i)
        level[i] = 0.5 * std::log(std::max(static_cast<double>(std::norm(tone[i])), leastPower));
    return level;
}

float medianCopy(std::vector<float> values) { return static_cast<float>(medianOf(values)); }

std::vector<char> clicksIn(std::span<const std::complex<float>> tone, const std::vector<double>& steps) {
    const std::size_t count = tone.size();
    std::vector<float> level(count), jerk(count, 0.0F);
    for (std::size_t i = 0; i < count; ++i) {
        level[i] = std::abs(tone[i]);
        if (i > 0 && i + 1 < count) jerk[i] = static_cast<float>(std::abs(wrapped(steps[i + 1] - steps[i])));
    }
    const float median = medianCopy(level);
    const float limit = std::max(jerkFactor * medianCopy(jerk), leastJerk);
    std::vector<char> bad(count);
    for (std::size_t i = 0; i < count; ++i)
        bad[i] = level[i] < lowLevel * median || level[i] > highLevel * median || jerk[i] > limit;
    return bad;
}

std::vector<char> widened(const std::vector<char>& marks, std::size_t by) {
    std::vector<char> wide(marks.size(), 0);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!marks[i]) continue;
        const std::size_t from = i > by ? i - by : 0, to = std::min(i + by + 1, marks.size());
        std::fill(wide.begin() + static_cast<std::ptrdiff_t>(from), wide.begin() + static_cast<std::ptrdiff_t>(to), 1);
    }
    return wide;
}

/** Radians a step around the stretch from `before` to `after`, which are good themselves. */
double slopeAround(const std::vector<double>& steps, const std::vector<char>& bad, std::size_t before,
                   std::size_t after) {
    double sum = 0.0;
    int number = 0;
    for (std::size_t i = before; i > 0 && before - i < slopeSteps && !bad[i] && !bad[i - 1]; --i, ++number)
        sum += steps[i];
    for (std::size_t i = after + 1; i < steps.size() && i - after <= slopeSteps && !bad[i]; ++i, ++number)
        sum += steps[i];
    return number > 0 ? sum / number : 0.0;
}

} // namespace

TonePhase tonePhase(std::span<const std::complex<float>> tone, double rateHz) {
    TonePhase result;
    const std::size_t count = tone.size();
    result.radians.resize(count, 0.0);
    result.logLevel = logLevelOf(tone);
    if (count < 3) return result;
    const auto steps = stepsOf(tone);
    auto bad = widened(clicksIn(tone, steps), static_cast<std::size_t>(std::lround(clickSeconds * rateHz)));
    result.bridgedPart = static_cast<double>(std::count(bad.begin(), bad.end(), char{1})) / static_cast<double>(count);
    if (result.bridgedPart > mostBridged) std::fill(bad.begin(), bad.end(), char{0});

    auto& phase = result.radians;
    auto& level = result.logLevel;
    for (std::size_t i = 1; i < count; ++i) {
        if (!bad[i]) {
            phase[i] = phase[i - 1] + steps[i];
            continue;
        }
        std::size_t after = i;
        while (after < count && bad[after])
            ++after;
        const std::size_t before = i - 1;
        const bool hasEnd = after < count;
        const auto length = static_cast<double>(after - before);
        double advance = length * slopeAround(steps, bad, before, hasEnd ? after : count);
        // How far it really came, but for whole cycles, which the slope decides.
        if (hasEnd && !bad[before]) {
            const auto seen = static_cast<double>(std::arg(tone[after] * std::conj(tone[before])));
            advance = seen + twoPi * std::round((advance - seen) / twoPi);
        }
        const double rise = hasEnd ? level[after] - level[before] : 0.0;
        for (std::size_t k = before + 1; k < std::min(after + 1, count); ++k) {
            const double part = static_cast<double>(k - before) / length;
            phase[k] = phase[before] + advance * part;
            level[k] = level[before] + rise * part;
        }
        i = std::min(after, count - 1);
    }
    return result;
}

} // namespace phonostage::dsp
