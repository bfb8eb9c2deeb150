// SPDX-License-Identifier: GPL-3.0-or-later
// `phonostage interfaces`, `cartridges` and `presets`: the lists to choose from.
#include "base/json/OrNull.h"
#include "cli/commands/Commands.h"
#include "cli/output/Console.h"
#include "cli/output/Text.h"

#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"
#include "params/Presets.h"
#include "params/UserPresets.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace phonostage::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string numberCell(std::optional<double> value) { return value ? base::formatShortest(*value) : "-"; }

std::string origin(catalogue::EntryStatus status, bool fromUser) {
    return fromUser ? "yours" : std::string(catalogue::wordFor(status));
}

std::shared_ptr<const catalogue::Equipment> equipmentWithWarnings() {
    auto list = catalogue::equipment();
    for (const auto& problem : list->problems)
        warn(problem);
    return list;
}

std::string interfacesJson(const catalogue::Equipment& equipment) {
    auto list = Json::array();
    for (const auto& entry : equipment.interfaces) {
        Json item;
        item["id"] = entry.id;
        item["name"] = entry.name;
        item["maker"] = entry.maker;
        item["status"] = catalogue::wordFor(entry.status);
        item["source"] = entry.source;
        item["note"] = entry.note;
        item["from_user"] = entry.fromUser;
        item["inputs"] = Json::array();
        for (const auto& input : entry.inputs) {
            Json part;
            part["id"] = input.id;
            part["name"] = input.name;
            part["kind"] = catalogue::wordFor(input.kind);
            part["full_scale_dbv"] = input.fullScaleDbv;
            part["gain_min_db"] = input.gainMinDb;
            part["gain_max_db"] = input.gainMaxDb;
            part["impedance_ohm"] = input.impedanceOhm;
            part["capacitance_pf"] = base::orNull<Json>(input.capacitancePf);
            part["status"] = catalogue::wordFor(input.status);
            part["source"] = input.source;
            part["note"] = input.note;
            item["inputs"].push_back(std::move(part));
        }
        list.push_back(std::move(item));
    }
    return list.dump(2) + "\n";
}

std::string interfacesTable(const catalogue::Equipment& equipment) {
    std::vector<std::vector<std::string>> rows{
        {"INTERFACE", "INPUT", "NAME", "FULL SCALE dBV", "GAIN dB", "OHM", "FIGURES"}};
    for (const auto& entry : equipment.interfaces)
        for (const auto& input : entry.inputs) {
            std::string gain = base::formatShortest(input.gainMinDb);
            if (input.gainMaxDb > input.gainMinDb) gain.append(" to ").append(base::formatShortest(input.gainMaxDb));
            rows.push_back({entry.id, input.id, catalogue::fullName(entry) + ", " + input.name,
                            base::formatFixed(input.fullScaleDbv, 2), gain, base::formatShortest(input.impedanceOhm),
                            origin(input.status, entry.fromUser)});
        }
    return tableText(rows, "lllrrrl");
}

std::string cartridgesJson(const catalogue::Equipment& equipment) {
    auto list = Json::array();
    for (const auto& entry : equipment.cartridges) {
        Json item;
        item["id"] = entry.id;
        item["name"] = entry.name;
        item["maker"] = entry.maker;
        item["kind"] = catalogue::wordFor(entry.kind);
        item["output_mv"] = entry.outputMv;
        item["velocity_cm_s"] = entry.velocityCmPerS;
        item["velocity_kind"] = catalogue::wordFor(entry.velocityKind);
        item["inductance_mh"] = base::orNull<Json>(entry.inductanceMh);
        item["resistance_ohm"] = base::orNull<Json>(entry.resistanceOhm);
        item["load_ohm"] = entry.loadOhm;
        item["load_pf_min"] = base::orNull<Json>(entry.loadPfMin);
        item["load_pf_max"] = base::orNull<Json>(entry.loadPfMax);
        item["status"] = catalogue::wordFor(entry.status);
        item["source"] = entry.source;
        item["note"] = entry.note;
        item["from_user"] = entry.fromUser;
        list.push_back(std::move(item));
    }
    return list.dump(2) + "\n";
}

std::string cartridgesTable(const catalogue::Equipment& equipment) {
    std::vector<std::vector<std::string>> rows{
        {"CARTRIDGE", "NAME", "KIND", "mV", "AT cm/s", "mH", "OHM", "LOAD ohm", "LOAD pF", "FIGURES"}};
    for (const auto& entry : equipment.cartridges) {
        std::string load = "-";
        if (entry.loadPfMin && entry.loadPfMax)
            load = base::formatShortest(*entry.loadPfMin) + " to " + base::formatShortest(*entry.loadPfMax);
        const bool isKnown = entry.velocityKind != catalogue::VelocityKind::unknown;
        rows.push_back({entry.id, catalogue::fullName(entry), std::string(catalogue::wordFor(entry.kind)),
                        base::formatShortest(entry.outputMv),
                        base::formatShortest(entry.velocityCmPerS) +
                            (isKnown ? " " + std::string(catalogue::wordFor(entry.velocityKind)) : std::string()),
                        numberCell(entry.inductanceMh), numberCell(entry.resistanceOhm),
                        base::formatShortest(entry.loadOhm), load, origin(entry.status, entry.fromUser)});
    }
    return tableText(rows, "lllrlrrrrl");
}

struct ListedPreset {
    std::string id, title, group, about;
};

std::vector<ListedPreset> listPresets() {
    std::vector<ListedPreset> list;
    for (const auto& preset : params::factoryPresets())
        list.push_back({preset.id, preset.title, preset.group, preset.about});
    const auto names = params::listUserPresets(params::userPresetFolder());
    if (const auto* fault = std::get_if<params::PresetFault>(&names)) {
        warn(fault->message);
        return list;
    }
    for (const auto& name : std::get<std::vector<std::string>>(names))
        list.push_back({name, name, "Yours", ""});
    return list;
}

std::string presetsJson() {
    auto list = Json::array();
    for (const auto& preset : listPresets())
        list.push_back(
            {{"name", preset.id}, {"title", preset.title}, {"group", preset.group}, {"about", preset.about}});
    return list.dump(2) + "\n";
}

std::string presetsTable() {
    std::vector<std::vector<std::string>> rows{{"NAME", "TITLE", "GROUP"}};
    for (const auto& preset : listPresets())
        rows.push_back({preset.id, preset.title, preset.group});
    return tableText(rows, "lll");
}

/** use: an example of what the names are for. */
Runner addList(CLI::App& program, const char* name, const char* about, const std::string& use,
               std::function<std::string(bool json)> text) {
    auto* command = program.add_subcommand(name, about);
    const auto asJson = std::make_shared<bool>(false);
    command->add_flag("--json", *asJson, "As JSON");
    command->footer(std::string("Examples:\n  phonostage ") + name + "\n  " + use);
    return [asJson, text = std::move(text)] { print(text(*asJson)); };
}

} // namespace

Runner addInterfaces(CLI::App& program) {
    return addList(program, "interfaces", "List the audio interfaces and their inputs",
                   "phonostage render --interface focusrite_scarlett_2i2_4th --input line --input-gain 36 side-a.wav",
                   [](bool json) {
                       const auto list = equipmentWithWarnings();
                       return json ? interfacesJson(*list) : interfacesTable(*list);
                   });
}

Runner addCartridges(CLI::App& program) {
    return addList(program, "cartridges", "List the cartridges", "phonostage render --cartridge at_vm95e side-a.wav",
                   [](bool json) {
                       const auto list = equipmentWithWarnings();
                       return json ? cartridgesJson(*list) : cartridgesTable(*list);
                   });
}

Runner addPresets(CLI::App& program) {
    return addList(program, "presets", "List the presets", "phonostage render --preset mm-scarlett-line side-a.wav",
                   [](bool json) { return json ? presetsJson() : presetsTable(); });
}

} // namespace phonostage::cli
