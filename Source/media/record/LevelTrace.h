// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/Feed.h"

#include <array>
#include <cstdint>

namespace phonostage::media {

/** The level of a twentieth of a second, full scale 1.0. Mono has the same on both sides. */
struct LevelColumn {
    std::int64_t position = 0; ///< of its first frame, since the device began
    std::array<float, 2> peak{};
    std::array<float, 2> rms{};
};

/** What a picture of the level is drawn from: a column for each twentieth of a second that a recorder hears. One thread
    adds, another takes. */
class LevelTrace {
public:
    static constexpr double columnSeconds = 0.05;

    void prepare(double sampleRateHz, int channels);
    /** Interleaved. */
    void process(const float* samples, int frames);
    /** New columns since the last call, oldest first; where nobody looks, those of the last minute. */
    [[nodiscard]] std::vector<LevelColumn> take() { return columns_.take(); }

private:
    int channels_ = 2, columnFrames_ = 2400, inColumn_ = 0;
    std::int64_t position_ = 0;
    std::array<double, 2> squares_{};
    std::array<float, 2> peaks_{};
    Feed<LevelColumn, 1200> columns_;
};

} // namespace phonostage::media
