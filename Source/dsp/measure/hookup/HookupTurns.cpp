// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupTurns.h"

#include "dsp/measure/Fourier.h"
#include "dsp/measure/Percentiles.h"
#include "dsp/measure/hookup/HookupBlock.h"
#include "dsp/measure/hookup/HookupRotation.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;
using SlowSpectrum = std::vector<Complex>;

constexpr std::size_t turnFrames = hookup::mostBlocks * hookup::hops; ///< of the transform; shorter captures are padded
constexpr std::size_t lagsPerValue = 4,
                      turnLags = lagsPerValue * turnFrames; ///< steps of the correlation for each of the values
constexpr double levelledFromHz = 0.7, levelledToHz = 18.0;
constexpr double besideHz = 0.42;       ///< to each side, of the median: three quarters of a turn's 0.56 Hz
constexpr float mostOverMedian = 16.0F; ///< 12 dB
// Bins of a capture of this length, to each side: a line of the rumble itself must not count, music beside it does.
constexpr double leftOutBins = 3.0, usedBins = 12.0;
constexpr std::size_t mostTurns = 6;
constexpr double longestPart = 0.4; ///< of the capture, between what is compared
constexpr double speedRange = 0.015, speedStep = 0.001;
constexpr double rivalFrom = 0.3, rivalTo = 2.25, rivalStep = 0.002, rivalApart = 0.02;
constexpr double leastTurnsSeconds = 10.0;
// Of the noise of the method, at 45 s: 0.06 in the middle, 0.12 in the worst of 100. It falls as the length's root.
constexpr double leastStrength = 0.12, strengthAtSeconds = 45.0, strengthMargin = 0.05, overRival = 1.2,
                 overAcross = 1.15;

SlowSpectrum spectrumOf(const Fourier& fourier, std::span<const float> values) {
    SlowSpectrum result(turnFrames);
    double mean = 0.0;
    for (const float value : values)
        mean += hookup::wide(value) / static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double turn =
            2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
        result[i] = (hookup::wide(values[i]) - mean) * (0.5 - 0.5 * std::cos(turn));
    }
    fourier.forward(result);
    result.resize(turnFrames / 2 + 1);
    return result;
}

/** Without what the other explains by the bins around each, its own and the nearest left out. */
SlowSpectrum unexplained(const SlowSpectrum& of, const SlowSpectrum& other, std::size_t count) {
    const double wider = static_cast<double>(turnFrames) / static_cast<double>(count);
    const auto inner = static_cast<std::ptrdiff_t>(std::lround(leftOutBins * wider)) - 1;
    const auto outer = static_cast<std::ptrdiff_t>(std::lround(usedBins * wider));
    const auto size = static_cast<std::ptrdiff_t>(of.size());
    std::vector<Complex> cross(of.size() + 1);
    std::vector<double> power(of.size() + 1);
    for (std::size_t k = 0; k < of.size(); ++k) {
        cross[k + 1] = cross[k] + of[k] * std::conj(other[k]);
        power[k + 1] = power[k] + std::norm(other[k]);
    }
    const auto around = [size](const auto& sums, std::ptrdiff_t k, std::ptrdiff_t reach) {
        return sums[static_cast<std::size_t>(std::min(k + reach + 1, size))] -
               sums[static_cast<std::size_t>(std::max<std::ptrdiff_t>(k - reach, 0))];
    };
    SlowSpectrum result(of.size());
    for (std::ptrdiff_t k = 0; k < size; ++k) {
        const auto both = around(cross, k, outer) - around(cross, k, inner);
        const double whole = around(power, k, outer) - around(power, k, inner);
        const auto at = static_cast<std::size_t>(k);
        result[at] = of[at] - (whole > 0.0 ? other[at] * both / whole : Complex());
    }
    return result;
}

/** The power of each bin over the median around it. */
std::vector<double> levelled(const SlowSpectrum& spectrum, double binHz) {
    std::vector<float> power(spectrum.size()), part;
    for (std::size_t k = 0; k < spectrum.size(); ++k)
        power[k] = static_cast<float>(std::norm(spectrum[k]));
    const auto from = static_cast<std::size_t>(levelledFromHz / binHz),
               to = static_cast<std::size_t>(levelledToHz / binHz);
    const auto beside = static_cast<std::size_t>(std::lround(besideHz / binHz));
    std::vector<double> result(spectrum.size());
    for (std::size_t k = from; k < to; ++k) {
        part.assign(power.begin() + static_cast<std::ptrdiff_t>(k - beside),
                    power.begin() + static_cast<std::ptrdiff_t>(k + beside + 1));
        const auto median = static_cast<float>(medianOf(part));
        if (median > 0.0F) result[k] = hookup::wide(std::min(power[k] / median, mostOverMedian));
    }
    return result;
}

/** The correlation that belongs to a spectrum of powers. */
class TurnCurve {
public:
    TurnCurve(std::vector<double> values, double rateHz, double seconds)
        : values_(std::move(values)), stepHz_(static_cast<double>(lagsPerValue) * rateHz), seconds_(seconds) {}

    [[nodiscard]] bool isKnown() const { return values_[0] > 0.0; }
    /** The mean over up to six turns. */
    [[nodiscard]] double meanAt(double turn) const {
        double sum = 0.0;
        const double longest = std::max(longestPart * seconds_, 1.0001 * turn);
        std::size_t count = 0;
        for (; count < mostTurns && static_cast<double>(count + 1) * turn <= longest; ++count)
            sum += at(static_cast<double>(count + 1) * turn);
        return sum / static_cast<double>(count);
    }

private:
    /** The window's own correlation is made good: Hann's, of the part of the whole. */
    [[nodiscard]] double at(double lag) const {
        const double part = lag / seconds_, turn = 2.0 * std::numbers::pi * part;
        const double window = (1.0 - part) * (2.0 + std::cos(turn)) / 3.0 + std::sin(turn) / (2.0 * std::numbers::pi);
        return values_[static_cast<std::size_t>(std::lround(lag * stepHz_))] / (values_[0] * window);
    }

    std::vector<double> values_;
    double stepHz_, seconds_;
};

/** Two at a time: both spectra are real and even, so one's correlation is the real part, the other's the imaginary. */
std::array<TurnCurve, 2> curvesOf(const Fourier& fourier, const std::vector<double>& first,
                                  const std::vector<double>& second, double rateHz, double seconds) {
    SlowSpectrum values(turnLags);
    for (std::size_t k = 1; k < first.size(); ++k)
        values[k] = values[turnLags - k] = {first[k], second[k]};
    fourier.forward(values);
    std::vector<double> real, imaginary;
    for (std::size_t i = 0; i < turnLags / 2; ++i) {
        real.push_back(values[i].real());
        imaginary.push_back(values[i].imag());
    }
    return {TurnCurve(std::move(real), rateHz, seconds), TurnCurve(std::move(imaginary), rateHz, seconds)};
}

struct BestTurn {
    double strength = -1.0, turn = 0.0;
};
BestTurn bestNear(const TurnCurve& curve, double turn) {
    BestTurn best;
    double off = -speedRange;
    while (off < speedRange + 0.5 * speedStep) {
        const double here = curve.meanAt(turn * (1.0 + off));
        if (here > best.strength) best = {here, turn * (1.0 + off)};
        off += speedStep;
    }
    return best;
}

HookupTurns turnsOf(const TurnCurve& curve, const TurnCurve& across, double seconds) {
    HookupTurns turns;
    if (!curve.isKnown()) return turns;
    turns.seconds = seconds;
    std::vector<double> all;
    double turn = rivalFrom;
    while (turn < rivalTo) {
        all.push_back(curve.meanAt(turn));
        turn += rivalStep;
    }
    for (std::size_t speed = 0; speed < hookup::turnSeconds.size(); ++speed) {
        const auto best = bestNear(curve, hookup::turnSeconds[speed]);
        turns.strength[speed] = best.strength;
        turns.across[speed] = across.isKnown() ? bestNear(across, hookup::turnSeconds[speed]).strength : 0.0;
        turns.rival[speed] = -1.0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double part = (rivalFrom + static_cast<double>(i) * rivalStep) / best.turn;
            if (std::fabs(part - 1.0) < rivalApart || std::fabs(0.5 * part - 1.0) < rivalApart) continue;
            turns.rival[speed] = std::max(turns.rival[speed], all[i]);
        }
    }
    return turns;
}

} // namespace

std::optional<TurntableSpeed> HookupTurns::found() const {
    if (!(seconds > 0.0)) return std::nullopt;
    const auto best = static_cast<std::size_t>(std::max_element(strength.begin(), strength.end()) - strength.begin());
    auto sorted = strength;
    std::sort(sorted.begin(), sorted.end());
    const double needed = leastStrength * std::sqrt(strengthAtSeconds / std::min(seconds, strengthAtSeconds));
    const bool isFound = sorted[2] > needed && sorted[2] - sorted[1] > strengthMargin &&
                         sorted[2] > overRival * rival[best] && sorted[2] > overAcross * across[best];
    return isFound ? std::optional(static_cast<TurntableSpeed>(best)) : std::nullopt;
}

double HookupTurns::highest() const {
    const auto speed = found();
    return speed ? strength[static_cast<std::size_t>(*speed)] : 0.0;
}

HookupBothTurns findTurns(std::span<const float> difference, std::span<const float> sum, double rateHz) {
    const std::size_t count = std::min(difference.size(), turnFrames);
    const double seconds = static_cast<double>(count) / rateHz;
    if (seconds < leastTurnsSeconds) return {};
    const Fourier fourier(turnFrames), longFourier(turnLags);
    const auto apart = spectrumOf(fourier, difference.last(count)), together = spectrumOf(fourier, sum.last(count));
    const double binHz = rateHz / static_cast<double>(turnFrames);
    const auto curves = [&](const SlowSpectrum& first, const SlowSpectrum& second) {
        return curvesOf(longFourier, levelled(first, binHz), levelled(second, binHz), rateHz, seconds);
    };
    const auto own = curves(unexplained(apart, together, count), unexplained(together, apart, count));
    const auto whole = curves(apart, together);
    return {turnsOf(own[0], whole[1], seconds), turnsOf(own[1], whole[0], seconds)};
}

} // namespace phonostage::dsp
