// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json/OrNull.h"
#include "cli/commands/Commands.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"
#include "cli/output/Text.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"
#include "catalogue/CurveCatalogue.h"
#include "catalogue/LabelCatalogue.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <sstream>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;

/** Time constants are written in us with at most four decimals: 3180 from 0.00318 s must not come out as 3180.0000001.
 */
std::optional<double> microseconds(std::optional<double> seconds) {
    return seconds ? std::optional(std::round(*seconds * 1e10) / 1e4) : std::nullopt;
}

/** One decimal is enough to read; scripts take the JSON. */
std::string microsecondCell(std::optional<double> seconds) {
    const auto us = microseconds(seconds);
    return us ? base::formatShortest(std::round(*us * 10.0) / 10.0) : "-";
}

Json curveJson(const catalogue::CurveEntry& entry) {
    Json item;
    item["name"] = entry.name;
    item["title"] = entry.title;
    item["code"] = entry.code;
    item["bass_shelf_us"] = base::orNull<Json>(microseconds(entry.curve.shelfSeconds));
    item["turnover_us"] = base::orNull<Json>(microseconds(entry.curve.turnoverSeconds));
    item["rolloff_us"] = base::orNull<Json>(microseconds(entry.curve.rolloffSeconds));
    item["iec"] = entry.curve.iec;
    item["neumann"] = entry.curve.neumann;
    item["rolloff_10k_db"] = catalogue::levelAt10kDb(entry.curve);
    item["era"] = entry.era;
    item["source"] = entry.source;
    return item;
}

/** Below a table: what the short names of its sources stand for. */
std::string legend(const std::map<std::string_view, std::string_view>& sources) {
    std::string text = "\nSources\n";
    for (const auto& [key, source] : sources)
        text += "  " + std::string(key) + ": " + std::string(source) + "\n";
    return text;
}

std::string listJson() {
    auto list = Json::array();
    for (const auto& entry : catalogue::curveCatalogue())
        list.push_back(curveJson(entry));
    return list.dump(2) + "\n";
}

std::string listTable() {
    std::vector<std::vector<std::string>> rows{
        {"NAME", "TITLE", "SHELF us", "TURNOVER us", "ROLL-OFF us", "10 kHz dB", "CODE", "ERA", "SOURCE"}};
    std::map<std::string_view, std::string_view> sources;
    for (const auto& entry : catalogue::curveCatalogue()) {
        rows.push_back({std::string(entry.name), std::string(entry.title), microsecondCell(entry.curve.shelfSeconds),
                        microsecondCell(entry.curve.turnoverSeconds), microsecondCell(entry.curve.rolloffSeconds),
                        base::formatFixed(catalogue::levelAt10kDb(entry.curve), 2), std::string(entry.code),
                        std::string(entry.era), std::string(entry.sourceKey)});
        sources.emplace(entry.sourceKey, entry.source);
    }
    return tableText(rows, "llrrrrlll") + legend(sources);
}

Json matchJson(const catalogue::LabelMatch& match) {
    Json item;
    const auto* entry = match.entry;
    item["kind"] = entry ? "label" : "curve";
    item["label"] = entry ? entry->label : match.curve->title;
    item["format"] = entry ? Json(catalogue::formatName(entry->format)) : Json(nullptr);
    item["from"] = entry ? base::orNull<Json>(entry->fromYear) : Json(nullptr);
    item["to"] = entry ? base::orNull<Json>(entry->toYear) : Json(nullptr);
    item["candidates"] = Json::array();
    if (entry)
        for (const auto* curve : entry->candidates)
            item["candidates"].push_back(curveJson(*curve));
    else
        item["candidates"].push_back(curveJson(*match.curve));
    item["note"] = entry ? entry->note : std::string_view();
    item["source"] = entry ? entry->source : match.curve->source;
    item["status"] = entry ? Json(entry->confirmed ? "confirmed" : "unconfirmed") : Json(nullptr);
    return item;
}

std::string years(const catalogue::LabelEntry& entry) {
    if (!entry.fromYear && !entry.toYear) return "not dated";
    if (!entry.toYear) return "from " + std::to_string(*entry.fromYear);
    if (!entry.fromYear) return "to " + std::to_string(*entry.toYear);
    return std::to_string(*entry.fromYear) + " to " + std::to_string(*entry.toYear);
}

std::string matchTable(const std::vector<catalogue::LabelMatch>& matches) {
    std::vector<std::vector<std::string>> rows{
        {"LABEL", "FORMAT", "YEARS", "CURVE", "SHELF us", "TURNOVER us", "ROLL-OFF us", "CODE", "SOURCE"}};
    std::map<std::string_view, std::string_view> sources;
    std::string notes;
    for (const auto& match : matches) {
        const auto* entry = match.entry;
        std::vector<std::string> first{std::string(match.curve->title), "curve", std::string(match.curve->era)};
        std::string source(match.curve->sourceKey);
        auto curves = std::vector{match.curve};
        if (entry) {
            first = {std::string(entry->label), std::string(catalogue::formatName(entry->format)), years(*entry)};
            source = std::string(entry->sourceKey) + (entry->confirmed ? "" : ", unconfirmed");
            curves = entry->candidates;
            if (!entry->note.empty())
                notes += "  " + first[0] + ", " + first[1] + " " + first[2] + ": " + std::string(entry->note) + "\n";
        }
        sources.emplace(entry ? entry->sourceKey : match.curve->sourceKey, entry ? entry->source : match.curve->source);
        for (const auto* curve : curves) {
            auto row = first;
            for (auto text : {std::string(curve->name), microsecondCell(curve->curve.shelfSeconds),
                              microsecondCell(curve->curve.turnoverSeconds),
                              microsecondCell(curve->curve.rolloffSeconds), std::string(curve->code), source})
                row.push_back(std::move(text));
            rows.push_back(std::move(row));
            // The further candidates of the same label stand below it without its name.
            first.assign(first.size(), "");
            source.clear();
        }
    }
    return tableText(rows, "llllrrrll") + (notes.empty() ? "" : "\nNotes\n" + notes) + legend(sources);
}

std::string smallLetters(std::string_view text) {
    std::string small(text);
    for (auto& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

/** What could be done about a query that nothing fits. */
std::string remedy(const std::string& query) {
    std::string wordsAlone;
    std::istringstream words(query);
    for (std::string word; words >> word;)
        if (std::none_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
            wordsAlone += (wordsAlone.empty() ? "" : " ") + smallLetters(word);
    if (!wordsAlone.empty() && !catalogue::searchLabels(wordsAlone).empty())
        return "'" + shown(wordsAlone) + "' is listed only for other years or formats: remove those";

    std::vector<std::string> names;
    for (const auto& entry : catalogue::labelCatalogue())
        names.push_back(smallLetters(entry.label.substr(0, entry.label.find(" ("))));
    for (const auto& entry : catalogue::curveCatalogue())
        names.emplace_back(entry.name);
    const auto guess = base::nearest(wordsAlone, {names.begin(), names.end()});
    return (guess.empty() ? std::string() : "did you mean '" + std::string(guess) + "'? ") +
           "search for the label only, or see 'phonostage curves' for all curves";
}

struct Flags {
    bool json = false;
    std::vector<std::string> search;
};

} // namespace

std::string searchCurves(const std::vector<std::string>& words, bool asJson) {
    std::string query;
    for (const auto& word : words)
        query += (query.empty() ? "" : " ") + word;
    if (base::trimmed(query).empty()) throw UsageError("--search: name a label, as in --search \"Decca 1952\"");
    const auto matches = catalogue::searchLabels(query);
    if (matches.empty()) throw UsageError("--search", query, "no matching label or curve; " + remedy(query));
    if (!asJson) return matchTable(matches);
    auto list = Json::array();
    for (const auto& match : matches)
        list.push_back(matchJson(match));
    return list.dump(2) + "\n";
}

Runner addCurves(CLI::App& program) {
    auto* command = program.add_subcommand("curves", "List the record curves, or find the curve for a label");
    const auto flags = std::make_shared<Flags>();
    command->add_flag("--json", flags->json, "As JSON");
    auto* wanted = command->add_option("--search", flags->search,
                                       "A label, with a year and LP, 45 or 78 if known: \"Decca 1952\"; or a curve");
    wanted->type_name("WORDS")->expected(-1);
    command->footer("Examples:\n"
                    "  phonostage curves\n"
                    "  phonostage curves --search Decca 1952 LP");
    return [flags, wanted] {
        if (wanted->count() > 0)
            print(searchCurves(flags->search, flags->json));
        else
            print(flags->json ? listJson() : listTable());
    };
}

} // namespace phonostage::cli
