// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace phonostage::info {

/** The description of a program and its use; manual page and shell completion are made from it. Texts are UTF-8. */

enum class Takes { nothing, text, file, folder };

struct Flag {
    std::vector<std::string> names; ///< "--quiet", "-q"
    Takes takes = Takes::nothing;
    std::string value; ///< what stands for it in the help: "FILE"
    std::string help;
    std::string manual;             ///< what the manual says instead, where that is more
    std::string group;              ///< heading in the manual, empty for the first
    std::vector<std::string> words; ///< values known by name
};

struct Argument {
    std::string name;
    std::string help;
    Takes takes = Takes::text;
    bool required = false;
    bool repeated = false;
    std::vector<std::string> words;
};

struct Command {
    std::string name; ///< "render", "preset save"; empty for the program itself
    std::string help;
    std::vector<Argument> arguments;
    std::vector<Flag> flags;
    std::string footer; ///< lines that begin with two blanks are kept as they are
};

struct Section {
    std::string title;
    std::string text;
    std::vector<std::pair<std::string, std::string>> entries; ///< a term and what it means
};

struct Program {
    std::string name;
    std::string summary; ///< half a sentence without a point
    std::string description;
    std::vector<Command> commands; ///< the first is the program itself
    std::vector<Section> sections;
    std::string seeAlso; ///< "phonostage-app(1)"
};

} // namespace phonostage::info
