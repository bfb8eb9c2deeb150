// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::ui {

// Of fields that open a list, in points.
inline constexpr int fieldPadding = 10, chevronWidth = 22;

/** Of the usual step, where a key is held for fine steps. */
inline constexpr double fineFactor = 0.1;

} // namespace phonostage::ui
