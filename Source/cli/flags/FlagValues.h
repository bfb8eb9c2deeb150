// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/CurveCatalogue.h"
#include "media/analyse/CalibrateFile.h"
#include "media/io/AudioWriter.h"
#include "media/render/Render.h"
#include "params/ParameterTable.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::cli {

// What is written behind a flag. All of these throw UsageError, which names the flag.

/** A quantity inside a range. */
[[nodiscard]] double readQuantity(const std::string& flag, std::string_view text, std::string_view unit, double minimum,
                                  double maximum);

/** The value of an entry of the table. */
[[nodiscard]] double readEntry(params::Id id, std::string_view text);

[[nodiscard]] bool readOnOff(const std::string& flag, const std::string& text);

/** Which of the words is written, whatever its case. */
[[nodiscard]] std::size_t readWord(const std::string& flag, const std::string& text,
                                   const std::vector<std::string_view>& words);
/** Says which of the words may be meant, and lists them all, followed by `more`. */
[[noreturn]] void refuseWord(const std::string& flag, const std::string& text,
                             const std::vector<std::string_view>& words, const std::string& more = {});

/** What to do about a name that no list has: the one that may be meant, and the command that lists them all. */
[[nodiscard]] std::string remedyForName(const std::string& name, const std::vector<std::string>& ids,
                                        const char* command);

/** The ids of a list's items, for remedyForName(). */
template <typename List> [[nodiscard]] std::vector<std::string> idsOf(const List& list) {
    std::vector<std::string> ids;
    ids.reserve(list.size());
    for (const auto& item : list)
        ids.push_back(item.id);
    return ids;
}

/** A curve of the catalogue. */
[[nodiscard]] const catalogue::CurveEntry& readCurveName(const std::string& text);

/** SHELF,TURNOVER,ROLLOFF of --custom, which is the curve then. */
void readCustomCurve(params::Values& values, const std::string& text);

/** Three entries that one flag sets. */
struct CornerIds {
    params::Id on, corner, slope;
};
/** "off", or a corner and perhaps a slope, as in 20Hz:18. */
void readCorner(params::Values& values, const std::string& flag, const std::string& text, const CornerIds& ids);

/** Seconds, at most 1e6, from "83.5", "83.5s", "1:23.5" or "1:02:03". */
[[nodiscard]] double readTime(const std::string& flag, const std::string& text);

/** The section between two times, of which either may be "". An error in the second one names `flagOfEnd`. */
[[nodiscard]] media::TimeSpan readSpan(const std::string& flag, const std::string& from, const std::string& flagOfEnd,
                                       const std::string& to);

/** FROM-TO; nothing where the text is "". */
[[nodiscard]] std::optional<media::TimeSpan> readBand(const std::string& flag, const std::string& text);

/** peak or rms; where it may be unknown, that counts as peak. */
[[nodiscard]] bool readIsRms(const std::string& flag, const std::string& text, bool mayBeUnknown);

/** Hertz, separated by commas, each above 0 and below half the rate. */
[[nodiscard]] std::vector<double> readFrequencies(const std::string& text, double rateHz);

[[nodiscard]] media::SampleFormat readBits(const std::string& text);

[[nodiscard]] media::SpeedBack readSpeedBack(const std::string& text);

/** Whether --declick-quality says offline. */
[[nodiscard]] bool readIsOffline(const std::string& declickQuality);

/** Of --jobs: 1 to 256, or auto, as many as there are processors. */
[[nodiscard]] int readJobs(const std::string& text);

} // namespace phonostage::cli
