// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Sidecar.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace phonostage::app {

constexpr int longestSideMinutes = 600;
constexpr std::size_t longestRecordText = 300; ///< bytes of an album's or an artist's name here

/** What is recorded, and where to: kept from one start of the app to the next. Texts are plain UTF-8. */
struct RecordSettings {
    std::string folder;                                 ///< "": the usual one, see usualRecordFolder()
    bool isFlac = true;                                 ///< else WAV
    media::SampleWord word = media::SampleWord::bits24; ///< 16, 24, and in WAV 32-bit float
    bool byItself = true;            ///< starts at the needle drop, stops in the run-out groove or at lift-off
    int longestMinutes = 35;         ///< of a side; 0: no limit
    std::string album, artist, year; ///< of the record that is on the turntable
    std::string exportFolder;        ///< for tracks; "": the user's music
    char side = 'A';                 ///< that comes next, 'A' to 'Z'

    bool operator==(const RecordSettings&) const = default;
};

/** Plain text on one line, without blanks at its ends, at most longestRecordText bytes. */
[[nodiscard]] std::string tidyRecordText(const std::string& text);

[[nodiscard]] nlohmann::ordered_json recordSettingsJson(const RecordSettings& settings);
/** What is missing gets its default. Throws base::JsonFault. place: "record". */
[[nodiscard]] RecordSettings readRecordSettings(const nlohmann::ordered_json& json, const std::string& place);

} // namespace phonostage::app
