// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/fit/Corrector.h"

#include <span>

namespace phonostage::dsp {

/** A start point of the fit, and where it came from. */
struct CorrectorStart {
    double rateHz = 0.0;       ///< for a band up to 20 kHz: only 20 kHz / rate matters
    double delaySamples = 0.0; ///< of the target at low frequencies
    CorrectorPoint point;
};

/** Two zeros at z = -1, four real ones, three biquads: for targets that lag. */
constexpr CorrectorShape laggingShape{2, 4, 3};
[[nodiscard]] std::span<const CorrectorStart> laggingStarts();

/** Four real zeros, two biquads: for targets that hardly lag, for high rates, and for fits in magnitude alone. */
constexpr CorrectorShape plainShape{0, 4, 2};
[[nodiscard]] std::span<const CorrectorStart> plainStarts();
[[nodiscard]] std::span<const CorrectorStart> recordingStarts();

/** A closed form of the plain shape: real negative zeros and poles that take turns, for a target that lags by some
   samples (up to 1, or leads by as much). Near ((1 + 1/z) / 2)^(2/3 delay), whose phase is that of a constant delay. */
[[nodiscard]] CorrectorPoint interlacedCorrector(double delaySamples);

} // namespace phonostage::dsp
