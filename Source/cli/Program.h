// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/Commands.h"

#include <functional>
#include <vector>

namespace phonostage::cli {

/** One of Commands.h: adds a command and returns what runs it. */
using AddCommand = std::function<Runner(CLI::App&)>;
/** Adds the flags that tell about the program: --version and the like. */
using Describe = std::function<void(CLI::App&)>;

/** The whole program with these commands, from its arguments to its exit status: 0, or 1 where the work failed, 2 where
    the command line is wrong, 3 for what --strict refuses. Says on standard error what went wrong, in one line. */
int runProgram(int argc, char** argv, const std::vector<AddCommand>& commands, const Describe& describe);

} // namespace phonostage::cli
