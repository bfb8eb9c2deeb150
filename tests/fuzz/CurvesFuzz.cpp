// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue of curves.
#include "fuzz/Fuzz.h"

#include "catalogue/CurveCatalogueParser.h"

#include <cmath>

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = catalogue::parseCurveCatalogue(textOf(data, size), "curves.json");
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return 0;
    }
    int previous = -1;
    for (const auto& entry : std::get<catalogue::CurveList>(result).entries) {
        require(entry.slot > previous && entry.slot < catalogue::customCurveSlot, "slots rise");
        previous = entry.slot;
        require(dsp::whyIllegal(entry.curve) == nullptr, "a curve is legal", entry.name);
        require(std::isfinite(catalogue::levelAt10kDb(entry.curve)), "a curve can be computed", entry.name);
        for (const auto words : {entry.name, entry.title, entry.era, entry.source, entry.sourceKey, entry.code})
            require(!words.empty() && base::isPlainText(words), "what a list shows is plain text", words);
    }
    return 0;
}
