// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "info/ProgramText.h"

#include <string>

namespace phonostage::info {

/** What zsh finds on its fpath as _PROGRAM, or sources; needs no other package. */
[[nodiscard]] std::string zshCompletion(const Program& program);

} // namespace phonostage::info
