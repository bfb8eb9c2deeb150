// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

constexpr int guardedPieceSamples = 32;

/** copyGuarded() of so many samples, in the widest registers there are. */
double copyGuardedPiece(const double* samples, double* to);

} // namespace phonostage::dsp
