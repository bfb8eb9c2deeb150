// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/RenderFlags.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::cli {

/** Either may be "-", a standard stream. */
struct RenderJob {
    std::filesystem::path input, output;
};

/** What is to be rendered, and whether it counts as several files, though it may be one: with --out. */
struct RenderPlan {
    std::vector<RenderJob> jobs;
    bool isSeveral = false;
    std::optional<std::filesystem::path> folder; ///< that all results go to, where one is named
};

/** One file is rendered beside itself, two are IN and OUT, three or more are captures; with --out all are. A folder in
    the last place takes the results under their usual names. Throws UsageError or MediaError where two results would be
    one file, or a result one of the captures, and where a standard stream is among several files or has no name to make
    one from. */
[[nodiscard]] RenderPlan planRender(const RenderFlags& flags, const std::string& curveName);

} // namespace phonostage::cli
