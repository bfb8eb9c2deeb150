// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace phonostage::dsp {

/** What a turntable may turn at: 33 1/3, 45 and 78.26 rpm. */
enum class TurntableSpeed { rpm33, rpm45, rpm78 };

/** What a capture holds, as far as the person says. */
enum class HookupHolds {
    side,    ///< anything: a whole side with its lead-in, gaps and run-out
    music,   ///< music from end to end: noise alone is a fault
    needleUp ///< the needle is up: no music is expected, and only what is added to the signal is looked for
};

/** What is known beside the samples. */
struct HookupContext {
    std::optional<double> fullScaleDbv;  ///< dBV rms of a sine at 0 dBFS, where the input is calibrated
    std::optional<TurntableSpeed> speed; ///< that the person has chosen; empty: no speed is called wrong
    bool isOneChannel = false;           ///< left and right are the same by design: nothing is said of either
};

} // namespace phonostage::dsp
