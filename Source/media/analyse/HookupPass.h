// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"
#include "media/render/SideThread.h"

#include "dsp/measure/hookup/HookupSurvey.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace phonostage::media {

/** The hook-up check beside the reading of a file: on a thread of its own where there is more than one processor, so
    that it does not hold up the work that it accompanies. */
class HookupPass {
public:
    /** rateHz: 44.1 kHz or more, see isPossible(). */
    HookupPass(double rateHz, int channels, const RenderStage& stage, const CaptureFacts& facts);

    [[nodiscard]] static bool isPossible(double rateHz) {
        return rateHz >= dsp::HookupListener::lowestRateHz && rateHz <= dsp::HookupListener::highestRateHz;
    }

    /** The raw samples, planar, one or two channels. They are copied. */
    void add(const double* const* channels, int frames);
    /** Once, when all is added. */
    [[nodiscard]] dsp::HookupVerdict finish();

private:
    /** Samples for the survey, and before them what it passes over. */
    struct Piece {
        std::array<std::vector<double>, 2> samples;
        std::int64_t passed = 0;
    };

    void handOver();

    int channels_;
    dsp::HookupSurvey survey_;
    dsp::HookupSchedule schedule_; ///< where the newest sample is; the survey is behind
    std::array<Piece, 2> pieces_;
    std::size_t filling_ = 0;
    std::optional<SideThread> side_; ///< after what its jobs use: it ends first
};

} // namespace phonostage::media
