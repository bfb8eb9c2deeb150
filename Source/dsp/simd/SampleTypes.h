// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** Copies in the other type, in the widest registers there are. to and from do not overlap. */
void convert(const float* from, double* to, int count);
/** Rounds to nearest. */
void convert(const double* from, float* to, int count);

} // namespace phonostage::dsp
