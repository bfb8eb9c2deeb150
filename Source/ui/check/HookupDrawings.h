// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFinding.h"
#include "ui/check/HookupSketch.h"

#include <span>

namespace phonostage::ui {

/** How a finding is drawn: what is hooked up now, and what would be better. What to do, and all else that is said, is
    catalogue::hookupText()'s. */
struct HookupDrawing {
    using Draw = void (*)(const HookupSketch& sketch, const dsp::HookupFinding& finding);

    dsp::HookupFault fault;
    const char* subject;    ///< what is looked for, in a word or two: "Dead channel"
    const char* now;        ///< what the first drawing shows: one sentence
    const char* betterWord; ///< "Better", or "Try" where the fault must be narrowed down first
    Draw drawNow, drawBetter;
};

/** One for every fault, in their order. */
[[nodiscard]] std::span<const HookupDrawing> hookupDrawings();
[[nodiscard]] const HookupDrawing& hookupDrawing(dsp::HookupFault fault);

/** All as it should be. */
void drawGoodHookup(const HookupSketch& sketch);

} // namespace phonostage::ui
