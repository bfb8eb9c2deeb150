// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFinding.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace phonostage::catalogue {

/** The words for a fault of the hook-up, the same on the command line, in the windows and in the manual. */
struct HookupText {
    dsp::HookupFault fault;
    const char* id;          ///< for scripts: "weak_channel"
    const char* title;       ///< what it is, where that is sure: no full stop
    const char* likelyTitle; ///< where it is likely
    const char* sound;       ///< what it sounds like: sentences, as the next
    const char* remedy;      ///< what to do
};

/** All of them, in the order of gravity. */
[[nodiscard]] std::span<const HookupText> hookupTexts();
[[nodiscard]] const HookupText& hookupText(dsp::HookupFault fault);

/** "The right channel is dead": the title that fits confidence and channel. */
[[nodiscard]] std::string hookupTitle(const dsp::HookupFinding& finding);
/** What was measured, in sentences. */
[[nodiscard]] std::string hookupEvidence(const dsp::HookupFinding& finding);
/** Of the finding's value: "dBV", "dBFS", "dB", "samples" ... */
[[nodiscard]] const char* hookupUnit(const dsp::HookupFinding& finding);
/** "left", "right", "both". */
[[nodiscard]] const char* hookupChannel(dsp::HookupChannel channel);

} // namespace phonostage::catalogue
