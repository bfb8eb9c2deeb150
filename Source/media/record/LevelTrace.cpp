// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/LevelTrace.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {

void LevelTrace::prepare(double sampleRateHz, int channels) {
    channels_ = channels;
    columnFrames_ = std::max(1, static_cast<int>(std::lround(sampleRateHz * columnSeconds)));
    inColumn_ = 0;
    position_ = 0;
    squares_ = {};
    peaks_ = {};
}

void LevelTrace::process(const float* samples, int frames) {
    for (int i = 0; i < frames; ++i) {
        for (int c = 0; c < channels_; ++c) {
            const auto channel = static_cast<std::size_t>(c);
            const float sample = *samples++;
            if (!std::isfinite(sample)) continue;
            peaks_[channel] = std::max(peaks_[channel], std::abs(sample));
            squares_[channel] += static_cast<double>(sample) * static_cast<double>(sample);
        }
        if (++inColumn_ < columnFrames_) continue;
        LevelColumn column;
        column.position = position_;
        for (std::size_t side = 0; side < 2; ++side) {
            const auto from = channels_ == 1 ? 0 : side;
            column.peak[side] = peaks_[from];
            column.rms[side] = static_cast<float>(std::sqrt(squares_[from] / columnFrames_));
        }
        columns_.add(column);
        position_ += columnFrames_;
        inColumn_ = 0;
        squares_ = {};
        peaks_ = {};
    }
}

} // namespace phonostage::media
