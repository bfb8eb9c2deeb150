// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/LabelCatalogue.h"

#include <string>
#include <string_view>
#include <vector>

namespace phonostage::catalogue {

struct YearRange {
    int first, last; ///< both included
};

/** A query taken apart. */
struct LabelQuery {
    std::vector<std::string> words; ///< neither years nor formats
    std::optional<YearRange> years;
    std::vector<RecordFormat> formats;
    std::vector<std::string> all; ///< words, years and formats as they stand: names of curves have them, "AES 1951"
};

/** The words of a name in small letters without accents: Latin letters and digits of UTF-8; all else parts words. A
    word with an apostrophe stands there in parts and as one: "L'Oiseau" is l, oiseau and loiseau. */
[[nodiscard]] std::vector<std::string> indexWords(std::string_view name);

/** Takes a query apart. "1952", "1950s", "50s", "1950-1955" (from 1877 to 2100) are years, several of them one range;
    "lp", "33", "33 1/3", "45", "ep", "78", "shellac", "transcription" and the like are formats; "records", "record",
    "label", "rpm", "the", "and" and "to" say nothing. */
[[nodiscard]] LabelQuery readLabelQuery(std::string_view query);

} // namespace phonostage::catalogue
