// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupListener.h"
#include "dsp/measure/hookup/HookupVerdict.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Which stretches of a file are listened to. */
class HookupSchedule {
public:
    explicit HookupSchedule(std::int64_t framesPerBlock);

    [[nodiscard]] bool isListening() const { return position_ >= start_; }
    /** Frames to the end of the stretch, or to the beginning of the next. */
    [[nodiscard]] std::int64_t framesLeft() const { return (isListening() ? end_ : start_) - position_; }
    /** At most framesLeft(). True at the end of a stretch. */
    bool advance(std::int64_t frames);

private:
    std::int64_t framesPerBlock_, position_ = 0, start_ = 0, end_;
};

/** The hook-up check of a whole file, in constant memory. It listens to the first 87 s, and then to 44 s from 6, 23, 93
    ... minutes on: wiring does not change, and so the check costs little. A fault of the wiring is one that half of
   these stretches show, where they have music; hum one that is sure in any; the gain is low where it is in all. */
class HookupSurvey {
public:
    /** 44.1 to 768 kHz, HookupListener's. channels: of the file; one channel is asked nothing about the other. */
    HookupSurvey(double rateHz, int channels, HookupContext context, HookupHolds holds = HookupHolds::side);

    /** Where it is. */
    [[nodiscard]] const HookupSchedule& schedule() const { return schedule_; }
    /** Planar, of one or two channels as given above; anything, NaN included. Sample is float or double. */
    template <typename Sample> void add(const Sample* const* channels, std::int64_t frames);
    /** As add(), while it does not listen: at most schedule().framesLeft(). */
    void pass(std::int64_t frames) { schedule_.advance(frames); }
    /** No more comes. Once. */
    void finish();
    /** After finish(). Without overloads: see joinedFindings(). */
    [[nodiscard]] const HookupVerdict& verdict() const { return verdict_; }
    /** That were listened to. */
    [[nodiscard]] double heardSeconds() const { return heardSeconds_; }

private:
    void endStretch();
    [[nodiscard]] bool isShown(const HookupFinding& finding) const;
    void join();

    HookupListener listener_;
    int channels_;
    HookupContext context_;
    HookupHolds holds_;
    HookupSchedule schedule_;
    std::vector<HookupVerdict> verdicts_;
    HookupVerdict verdict_;
    double heardSeconds_ = 0.0;
};

extern template void HookupSurvey::add<float>(const float* const*, std::int64_t);
extern template void HookupSurvey::add<double>(const double* const*, std::int64_t);

} // namespace phonostage::dsp
