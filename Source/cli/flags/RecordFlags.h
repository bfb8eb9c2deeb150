// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/StageFlags.h"
#include "media/record/Recorder.h"

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags of `record` that say what is recorded, and how it begins and ends. */
class RecordFlags {
public:
    void addTo(CLI::App& command);

    /** Throws UsageError. */
    [[nodiscard]] media::TakeRequest request() const;

private:
    StageFlags stage_;
    std::string out_;
    std::string start_ = "needle", stop_ = "run-out", preRoll_ = "10", bits_ = "24", turns_, side_;
};

} // namespace phonostage::cli
