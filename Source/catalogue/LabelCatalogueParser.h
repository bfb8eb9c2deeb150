// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/LabelCatalogue.h"

#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::catalogue {

/** A catalogue together with the texts that its entries point to. Moves, but does not copy. */
struct LabelList {
    std::vector<LabelEntry> entries; ///< in the file's order
    std::deque<std::string> texts;
    std::deque<std::vector<std::string_view>> aliases;

    LabelList() = default;
    LabelList(LabelList&&) = default;
    LabelList& operator=(LabelList&&) = default;
    LabelList(const LabelList&) = delete;
    LabelList& operator=(const LabelList&) = delete;
    ~LabelList() = default;
};

/** Reads and checks the JSON of a catalogue of labels; candidates must be in curveCatalogue(). The error is one
   sentence that names the file, the label, the field and the remedy. */
[[nodiscard]] std::variant<LabelList, std::string> parseLabelCatalogue(std::string_view json,
                                                                       std::string_view fileName);

} // namespace phonostage::catalogue
