// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags that each set one number of the table, as text first: faults are reported in our own words. Stays where it
    is: the program that it was added to refers to it. */
class NumberFlags {
public:
    /** What stands behind the help of the table: more words, and the default. */
    struct Help {
        std::string more;
        bool hasDefault = true;
    };

    NumberFlags() = default;
    NumberFlags(const NumberFlags&) = delete;
    NumberFlags& operator=(const NumberFlags&) = delete;

    /** The entry's own flag and help. */
    void add(CLI::App& command, params::Id id, const char* typeName, const char* group, const Help& help = {{}, true});

    [[nodiscard]] bool isGiven(params::Id id) const { return texts_.contains(id); }
    /** As it was written. Only where it is given. */
    [[nodiscard]] const std::string& text(params::Id id) const { return texts_.at(id); }

    /** All but the one that is left out, whose text is no number. Throws UsageError. */
    void read(params::Values& values, std::optional<params::Id> leftOut = std::nullopt) const;

private:
    std::map<params::Id, std::string> texts_;
};

} // namespace phonostage::cli
