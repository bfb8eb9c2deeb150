// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/measure/hookup/HookupMeter.h"
#include "dsp/measure/hookup/HookupStore.h"
#include "dsp/measure/hookup/HookupVerdict.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace phonostage::dsp {

/** One of the three steps of a check: needle up, lead-in, music. */
struct HookupStep {
    double seconds = 0.0;                   ///< that it was heard
    std::optional<HookupFeatures> features; ///< of its last 87 s: the figures behind the ticks

    bool isDone(double wantedSeconds) const { return seconds >= wantedSeconds; }
};

/** How far a check is, and what it has found. */
struct HookupProgress {
    /** What each step needs for its verdicts, seconds. */
    static constexpr double needleUpSeconds = 15.0, leadInSeconds = 10.0, musicSeconds = 45.0;

    double seconds = 0.0; ///< that were heard in all
    HookupPhase now = HookupPhase::nothing;
    HookupStep needleUp, leadIn, music;
    HookupVerdict verdict; ///< of the last 87 s; overloads are joined by joinedFindings()
};

/** The hook-up check of what plays now: sorts what it hears into the three steps by itself, and judges again every
    four, later every eight seconds. Any cut of the input gives the same at the same sample. Allocates: for a thread
   that may take its time. */
class HookupSession {
public:
    /** 44.1 to 768 kHz. */
    explicit HookupSession(double rateHz);

    void setContext(const HookupContext& context) { context_ = context; }
    /** As HookupListener. */
    template <typename Sample> void add(const Sample* left, const Sample* right, std::int64_t frames) {
        meter_.add(left, right, frames,
                   [this](HookupBlock&& block, std::span<const float> power) { take(std::move(block), power); });
    }
    /** Samples were lost here: the block under way is dropped, what was heard stays. */
    void skip() { meter_.restart(); }
    /** Begins again. */
    void clear();

    [[nodiscard]] const HookupProgress& progress() const { return progress_; }

private:
    void take(HookupBlock&& block, std::span<const float> power);

    HookupContext context_;
    HookupMeter meter_;
    HookupStore all_;
    std::array<HookupStore, 3> steps_;
    HookupProgress progress_;
};

} // namespace phonostage::dsp
