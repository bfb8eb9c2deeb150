// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/LowLines.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double leastLowRateHz = 300.0;
constexpr double windowSeconds = 1.6;
constexpr std::size_t transformSize = 1024;
constexpr double floorHz = 2.2;
constexpr double beforeHz = 10.0, behindHz = 14.0;

/** The largest power of two that leaves a low rate of 300 Hz and more. */
std::size_t stepOf(double rateHz) {
    std::size_t step = 1;
    while (rateHz / static_cast<double>(2 * step) >= leastLowRateHz)
        step *= 2;
    return step;
}

/** Three means over `step` samples, one after the other: zero at all multiples of the low rate, which would fold back.
 */
std::vector<double> threeMeans(std::size_t step) {
    std::vector<double> taps(1, 1.0);
    for (int pass = 0; pass < 3; ++pass) {
        std::vector<double> next(taps.size() + step - 1, 0.0);
        for (std::size_t i = 0; i < taps.size(); ++i)
            for (std::size_t k = 0; k < step; ++k)
                next[i + k] += taps[i] / static_cast<double>(step);
        taps = std::move(next);
    }
    return taps;
}

/** Power that three means of this length take from a frequency. */
double meansPower(double hz, double lowRateHz) {
    const double x = std::numbers::pi * hz / lowRateHz;
    return x > 0.0 ? std::pow(std::sin(x) / x, 6.0) : 1.0;
}

} // namespace

GlideTracker::Limits LowLines::glideLimits() {
    GlideTracker::Limits limits;
    limits.windowSeconds = 5.0;
    limits.slowest = 0.03;
    limits.mayFall = true;
    limits.leastOctaves = 1.0;
    limits.leastSeconds = 5.0;
    limits.near = 0.1; // a resonance pulls the centre of the line to its side
    return limits;
}

bool isBassSweep(const HeldGlide& glide) {
    return std::min(glide.fromHz, glide.toHz) < beforeHz && std::max(glide.fromHz, glide.toHz) > behindHz;
}

LowLines::LowLines(double rateHz)
    : step_(stepOf(rateHz)), lowRateHz_(rateHz / static_cast<double>(step_)), lowPass_(threeMeans(step_)),
      windowSize_(static_cast<std::size_t>(std::lround(windowSeconds * lowRateHz_))),
      hop_(static_cast<std::size_t>(std::lround(stepSeconds * lowRateHz_))), fourier_(transformSize),
      window_(windowSize_), work_(transformSize) {
    for (std::size_t i = 0; i < windowSize_; ++i) {
        const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(windowSize_));
        window_[i] = s * s;
        windowPower_ += window_[i] * window_[i];
    }
}

void LowLines::add(std::span<const double> left, std::span<const double> right, const Sink& sink) {
    const std::array<std::span<const double>, 2> channels{left, right};
    for (std::size_t c = 0; c < 2; ++c) {
        auto& samples = samples_[c];
        samples.insert(samples.end(), channels[c].begin(), channels[c].end());
        std::size_t start = 0;
        for (; start + lowPass_.size() <= samples.size(); start += step_) {
            double sum = 0.0;
            for (std::size_t i = 0; i < lowPass_.size(); ++i)
                sum += lowPass_[i] * samples[start + i];
            low_[c].push_back(sum);
        }
        samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(start));
    }
    std::size_t from = 0;
    for (; from + windowSize_ <= low_[0].size(); from += hop_)
        sink(look(from));
    for (auto& low : low_)
        low.erase(low.begin(), low.begin() + static_cast<std::ptrdiff_t>(from));
}

LowLine LowLines::look(std::size_t from) {
    std::fill(work_.begin(), work_.end(), std::complex<double>());
    for (std::size_t i = 0; i < windowSize_; ++i)
        work_[i] = {window_[i] * low_[0][from + i], window_[i] * low_[1][from + i]};
    fourier_.forward(work_);
    const double binHz = lowRateHz_ / static_cast<double>(transformSize);
    struct Bin {
        double left, right, lateral, vertical;
    };
    const auto count = static_cast<std::size_t>(1.3 * highestHz / binHz);
    std::vector<Bin> bins(count);
    for (std::size_t k = 1; k < count; ++k) {
        const auto mirrored = std::conj(work_[transformSize - k]);
        const auto left = 0.5 * (work_[k] + mirrored);
        const auto right = std::complex<double>(0.0, -0.5) * (work_[k] - mirrored);
        const double scale = 2.0 / (static_cast<double>(transformSize) * windowPower_) /
                             meansPower(static_cast<double>(k) * binHz, lowRateHz_);
        bins[k] = {scale * std::norm(left), scale * std::norm(right), scale * std::norm(0.5 * (left + right)),
                   scale * std::norm(0.5 * (left - right))};
    }
    const auto power = [&](std::size_t k) { return bins[k].left + bins[k].right; };
    auto top = static_cast<std::size_t>(std::ceil(lowestHz / binHz));
    double all = 0.0;
    for (auto k = static_cast<std::size_t>(std::ceil(floorHz / binHz)); static_cast<double>(k) * binHz <= highestHz;
         ++k) {
        all += power(k);
        if (static_cast<double>(k) * binHz >= lowestHz && power(k) > power(top)) top = k;
    }
    // As wide as the window makes it, and as a glide does within it.
    const double hz = static_cast<double>(top) * binHz, width = 1.3 + 0.1 * hz;
    LowLine line;
    double weighted = 0.0, sum = 0.0;
    for (auto k = static_cast<std::size_t>(std::max(1.0, std::ceil((hz - width) / binHz)));
         k < count && static_cast<double>(k) * binHz <= hz + width; ++k) {
        sum += power(k);
        weighted += power(k) * static_cast<double>(k) * binHz;
        line.left += bins[k].left;
        line.right += bins[k].right;
        line.lateral += bins[k].lateral;
        line.vertical += bins[k].vertical;
    }
    line.hz = sum > 0.0 ? weighted / sum : 0.0;
    line.share = all > 0.0 ? std::min(sum / all, 1.0) : 0.0;
    const double middle = static_cast<double>(frames_ * hop_) + 0.5 * static_cast<double>(windowSize_ - 1);
    line.seconds = (middle * static_cast<double>(step_) + 0.5 * static_cast<double>(lowPass_.size() - 1)) /
                   (lowRateHz_ * static_cast<double>(step_));
    ++frames_;
    return line;
}

} // namespace phonostage::dsp
