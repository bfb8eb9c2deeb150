// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "info/ProgramText.h"

#include <string>

namespace phonostage::info {

// What is sourced by the shell; needs no other package. For zsh: CompletionZsh.h.
[[nodiscard]] std::string bashCompletion(const Program& program);
[[nodiscard]] std::string fishCompletion(const Program& program);

} // namespace phonostage::info
