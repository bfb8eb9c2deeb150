// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue of labels, and the search in our own by any words.
#include "fuzz/Fuzz.h"

#include "catalogue/LabelCatalogueParser.h"
#include "catalogue/LabelWords.h"

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void tryCatalogue(std::string_view text) {
    const auto result = catalogue::parseLabelCatalogue(text, "labels.json");
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        return;
    }
    for (const auto& entry : std::get<catalogue::LabelList>(result).entries) {
        require(!entry.candidates.empty(), "a label has a curve", entry.label);
        for (const auto* curve : entry.candidates)
            require(curve != nullptr, "a candidate is a curve", entry.label);
        require(!entry.fromYear || !entry.toYear || *entry.fromYear <= *entry.toYear, "an era ends after it begins");
        for (const auto words : {entry.label, entry.source, entry.sourceKey})
            require(!words.empty() && base::isPlainText(words), "what a list shows is plain text", words);
        require(base::isPlainText(entry.note), "what a list shows is plain text", entry.note);
    }
}

void trySearch(std::string_view query) {
    const auto matches = catalogue::searchLabels(query);
    require(matches.size() <= catalogue::labelCatalogue().size() + catalogue::curveCatalogue().size(),
            "no match comes twice");
    for (const auto& match : matches) {
        require(match.curve != nullptr, "a match has a curve", query);
        require(!match.entry || match.entry->candidates.front() == match.curve, "the likeliest curve", query);
    }
    for (const auto& word : catalogue::indexWords(query))
        for (const char c : word)
            require((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'), "words are of small letters and digits", word);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tryCatalogue(textOf(data, size));
    trySearch(textOf(data, size));
    return 0;
}
