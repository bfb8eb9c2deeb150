// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

/** A label of Audacity's: a place (both times equal) or a stretch. Seconds from the beginning of the file. */
struct TimeLabel {
    double startSeconds = 0.0;
    double endSeconds = 0.0;
    std::string text;

    bool operator==(const TimeLabel&) const = default;
};

/** The labels of a file as Audacity exports it: START, END, TEXT a line, tabs between, a decimal point (a comma, as
   some older versions wrote, is taken too). Lines with frequencies, which begin with a backslash, are passed over. In
   order of their starts. Any bytes may be given. Throws TrackTextFault where a line is no label or where there is none.
 */
[[nodiscard]] std::vector<TimeLabel> readLabels(std::string_view bytes);

/** As Audacity imports it, to the microsecond. */
[[nodiscard]] std::string writeLabels(const std::vector<TimeLabel>& labels);

} // namespace phonostage::media
