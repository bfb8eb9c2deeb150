// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/Commands.h"

#include <memory>

namespace phonostage::cli {

/** The flags that choose an input of this machine. */
[[nodiscard]] std::shared_ptr<SourceFlags> systemInputs();

} // namespace phonostage::cli
