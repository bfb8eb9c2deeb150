// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
} // namespace CLI

namespace phonostage::cli {

/** What is wrong with a command line that does not parse: the word that nobody knows and what may be meant by it, in
   one line; else the parser's own words. arguments: as they were written, without the program's name. */
[[nodiscard]] std::string explainMistake(const CLI::App& program, const CLI::ParseError& error,
                                         const std::vector<std::string>& arguments);

} // namespace phonostage::cli
