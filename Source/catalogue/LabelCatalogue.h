// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/CurveCatalogue.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace phonostage::catalogue {

/** What a record is: a microgroove LP, a 45 (singles and EPs), a 78, or a broadcaster's transcription disc. */
enum class RecordFormat { lp, fortyFive, seventyEight, transcription };

/** "LP", "45", "78", "transcription". */
[[nodiscard]] std::string_view formatName(RecordFormat format);

/** One label in one format and era of Resources/catalogues/labels.json. Views last as long as the catalogue. */
struct LabelEntry {
    std::string_view label;                    ///< "Decca (UK)"
    std::span<const std::string_view> aliases; ///< other names it is found by
    RecordFormat format = RecordFormat::lp;
    std::optional<int> fromYear;               ///< the first year; none is open
    std::optional<int> toYear;                 ///< the last year, included; none is open
    std::vector<const CurveEntry*> candidates; ///< most likely first, at least one
    std::string_view note;                     ///< "" where there is nothing to say
    std::string_view source;                   ///< who says so
    std::string_view sourceKey;                ///< its short name in the file
    bool confirmed = false; ///< a published guide says so; else guides contradict each other, or none was found
};

/** All entries, in the file's order. Read from the embedded JSON at the first call, which must not be the audio
    thread's. Throws std::logic_error where the embedded JSON is not a catalogue. */
[[nodiscard]] std::span<const LabelEntry> labelCatalogue();

/** A label's era, or, where `entry` is null, a curve of the catalogue whose own name or title was searched for. */
struct LabelMatch {
    const LabelEntry* entry = nullptr;
    const CurveEntry* curve = nullptr; ///< the first candidate, never null
};

/** What fits a query such as "Decca 1952", "columbia 78 1940" or "ffrr", best first, the same for the same query.

    Every word must begin a word of the label or its aliases, in any order and case, accents left out; words of one or
    two letters must be whole. Years ("1952", "1950-1955", "1950s") select eras that they touch, and "LP", "33", "45" or
    "78" the format. Without words, all labels of that year or format. Whole words, and words of the label itself, rank
    above beginnings and aliases; equals keep the file's order. Then come the curves that have all the words in their
    own name or title. Empty where nothing fits. */
[[nodiscard]] std::vector<LabelMatch> searchLabels(std::string_view query);

} // namespace phonostage::catalogue
