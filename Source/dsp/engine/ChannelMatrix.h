// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

namespace phonostage::dsp {

/** What the channels station makes of a frame, as one matrix: crosstalk undone, polarity, swap, balance, mode, in this
    order. */
struct ChannelMatrix {
    double leftFromLeft = 1.0, leftFromRight = 0.0, rightFromLeft = 0.0, rightFromRight = 1.0;
};

[[nodiscard]] ChannelMatrix channelMatrix(const LevelSettings& settings);

} // namespace phonostage::dsp
