// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::tests {

/** Calls of operator new on this thread since the program began. */
[[nodiscard]] long allocationCount();

} // namespace phonostage::tests
