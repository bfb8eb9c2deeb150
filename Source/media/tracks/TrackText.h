// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** Why a list of tracks, a cue sheet or a file of labels cannot be read: one sentence with the line and the remedy. The
    caller names the file. */
class TrackTextFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    TrackTextFault(std::size_t line, const std::string& what)
        : std::runtime_error("line " + std::to_string(line) + ": " + what) {}
};

/** What is read at most: of a file, of a title, and of tracks. */
constexpr std::size_t mostTrackTextBytes = std::size_t{1} << 20;
constexpr std::size_t mostTitleBytes = 500;
constexpr std::size_t mostListedTracks = 999;

/** Text that other programs wrote, as UTF-8: that with or without a byte order mark, UTF-16 with one, and Windows-1252
    (Latin 1) where the bytes are no UTF-8. Never fails. */
[[nodiscard]] std::string decodedText(std::string_view bytes);

/** Line by line, whatever ends them: LF, CR LF or CR. The views are into the text. */
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

/** A title as lists and tags show it: one line of plain text (base::isPlainText) without blanks at its ends or two in a
    row, of mostTitleBytes at most. Takes UTF-8; what cannot be shown is left out. */
[[nodiscard]] std::string cleanTitle(std::string_view text);

/** How long a track lasts, as sleeves and shops print it: "3:45", "1:02:03", "3'45\"", "3m45s", "3:45.5", with or
   without brackets around it. `dots`: "3.45" too. Empty for anything else, and for nought. */
[[nodiscard]] std::optional<double> parseDuration(std::string_view text, bool dots = false);

} // namespace phonostage::media
