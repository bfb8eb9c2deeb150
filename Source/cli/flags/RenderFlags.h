// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/InputFlags.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"

#include <string>
#include <vector>

namespace phonostage::cli {

/** The flags of `render`, as they were written. */
struct RenderFlags {
    StageFlags stage;
    InputFlags input;
    std::vector<std::string> files; ///< IN, IN OUT, or captures alone: see planRender()
    std::string outFolder;
    std::string report, levelsPng, responsePng;
    std::string bits = "24";
    std::string speedBack = "rate";
    std::string declickQuality = "live";
    std::string jobs = "1";
    bool again = false; ///< also what is done already
    bool overwrite = false, strict = false, quiet = false, progress = false;

    [[nodiscard]] Talk talk() const { return talkOf(quiet, progress); }
    [[nodiscard]] bool reportToStdout() const { return report == "-"; }
};

} // namespace phonostage::cli
