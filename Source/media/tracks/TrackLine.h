// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phonostage::media {

/** How a pasted list is written as a whole: what one line alone cannot show. */
struct ListHabits {
    bool dottedTimes = false;   ///< "3.45" is a time
    bool bareNumbers = false;   ///< "1 Title": the number counts the tracks
    bool singleLetters = false; ///< "A Title": a side with one track
};

/** What one line of a pasted list of tracks says. */
struct TrackLine {
    enum class Kind { blank, side, noise, track };
    Kind kind = Kind::blank;
    std::string side;     ///< of a heading or a position, in capitals
    std::string position; ///< as written
    int number = 0;       ///< of the position, 0 for none
    std::string title, artist;
    std::optional<double> seconds;
    bool timeFirst = false; ///< the time stood at the front
};

[[nodiscard]] TrackLine readTrackLine(std::string_view line, const ListHabits& habits);

/** The number a line begins with, where a blank and more text follow: "1 Title", but not "1. Title". */
[[nodiscard]] std::optional<int> bareNumberOf(std::string_view line);
/** True where a line ends in a time with a point, "3.45", in brackets or not. */
[[nodiscard]] bool endsInDottedTime(std::string_view line);
/** The capital that a line begins with, where a blank and more text follow; 0 for none. */
[[nodiscard]] char singleLetterOf(std::string_view line);
/** Without blanks, and without the bullet at its front. */
[[nodiscard]] std::string_view bareLine(std::string_view line);

} // namespace phonostage::media
