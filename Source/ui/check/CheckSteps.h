// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupContext.h"
#include "dsp/measure/hookup/HookupFinding.h"
#include "dsp/measure/hookup/HookupSession.h"
#include "ui/check/HookupSketch.h"

#include <juce_core/juce_core.h>

#include <vector>

namespace phonostage::ui {

/** One thing that was looked at, and the figure it rests on. */
struct CheckTick {
    juce::String name, figure;
    SignKind state = SignKind::open;
    bool operator==(const CheckTick&) const = default;
};

/** One step of the check as it is shown. */
struct CheckStep {
    juce::String title, seconds; ///< "Music", "31 of 45 s"
    double part = 0.0;           ///< of the wanted seconds, 0 to 1
    bool isNow = false;
    std::vector<CheckTick> ticks;
    bool operator==(const CheckStep&) const = default;
};

/** Needle up, lead-in, music. A tick is wrong or doubtful where a finding says so, good where enough was heard for a
    verdict, and open before. findings: those of the whole check. */
[[nodiscard]] std::vector<CheckStep> checkSteps(const dsp::HookupProgress& progress,
                                                const std::vector<dsp::HookupFinding>& findings,
                                                const dsp::HookupContext& context, bool isListening);

/** Whether enough was heard to say that a fault is not there. */
[[nodiscard]] bool wasLookedFor(dsp::HookupFault fault, const dsp::HookupProgress& progress,
                                const dsp::HookupContext& context);

/** A figure of a finding on its scale, with what is usual there. */
struct EvidenceScale {
    juce::String name, reading, usual; ///< "Level", "−12 dBV", "−75 to −42"
    double low = 0.0, high = 1.0, value = 0.0, usualLow = 0.0, usualHigh = 0.0;
};
/** Whether the scales of a finding say all that its sentences do. */
[[nodiscard]] bool scalesSayAll(const dsp::HookupFinding& finding);
/** None for findings whose evidence is no figure on a scale. */
[[nodiscard]] std::vector<EvidenceScale> evidenceScales(const dsp::HookupFinding& finding);

} // namespace phonostage::ui
