// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/Curve.h"

#include <string>
#include <string_view>

namespace phonostage::catalogue {

/** The customary short name of a curve, "500R-13.7", made from its time constants:

    - the turnover in Hz, to the nearest 10 Hz; 0 where there is none;
    - a letter for the whole lift of the bass shelf, 20 log10(shelf / turnover): R 20, B 18, A 16, C 14, X 12 dB, the
      nearest of them; N without a shelf;
    - the loss at 10 kHz of the treble section alone, in dB to one decimal, a zero left out: 13.7 for 75 us.

    "flat" without any of the three. A code names a curve, it does not define it: sources round differently, and the
    level at 10 kHz of the whole curve re 1 kHz is another number (see levelAt10kDb()). */
[[nodiscard]] std::string turnoverRolloffCode(const dsp::Curve& curve);

/** Null text ("") where a code has that form and is this curve's within what sources round: turnover within 5 %, letter
    within 2.1 dB of the shelf's lift, loss within 0.7 dB of the treble section's. Else one sentence with the remedy. */
[[nodiscard]] std::string whyNotCodeOf(std::string_view code, const dsp::Curve& curve);

} // namespace phonostage::catalogue
