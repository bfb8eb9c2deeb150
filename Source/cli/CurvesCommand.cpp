// SPDX-License-Identifier: GPL-3.0-or-later
#include "Commands.h"
#include "Console.h"
#include "Text.h"

#include "../params/CurveCatalogue.h"
#include "../params/Units.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <memory>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;

/** Time constants are written in us with at most four decimals: 3180 from 0.00318 s must not come out as 3180.0000001.
 */
std::optional<double> microseconds(std::optional<double> seconds) {
    return seconds ? std::optional(std::round(*seconds * 1e10) / 1e4) : std::nullopt;
}

std::string cell(std::optional<double> seconds) {
    const auto us = microseconds(seconds);
    return us ? params::formatShortest(*us) : "-";
}

Json orNull(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

std::string json() {
    auto list = Json::array();
    for (const auto& entry : params::curveCatalogue()) {
        Json item;
        item["name"] = entry.name;
        item["title"] = entry.title;
        item["bass_shelf_us"] = orNull(microseconds(entry.curve.shelfSeconds));
        item["turnover_us"] = orNull(microseconds(entry.curve.turnoverSeconds));
        item["rolloff_us"] = orNull(microseconds(entry.curve.rolloffSeconds));
        item["iec"] = entry.curve.iec;
        item["neumann"] = entry.curve.neumann;
        item["rolloff_10k_db"] = params::levelAt10kDb(entry.curve);
        item["era"] = entry.era;
        item["source"] = entry.source;
        list.push_back(std::move(item));
    }
    return list.dump(2) + "\n";
}

std::string table() {
    std::vector<std::vector<std::string>> rows{
        {"NAME", "TITLE", "SHELF us", "TURNOVER us", "ROLL-OFF us", "10 kHz dB", "ERA"}};
    for (const auto& entry : params::curveCatalogue())
        rows.push_back({std::string(entry.name), std::string(entry.title), cell(entry.curve.shelfSeconds),
                        cell(entry.curve.turnoverSeconds), cell(entry.curve.rolloffSeconds),
                        fixed(params::levelAt10kDb(entry.curve), 2), std::string(entry.era)});
    return tableText(rows, "llrrrrl");
}

} // namespace

Runner addCurves(CLI::App& program) {
    auto* command = program.add_subcommand("curves", "List the record curves");
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "As JSON");
    return [asJson] { print(*asJson ? json() : table()); };
}

} // namespace phonostage::cli
