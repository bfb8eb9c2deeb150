// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags of what is removed: --declick, --decrackle, --dehum, --hear. As text first: faults are reported in our own
   words. Stays where it is: the program that it was added to refers to it. */
class CleanFlags {
public:
    CleanFlags() = default;
    CleanFlags(const CleanFlags&) = delete;
    CleanFlags& operator=(const CleanFlags&) = delete;

    void addTo(CLI::App& command, bool hasDefaults);
    /** --declick-quality, of commands that work on whole files. unlessGiven: what counts without it. */
    static void addQualityTo(CLI::App& command, std::string& quality, const std::string& unlessGiven);
    /** Throws UsageError. */
    void read(params::Values& values) const;

private:
    std::string declick_, decrackle_, dehum_, hear_;
};

} // namespace phonostage::cli
