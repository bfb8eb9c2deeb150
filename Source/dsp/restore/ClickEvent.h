// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace phonostage::dsp {

/** A click that was taken out. */
struct ClickEvent {
    std::int64_t start = 0; ///< frame of the input
    int length = 0;         ///< frames
    int channel = 0;        ///< 0 left, 1 right
    float peakVolts = 0.0F; ///< the largest sample of what was taken out
    bool isCrackle = false; ///< found by the crackle's control
    bool isSecond = false;  ///< part of one that was told already: its tail, or the other channel's
};

} // namespace phonostage::dsp
