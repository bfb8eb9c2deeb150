// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** Version, commit, compiler and libraries, a line each. */
[[nodiscard]] std::string versionText();

/** --version, and hidden from the help --man and --completion SHELL, which print what packages install. Made from the
    commands that `program` has when they are asked for, the parameter table and the catalogues. */
void addSelfDescription(CLI::App& program);

} // namespace phonostage::cli
