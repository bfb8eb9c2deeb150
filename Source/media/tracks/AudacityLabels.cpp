// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/AudacityLabels.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <optional>

namespace phonostage::media {
namespace {

constexpr double mostSeconds = 1e7; ///< four months: beyond it is no time of a recording

std::optional<double> readSeconds(std::string_view text) {
    std::string plain(base::trimmed(text));
    if (const auto comma = plain.find(','); comma != std::string::npos && plain.find('.') == std::string::npos)
        plain[comma] = '.';
    const auto value = base::parseDecimal(plain);
    return value && *value >= 0.0 && *value <= mostSeconds ? value : std::nullopt;
}

/** The text up to the next tab (or, in a line without tabs, blank), which is taken off. */
std::string_view takeField(std::string_view& line) {
    const char separator = line.find('\t') != std::string_view::npos ? '\t' : ' ';
    const auto end = line.find(separator);
    const auto field = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return field;
}

} // namespace

std::vector<TimeLabel> readLabels(std::string_view bytes) {
    if (bytes.size() > mostTrackTextBytes) throw TrackTextFault("is larger than 1 MiB: this is no file of labels");
    const auto text = decodedText(bytes);
    std::vector<TimeLabel> labels;
    std::size_t number = 0;
    for (auto line : linesOf(text)) {
        ++number;
        if (base::trimmed(line).empty() || line.front() == '\\') continue;
        const auto whole = line;
        const auto start = readSeconds(takeField(line));
        const auto end = readSeconds(takeField(line));
        if (!start || !end)
            throw TrackTextFault(number,
                                 "'" + base::oneLine(whole.substr(0, 60)) +
                                     "' is no label: write START, END and TEXT with tabs between, times in seconds");
        if (*end < *start) throw TrackTextFault(number, "the label ends before it begins: correct its times");
        if (labels.size() >= mostListedTracks)
            throw TrackTextFault(number, "there are more than 999 labels: remove some");
        labels.push_back({*start, *end, cleanTitle(line)});
    }
    if (labels.empty())
        throw TrackTextFault("has no labels: export them from Audacity with File, Export, Export Labels");
    std::stable_sort(labels.begin(), labels.end(),
                     [](const auto& a, const auto& b) { return a.startSeconds < b.startSeconds; });
    return labels;
}

std::string writeLabels(const std::vector<TimeLabel>& labels) {
    std::string text;
    for (const auto& label : labels)
        text += base::formatFixed(label.startSeconds, 6) + "\t" + base::formatFixed(label.endSeconds, 6) + "\t" +
                cleanTitle(label.text) + "\n";
    return text;
}

} // namespace phonostage::media
