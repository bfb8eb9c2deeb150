// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/SweepWindow.h"

#include "dsp/Angles.h"
#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>
#include <vector>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double periodsOfPart = 25.0; ///< 1 % of error of the frequency turns its phase by a quarter
constexpr std::size_t leastParts = 8, mostParts = 256, cubicParts = 12;
constexpr std::size_t fineParts = 20;    ///< from so many on, flutter is followed too
constexpr double flutterSeconds = 0.008; ///< a smoothing Gaussian's sigma: flutter of some 15 Hz passes it
constexpr double clickBlockSeconds = 0.001, togetherHz = 48000.0;
constexpr float clickFactor = 3.0F; ///< of the median of a block's power
constexpr double mostLeftOut = 0.4;

/** One window and the work on it. */
class Window {
public:
    Window(const SweepBand& band, std::span<const double> driven, std::span<const double> other, double fromSeconds,
           double rateHz)
        : driven_(driven), other_(other), rateHz_(rateHz), turn_(driven.size()), weight_(driven.size()),
          taper_(driven.size()) {
        const auto count = static_cast<double>(driven.size());
        middleHz_ = band.frequencyAt(fromSeconds + 0.5 * count / rateHz);
        // The glide's phase in closed form: the integral of exp(a + b t) is exp(a + b t) / b.
        const double offset = band.frequencyAt(fromSeconds) / band.rate;
        for (std::size_t i = 0; i < turn_.size(); ++i) {
            const double t = fromSeconds + static_cast<double>(i) / rateHz;
            turn_[i] = std::polar(1.0, twoPi * (band.frequencyAt(t) / band.rate - offset));
            const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / count);
            weight_[i] = taper_[i] = s * s;
        }
    }

    /** The driven channel's own phase, taken out. */
    void follow();
    /** What a cubic cannot: flutter, several cycles of which may lie in a window. */
    void followFlutter();
    void fit();
    void leaveOutClicks();
    [[nodiscard]] std::array<std::vector<float>, 2> restPowers(std::size_t block, std::size_t together) const;
    [[nodiscard]] SweepReading reading() const;

private:
    [[nodiscard]] std::size_t parts() const;

    std::span<const double> driven_, other_;
    double rateHz_, middleHz_ = 0.0;
    std::vector<Complex> turn_;
    std::vector<double> weight_, taper_;
    Complex drivenSize_, otherSize_;
};

std::size_t Window::parts() const {
    const double seconds = static_cast<double>(driven_.size()) / rateHz_;
    return std::clamp(static_cast<std::size_t>(std::ceil(seconds * middleHz_ / periodsOfPart)), leastParts, mostParts);
}

/** Least squares of a polynomial of `order` at places -1 to 1. */
std::array<double, 4> polynomial(const std::vector<double>& x, const std::vector<double>& y,
                                 const std::vector<double>& weight, std::size_t order) {
    std::array<std::array<double, 5>, 4> m{};
    const std::size_t n = order + 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::array<double, 4> power{1.0, x[i], x[i] * x[i], x[i] * x[i] * x[i]};
        const double w = weight[i] * weight[i];
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = 0; b < n; ++b)
                m[a][b] += w * power[a] * power[b];
            m[a][4] += w * power[a] * y[i];
        }
    }
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t row = 0; row < n; ++row) {
            if (row == a || !(m[a][a] > 0.0)) continue;
            const double factor = m[row][a] / m[a][a];
            for (std::size_t b = 0; b < 5; ++b)
                m[row][b] -= factor * m[a][b];
        }
    std::array<double, 4> result{};
    for (std::size_t a = 0; a < n; ++a)
        result[a] = m[a][a] > 0.0 ? m[a][4] / m[a][a] : 0.0;
    return result;
}

void Window::follow() {
    const std::size_t count = parts(), length = driven_.size() / count;
    if (length < 2) return;
    std::vector<double> place(count), phase(count), strength(count);
    double last = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
        Complex sum = 0.0;
        for (std::size_t i = k * length; i < (k + 1) * length; ++i)
            if (weight_[i] > 0.0) sum += driven_[i] * std::conj(turn_[i]);
        place[k] = (static_cast<double>(k) + 0.5) / static_cast<double>(count) * 2.0 - 1.0;
        strength[k] = std::abs(sum);
        const double angle = std::arg(sum);
        phase[k] = k == 0 ? angle : last + std::remainder(angle - last, twoPi);
        if (strength[k] > 0.0) last = phase[k];
    }
    const auto c = polynomial(place, phase, strength, count > cubicParts ? 3 : 1);
    const double scale = 2.0 / static_cast<double>(length * count);
    for (std::size_t i = 0; i < turn_.size(); ++i) {
        const double x = (static_cast<double>(i) + 0.5) * scale - 1.0;
        turn_[i] *= std::polar(1.0, c[0] + x * (c[1] + x * (c[2] + x * c[3])));
    }
}

/** The middle of five, so that the part with a click does not count; then a smooth line through them. */
std::vector<double> smoothed(const std::vector<double>& phase, const std::vector<double>& strength, double sigmaParts) {
    const std::size_t count = phase.size();
    std::vector<double> middle(count), smooth(count);
    for (std::size_t k = 0; k < count; ++k) {
        std::array<float, 5> five{};
        const std::size_t from = std::clamp<std::size_t>(k, 2, count - 3) - 2;
        for (std::size_t i = 0; i < five.size(); ++i)
            five[i] = static_cast<float>(phase[from + i]);
        middle[k] = medianOf(five);
    }
    const auto reach = static_cast<std::ptrdiff_t>(std::ceil(3.0 * sigmaParts));
    for (std::ptrdiff_t k = 0; k < std::ssize(middle); ++k) {
        double sum = 0.0, weights = 0.0;
        for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(k - reach, 0);
             i <= std::min(k + reach, std::ssize(middle) - 1); ++i) {
            const double x = static_cast<double>(i - k) / sigmaParts;
            const double weight = std::exp(-0.5 * x * x) * strength[static_cast<std::size_t>(i)];
            sum += weight * middle[static_cast<std::size_t>(i)];
            weights += weight;
        }
        smooth[static_cast<std::size_t>(k)] = weights > 0.0 ? sum / weights : 0.0;
    }
    return smooth;
}

void Window::followFlutter() {
    const std::size_t count = parts(), length = driven_.size() / count;
    if (count < fineParts || length < 2) return;
    std::vector<double> phase(count), strength(count);
    for (std::size_t k = 0; k < count; ++k) {
        Complex sum = 0.0;
        for (std::size_t i = k * length; i < (k + 1) * length; ++i)
            if (weight_[i] > 0.0) sum += driven_[i] * std::conj(turn_[i]);
        strength[k] = std::abs(sum);
        phase[k] = strength[k] > 0.0 ? std::arg(sum) : k > 0 ? phase[k - 1] : 0.0;
    }
    const double partSeconds = static_cast<double>(length) / rateHz_;
    const auto smooth = smoothed(phase, strength, std::max(flutterSeconds / partSeconds, 0.5));
    for (std::size_t i = 0; i < turn_.size(); ++i) {
        const double at = (static_cast<double>(i) + 0.5) / static_cast<double>(length) - 0.5;
        const auto k = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(count - 2)));
        const double part = std::clamp(at - static_cast<double>(k), 0.0, 1.0);
        turn_[i] *= std::polar(1.0, smooth[k] + part * (smooth[k + 1] - smooth[k]));
    }
}

void Window::fit() {
    double cc = 0.0, cs = 0.0, ss = 0.0, dc = 0.0, ds = 0.0, oc = 0.0, os = 0.0;
    for (std::size_t i = 0; i < turn_.size(); ++i) {
        const double c = turn_[i].real(), s = turn_[i].imag(), w = weight_[i];
        cc += w * c * c;
        cs += w * c * s;
        ss += w * s * s;
        dc += w * c * driven_[i];
        ds += w * s * driven_[i];
        oc += w * c * other_[i];
        os += w * s * other_[i];
    }
    const double det = cc * ss - cs * cs;
    if (!(det > 0.0)) return;
    // a cos + b sin is the real part of (a - i b) exp(i phase).
    drivenSize_ = {(dc * ss - ds * cs) / det, -(ds * cc - dc * cs) / det};
    otherSize_ = {(oc * ss - os * cs) / det, -(os * cc - oc * cs) / det};
}

/** The power of each block's differences, of what no glide explains: rumble and hum do not hide a click there. At high
    rates the differences are of a few samples together, or the noise above the sound would hide it. */
std::array<std::vector<float>, 2> Window::restPowers(std::size_t block, std::size_t together) const {
    const std::size_t count = turn_.size() / block;
    std::array<std::vector<float>, 2> power{std::vector<float>(count), std::vector<float>(count)};
    double driven = 0.0, other = 0.0, lastDriven = 0.0, lastOther = 0.0;
    for (std::size_t i = 0; i < count * block; ++i) {
        driven += driven_[i] - (drivenSize_ * turn_[i]).real();
        other += other_[i] - (otherSize_ * turn_[i]).real();
        if ((i + 1) % together != 0) continue;
        if (i >= together) {
            power[0][i / block] += static_cast<float>((driven - lastDriven) * (driven - lastDriven));
            power[1][i / block] += static_cast<float>((other - lastOther) * (other - lastOther));
        }
        lastDriven = std::exchange(driven, 0.0);
        lastOther = std::exchange(other, 0.0);
    }
    return power;
}

void Window::leaveOutClicks() {
    const auto together = std::max<std::size_t>(static_cast<std::size_t>(std::lround(rateHz_ / togetherHz)), 1);
    auto block = std::max<std::size_t>(static_cast<std::size_t>(clickBlockSeconds * rateHz_), 8);
    block -= block % together;
    const std::size_t count = turn_.size() / block;
    if (count < 8) return;
    const auto power = restPowers(block, together);
    std::vector<char> bad(count, 0);
    for (const auto& blocks : power) {
        auto copy = blocks;
        const float limit = clickFactor * static_cast<float>(medianOf(copy));
        for (std::size_t b = 0; b < count; ++b)
            if (blocks[b] > limit)
                for (std::size_t near = b > 0 ? b - 1 : 0; near <= std::min(b + 1, count - 1); ++near)
                    bad[near] = 1;
    }
    const auto lost = static_cast<double>(std::count(bad.begin(), bad.end(), char{1}));
    weight_ = taper_;
    if (lost > mostLeftOut * static_cast<double>(count)) return;
    for (std::size_t i = 0; i < count * block; ++i)
        if (bad[i / block]) weight_[i] = 0.0;
}

SweepReading Window::reading() const {
    SweepReading reading;
    reading.amplitude = std::abs(drivenSize_);
    reading.isSound = reading.amplitude > 0.0;
    if (reading.isSound) reading.leak = otherSize_ / drivenSize_;
    return reading;
}

} // namespace

SweepReading readSweep(const SweepBand& band, std::span<const double> driven, std::span<const double> other,
                       double fromSeconds, double rateHz) {
    if (driven.size() < 64) return {};
    Window window(band, driven, other, fromSeconds, rateHz);
    window.follow();
    window.followFlutter();
    window.fit();
    for (int pass = 0; pass < 2; ++pass) {
        window.leaveOutClicks();
        window.follow();
        window.followFlutter();
        window.fit();
    }
    return window.reading();
}

} // namespace phonostage::dsp
