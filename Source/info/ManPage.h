// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "info/ProgramText.h"

#include <string>

namespace phonostage::info {

/** A page of section 1, for man. `date` as in "2026-11-21", may be empty. */
[[nodiscard]] std::string manPage(const Program& program, const std::string& version, const std::string& date);

} // namespace phonostage::info
