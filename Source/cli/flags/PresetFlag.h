// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** --preset: one of the factory, of the user, or in a file. */
class PresetFlag {
public:
    void addTo(CLI::App& command, const char* group);

    /** The file that it names; empty where it names none. */
    [[nodiscard]] std::filesystem::path file() const;

    /** Applies the preset, where one is named. Throws UsageError. */
    void read(params::Snapshot& stage) const;

private:
    std::string name_;
};

} // namespace phonostage::cli
