// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** Frames of one internal chunk, counted from reset, whatever blocks the host sends. No station is given more at once,
    nor frames of two chunks. */
constexpr int chunkFrames = 32;

} // namespace phonostage::dsp
