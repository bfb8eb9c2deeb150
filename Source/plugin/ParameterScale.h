// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

namespace phonostage::plugin {

/** The host's 0 to 1 against an entry's own unit.

    Linear, but logarithmic for numbers whose range is positive and spans a factor of 4 or more (corners and time
    constants). Part of what automation of a release depends on: frozen as the ranges are. */
[[nodiscard]] bool isLogarithmic(const params::Entry& entry);

/** Clamps to the range; a value that is not finite gives the default's position. */
[[nodiscard]] double toNormalised(const params::Entry& entry, double value);

/** Clamps to 0 to 1 and snaps to the entry's step, so that decimal values stay decimal. */
[[nodiscard]] double fromNormalised(const params::Entry& entry, double normalised);

} // namespace phonostage::plugin
