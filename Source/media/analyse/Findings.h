// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"

#include <string>
#include <vector>

namespace phonostage::media {

/** Something that is wrong with a capture or the hook-up behind it, with its evidence and what to do. */
struct Finding {
    std::string id;      ///< "clipped_before"
    std::string channel; ///< "left", "right", "both"; "both" for a mono file
    bool isSure = false; ///< else likely
    double value = 0.0;
    std::string unit;
    std::string evidence, remedy; ///< sentences
};

/** What the overload watch's figures show: "clipped_before", a stage before the interface clips; its value is the level
    of the ceiling in dBFS. */
[[nodiscard]] std::vector<Finding> findings(const Report& report);

} // namespace phonostage::media
