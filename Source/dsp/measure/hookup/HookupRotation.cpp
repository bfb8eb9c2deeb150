// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupRotation.h"

#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <vector>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double fromHz = 0.9, toHz = 16.0;
constexpr double leastSeconds = 6.0, settleSeconds = 1.0;

/** A second-order Butterworth band-pass as two sections of a pole pair each, zeros at 0 Hz and half the rate. */
class BandPass {
public:
    explicit BandPass(double rateHz) {
        const auto warped = [rateHz](double hz) { return 2.0 * rateHz * std::tan(std::numbers::pi * hz / rateHz); };
        const double low = warped(fromHz), high = warped(toHz);
        const Complex prototype = std::polar(1.0, 0.75 * std::numbers::pi);
        const Complex half = 0.5 * (high - low) * prototype;
        const Complex root = std::sqrt(half * half - low * high);
        double gain = 1.0;
        const double middle = 2.0 * std::atan(std::sqrt(low * high) / (2.0 * rateHz));
        const Complex z = std::polar(1.0, -middle);
        for (std::size_t i = 0; i < 2; ++i) {
            const Complex analogue = i == 0 ? half + root : half - root;
            const Complex pole = (2.0 * rateHz + analogue) / (2.0 * rateHz - analogue);
            sections_[i].a1 = -2.0 * pole.real();
            sections_[i].a2 = std::norm(pole);
            gain /= std::abs((1.0 - z * z) / (1.0 + sections_[i].a1 * z + sections_[i].a2 * z * z));
        }
        gain_ = gain;
    }
    double process(double x) {
        x *= gain_;
        for (auto& s : sections_) {
            const double y = x + s.s1;
            s.s1 = s.s2 - s.a1 * y;
            s.s2 = -x - s.a2 * y;
            x = y;
        }
        return x;
    }

private:
    struct Section {
        double a1 = 0.0, a2 = 0.0, s1 = 0.0, s2 = 0.0;
    };
    std::array<Section, 2> sections_{};
    double gain_ = 1.0;
};

/** Without the first second, and with its peaks cut at 4 times the median. */
std::vector<double> prepared(std::span<const float> values, double rateHz) {
    double mean = 0.0;
    for (const float value : values)
        mean += static_cast<double>(value) / static_cast<double>(values.size());
    BandPass filter(rateHz);
    std::vector<double> result;
    const auto settle = static_cast<std::size_t>(settleSeconds * rateHz);
    std::vector<float> magnitudes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double y = filter.process(static_cast<double>(values[i]) - mean);
        if (i < settle) continue;
        result.push_back(y);
        magnitudes.push_back(static_cast<float>(std::fabs(y)));
    }
    const double most = 4.0 * medianOf(magnitudes);
    for (auto& value : result)
        value = std::clamp(value, -most, most);
    return result;
}

double correlationAt(const std::vector<double>& values, std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = lag; i < values.size(); ++i)
        sum += values[i] * values[i - lag];
    return sum * static_cast<double>(values.size()) / static_cast<double>(values.size() - lag);
}

double highestIn(const std::vector<double>& values, std::size_t from, std::size_t to) {
    double highest = -1e300;
    for (std::size_t lag = from; lag < std::min(to, values.size()); ++lag)
        highest = std::max(highest, correlationAt(values, lag));
    return highest;
}

std::array<double, 3> correlations(const std::vector<double>& values, double rateHz) {
    const double power = correlationAt(values, 0) + 1e-30;
    std::array<double, 3> result{};
    for (std::size_t speed = 0; speed < hookup::turnSeconds.size(); ++speed) {
        // The speed of a turntable may be off by 1.5 %.
        const auto from = static_cast<std::size_t>(hookup::turnSeconds[speed] * 0.985 * rateHz);
        const auto to = static_cast<std::size_t>(hookup::turnSeconds[speed] * 1.015 * rateHz) + 2;
        double best = highestIn(values, from, to) / power;
        // The second turn must agree.
        if (2 * to < values.size()) best = std::min(best, highestIn(values, 2 * from, 2 * to) / power + 0.1);
        result[speed] = best;
    }
    return result;
}

} // namespace

TurntableSpeed HookupRotation::best() const {
    return static_cast<TurntableSpeed>(std::max_element(correlation.begin(), correlation.end()) - correlation.begin());
}

double HookupRotation::second() const {
    auto sorted = correlation;
    std::sort(sorted.begin(), sorted.end());
    return sorted[1];
}

HookupRotation findRotation(std::span<const float> values, double rateHz) {
    HookupRotation rotation;
    if (static_cast<double>(values.size()) < leastSeconds * rateHz) return rotation;
    rotation.correlation = correlations(prepared(values, rateHz), rateHz);
    rotation.isKnown = true;
    return rotation;
}

} // namespace phonostage::dsp
