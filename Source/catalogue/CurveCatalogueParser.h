// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/CurveCatalogue.h"

#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::catalogue {

/** A catalogue together with the texts that its entries point to. Moves, but does not copy. */
struct CurveList {
    std::vector<CurveEntry> entries; ///< by slot
    std::deque<std::string> texts;

    CurveList() = default;
    CurveList(CurveList&&) = default;
    CurveList& operator=(CurveList&&) = default;
    CurveList(const CurveList&) = delete;
    CurveList& operator=(const CurveList&) = delete;
    ~CurveList() = default;
};

/** Reads and checks the JSON of a catalogue. The error is one sentence that names the file, the entry, the field and
    the remedy. */
[[nodiscard]] std::variant<CurveList, std::string> parseCurveCatalogue(std::string_view json,
                                                                       std::string_view fileName);

} // namespace phonostage::catalogue
