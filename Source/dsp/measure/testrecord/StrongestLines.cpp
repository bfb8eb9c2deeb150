// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/StrongestLines.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double linePieceSeconds = 0.1;
constexpr float louder = 4.0F; ///< 6 dB
constexpr double nearLine = 0.06;
/** At 192 kHz most of a worn record's noise lies above what is heard: it counts only where the line does as well. */
constexpr double usualTopHz = 24000.0, aboveLine = 1.3;

std::size_t linePieceOf(double rateHz) {
    return std::size_t{1} << static_cast<unsigned>(std::lround(std::log2(linePieceSeconds * rateHz)));
}

} // namespace

bool drives(const LineFrame& frame, DrivenSide side) {
    if (side == DrivenSide::both)
        return frame[0].power < louder * frame[1].power && frame[1].power < louder * frame[0].power;
    const std::size_t c = side == DrivenSide::right ? 1 : 0;
    return frame[c].power > louder * frame[1 - c].power;
}

StrongestLines::StrongestLines(double rateHz) : rateHz_(rateHz), fourier_(linePieceOf(rateHz)), work_(fourier_.size()) {
    window_.resize(fourier_.size());
    for (std::size_t i = 0; i < window_.size(); ++i) {
        const double s =
            std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(window_.size()));
        window_[i] = s * s;
    }
    for (auto& power : power_)
        power.resize(fourier_.size() / 2);
}

double StrongestLines::secondsOf(std::size_t frame) const { return (static_cast<double>(frame) + 1.0) * stepSeconds(); }

double StrongestLines::stepSeconds() const { return 0.5 * static_cast<double>(window_.size()) / rateHz_; }

void StrongestLines::add(std::span<const double> left, std::span<const double> right, const Sink& sink) {
    const std::size_t size = window_.size(), hop = size / 2;
    held_[0].insert(held_[0].end(), left.begin(), left.end());
    held_[1].insert(held_[1].end(), right.begin(), right.end());
    std::size_t start = 0;
    for (; start + size <= held_[0].size(); start += hop) {
        for (std::size_t i = 0; i < size; ++i)
            work_[i] = {window_[i] * held_[0][start + i], window_[i] * held_[1][start + i]};
        sink(look());
    }
    for (auto& samples : held_)
        samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(start));
}

LineFrame StrongestLines::look() {
    fourier_.forward(work_);
    const std::size_t size = window_.size(), half = size / 2;
    const double binHz = rateHz_ / static_cast<double>(size);
    const auto lowest = static_cast<std::size_t>(std::ceil(lowestHz / binHz));
    LineFrame frame;
    std::array<std::size_t, 2> tops{};
    for (std::size_t c = 0; c < 2; ++c) {
        auto& power = power_[c];
        double low = 0.0;
        std::size_t top = lowest;
        for (std::size_t k = lowest; k < half; ++k) {
            const auto mirrored = std::conj(work_[size - k]);
            power[k] = std::norm(c == 0 ? work_[k] + mirrored : work_[k] - mirrored);
            if (static_cast<double>(k) * binHz < lowBandHz) low += power[k];
            if (power[k] > power[top]) top = k;
        }
        top = std::clamp<std::size_t>(top, lowest + 1, half - 2);
        const auto highest =
            static_cast<std::size_t>(std::max(usualTopHz / binHz, aboveLine * static_cast<double>(top)));
        double all = 0.0;
        for (std::size_t k = lowest; k < std::min(half, highest); ++k)
            all += power[k];
        const double line = power[top - 1] + power[top] + power[top + 1];
        frame[c].hz = static_cast<float>(topOfLobe(power, top) * binHz);
        frame[c].power = static_cast<float>(line);
        frame[c].share = static_cast<float>(all > 0.0 ? line / all : 0.0);
        frame[c].low = static_cast<float>(low);
        const auto width = std::max<std::size_t>(1, static_cast<std::size_t>(nearLine * static_cast<double>(top)));
        double near = 0.0;
        for (std::size_t k = std::max(lowest, top - width); k <= std::min(top + width, half - 1); ++k)
            near += power[k];
        frame[c].near = static_cast<float>(all > 0.0 ? near / all : 0.0);
        tops[c] = top;
    }
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& power = power_[1 - c];
        const auto top = tops[c];
        frame[c].other = static_cast<float>(power[top - 1] + power[top] + power[top + 1]);
    }
    return frame;
}

} // namespace phonostage::dsp
