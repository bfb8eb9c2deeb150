// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** A linear-phase low-pass with a Kaiser window of beta 7: its ripple is 72 dB down, and it falls within 4.5 / length
    cycles per sample around the cutoff, where it is 6 dB down. cutoff in cycles per sample, 0 to 0.5; length odd. The
    sum of the taps is 1. */
[[nodiscard]] std::vector<double> kaiserLowPass(double cutoff, std::size_t length);

} // namespace phonostage::dsp
