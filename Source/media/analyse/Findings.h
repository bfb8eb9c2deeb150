// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"

#include "dsp/measure/hookup/HookupFinding.h"

#include <vector>

namespace phonostage::media {

/** What is known for the check of a capture that is read at a stage's input level. */
[[nodiscard]] dsp::HookupContext hookupContext(const RenderStage& stage, const CaptureFacts& facts);

/** What is wrong with the capture or the hook-up behind it, the worst first: of the hook-up check where it has
   listened, and what the overload watch's figures show. Words: catalogue/HookupTexts.h. */
[[nodiscard]] std::vector<dsp::HookupFinding> findings(const Report& report);

} // namespace phonostage::media
