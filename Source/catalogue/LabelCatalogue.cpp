// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/LabelCatalogue.h"

#include "catalogue/LabelCatalogueParser.h"
#include "catalogue/LabelWords.h"
#include "embedded/labelsJson.h"

#include <algorithm>
#include <stdexcept>

namespace phonostage::catalogue {
namespace {

// Points for a word of the query: a whole word counts more than a beginning, the label more than its aliases.
constexpr int wholeOfLabel = 8;
constexpr int wholeOfAlias = 6;
constexpr int beginsLabel = 3;
constexpr int beginsAlias = 2;
constexpr std::size_t shortestBeginning = 3;

struct Indexed {
    std::vector<std::string> label;
    std::vector<std::string> aliases;
};

struct IndexedLabels {
    LabelList list;
    std::vector<Indexed> words; ///< of each entry

    IndexedLabels() {
        auto parsed = parseLabelCatalogue(embedded::labelsJson, "Resources/catalogues/labels.json");
        if (const auto* why = std::get_if<std::string>(&parsed)) throw std::logic_error(*why);
        list = std::move(std::get<LabelList>(parsed));
        for (const LabelEntry& entry : list.entries) {
            Indexed& own = words.emplace_back();
            own.label = indexWords(entry.label);
            for (const auto alias : entry.aliases)
                for (auto& word : indexWords(alias))
                    own.aliases.push_back(std::move(word));
        }
    }
};

const IndexedLabels& indexedLabels() {
    static const IndexedLabels instance;
    return instance;
}

bool hasWhole(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool hasBeginning(const std::vector<std::string>& words, const std::string& word) {
    return word.size() >= shortestBeginning &&
           std::any_of(words.begin(), words.end(), [&](const std::string& w) { return w.starts_with(word); });
}

/** 0 where the word does not fit. */
int pointsOf(const Indexed& own, const std::string& word) {
    if (hasWhole(own.label, word)) return wholeOfLabel;
    if (hasWhole(own.aliases, word)) return wholeOfAlias;
    if (hasBeginning(own.label, word)) return beginsLabel;
    return hasBeginning(own.aliases, word) ? beginsAlias : 0;
}

/** Of all words; -1 where one does not fit. */
int pointsOf(const Indexed& own, const std::vector<std::string>& words) {
    int sum = 0;
    for (const std::string& word : words) {
        const int points = pointsOf(own, word);
        if (points == 0) return -1;
        sum += points;
    }
    return sum;
}

bool touches(const LabelEntry& entry, const YearRange& years) {
    return (!entry.toYear || *entry.toYear >= years.first) && (!entry.fromYear || *entry.fromYear <= years.last);
}

bool isSelected(const LabelEntry& entry, const LabelQuery& query) {
    return (!query.years || touches(entry, *query.years)) &&
           (query.formats.empty() ||
            std::find(query.formats.begin(), query.formats.end(), entry.format) != query.formats.end());
}

void addCurves(std::vector<LabelMatch>& matches, const LabelQuery& query) {
    if (query.all.empty()) return;
    for (const CurveEntry& curve : curveCatalogue()) {
        auto own = indexWords(curve.title);
        for (auto& word : indexWords(curve.name))
            own.push_back(std::move(word));
        if (std::all_of(query.all.begin(), query.all.end(),
                        [&](const std::string& word) { return hasWhole(own, word) || hasBeginning(own, word); }))
            matches.push_back({nullptr, &curve});
    }
}

} // namespace

std::string_view formatName(RecordFormat format) {
    switch (format) {
    case RecordFormat::lp:
        return "LP";
    case RecordFormat::fortyFive:
        return "45";
    case RecordFormat::seventyEight:
        return "78";
    case RecordFormat::transcription:
        break;
    }
    return "transcription";
}

std::span<const LabelEntry> labelCatalogue() { return indexedLabels().list.entries; }

std::vector<LabelMatch> searchLabels(std::string_view text) {
    struct Scored {
        LabelMatch match;
        int points;
    };

    const LabelQuery query = readLabelQuery(text);
    std::vector<Scored> scored;
    if (!query.words.empty() || query.years || !query.formats.empty()) {
        const auto& all = indexedLabels();
        for (std::size_t i = 0; i < all.words.size(); ++i) {
            const LabelEntry& entry = all.list.entries[i];
            const int points = isSelected(entry, query) ? pointsOf(all.words[i], query.words) : -1;
            if (points >= 0) scored.push_back({{&entry, entry.candidates.front()}, points});
        }
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const Scored& a, const Scored& b) { return a.points > b.points; });
    std::vector<LabelMatch> matches;
    matches.reserve(scored.size());
    for (const Scored& s : scored)
        matches.push_back(s.match);
    addCurves(matches, query);
    return matches;
}

} // namespace phonostage::catalogue
