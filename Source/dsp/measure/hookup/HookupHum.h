// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupBlock.h"

#include <deque>

namespace phonostage::dsp {

/** A comb of lines on 50 or 60 Hz and its multiples. */
struct HookupHum {
    int lines = 0;            ///< of the first twelve, those that stand out by 10 dB and are steady
    double score = 0.0;       ///< sum of what they stand out by beyond 10 dB, at most 25 dB each
    double nominalHz = 0.0;   ///< 50 or 60
    double frequencyHz = 0.0; ///< of the first, found from all lines
    double highestDb = 0.0;   ///< by which a line stands out
    double levelDb = -200.0;  ///< of the strongest good line, dB of its mean square
    double firstDb = -300.0, strongestOvertoneDb = -300.0;
    double swingDb = 99.0;       ///< of the lines' mean level in the quieter moments
    double quietChangeDb = 99.0; ///< of their level in the quietest sixth of the blocks
    double musicSwingDb = 0.0;   ///< loudest against quietest block
    [[nodiscard]] bool isFound() const { return lines > 0; }
};

/** The best comb of either channel: a hum is what is left when the music is low. */
[[nodiscard]] HookupHum findHum(const std::deque<HookupBlock>& blocks, double binHz);

} // namespace phonostage::dsp
