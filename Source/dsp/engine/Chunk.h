// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** Frames of one internal chunk, counted from reset, whatever blocks the host sends. Input and output are given no more
    at once, nor frames of two chunks. Other stations neither, where anything moves. */
constexpr int chunkFrames = 32;

/** Frames that filters are given at most at once, of one span: four chunks, at whose end states that have decayed are
    looked for. */
constexpr int spanFrames = 4 * chunkFrames;

} // namespace phonostage::dsp
