// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace phonostage::media {

/** How clicks and crackle are taken out of files. */
enum class ClickQuality {
    live,   ///< to the bit as they are heard
    offline ///< looks both ways: gentler with music, three times the work
};

/** The one table of their words: command line, sidecar, report and app all read it. */
struct ClickQualityEntry {
    ClickQuality quality;
    const char* word; ///< in files and on the command line, frozen
    const char* name; ///< on the screen
};

inline constexpr std::array<ClickQualityEntry, 2> clickQualities{
    {{ClickQuality::live, "live", "As heard"}, {ClickQuality::offline, "offline", "Offline"}}};

[[nodiscard]] constexpr const ClickQualityEntry& entryOf(ClickQuality quality) {
    return clickQualities[quality == ClickQuality::offline ? 1 : 0];
}

} // namespace phonostage::media
