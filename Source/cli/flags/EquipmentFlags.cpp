// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the stage's flags that is about presets, interface, cartridge and load.
#include "cli/flags/FlagValues.h"
#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"
#include "cli/output/Text.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"
#include "params/EquipmentChoice.h"
#include "params/StageValues.h"
#include "params/UserPresets.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>

namespace phonostage::cli {
namespace {

using params::Id;

/** What to do about a name that no catalogue has. */
std::string remedy(const std::string& name, const std::vector<std::string>& ids, const char* command) {
    const std::vector<std::string_view> candidates(ids.begin(), ids.end());
    return base::didYouMean(name, candidates) + "'phonostage " + command + "' lists them all";
}

template <typename List> std::vector<std::string> idsOf(const List& list) {
    std::vector<std::string> ids;
    ids.reserve(list.size());
    for (const auto& item : list)
        ids.push_back(item.id);
    return ids;
}

/** The lists in use; nothing is read where no name asks for them. */
std::shared_ptr<const catalogue::Equipment> listsFor(const std::string& cartridge, const std::string& device) {
    if (cartridge.empty() && device.empty()) return nullptr;
    auto equipment = catalogue::equipment();
    for (const auto& problem : equipment->problems)
        warn(problem);
    return equipment;
}

const catalogue::CartridgeEntry& cartridgeNamed(const catalogue::Equipment& equipment, const std::string& name) {
    if (const auto* found = catalogue::findCartridge(equipment.cartridges, name)) return *found;
    throw UsageError("--cartridge", name,
                     "there is no such cartridge; " + remedy(name, idsOf(equipment.cartridges), "cartridges"));
}

const catalogue::InterfaceEntry& deviceNamed(const catalogue::Equipment& equipment, const std::string& name) {
    if (const auto* found = catalogue::findInterface(equipment.interfaces, name)) return *found;
    throw UsageError("--interface", name,
                     "there is no such interface; " + remedy(name, idsOf(equipment.interfaces), "interfaces"));
}

/** The first where no name is given. */
const catalogue::InterfaceInput& inputNamed(const catalogue::InterfaceEntry& device, const std::string& name) {
    if (name.empty()) return device.inputs.front();
    if (const auto* found = catalogue::findInput(device, name)) return *found;
    throw UsageError("--input", name,
                     device.id + " has no such input; " + remedy(name, idsOf(device.inputs), "interfaces"));
}

/** The factory's and the user's. */
std::vector<std::string> presetNames() {
    auto names = idsOf(params::factoryPresets());
    const auto own = params::listUserPresets(params::userPresetFolder());
    if (const auto* list = std::get_if<std::vector<std::string>>(&own))
        names.insert(names.end(), list->begin(), list->end());
    return names;
}

params::Snapshot withPreset(const std::string& name, const params::Preset& preset, const params::Snapshot& base) {
    auto result = params::applyPreset(preset, base);
    if (const auto* fault = std::get_if<params::StateError>(&result))
        throw UsageError("--preset", name, fault->message);
    return std::get<params::Snapshot>(std::move(result));
}

} // namespace

params::Preset findPreset(const std::string& name) {
    if (const auto* preset = params::findFactoryPreset(name)) return *preset;
    const std::filesystem::path path = name;
    const bool isFile = path.has_parent_path() || path.extension() == ".json";
    const auto folder = isFile ? path.parent_path() : params::userPresetFolder();
    const auto stem = isFile && path.extension() == ".json" ? path.stem().string() : path.filename().string();
    if (!isFile) {
        std::error_code ignored;
        if (folder.empty() || !std::filesystem::exists(folder / (stem + ".json"), ignored))
            throw UsageError("--preset", name, "there is no such preset; " + remedy(name, presetNames(), "presets"));
    }
    auto result = params::readUserPreset(folder.empty() ? std::filesystem::path(".") : folder, stem);
    if (const auto* fault = std::get_if<params::PresetFault>(&result))
        throw UsageError("--preset", name, fault->message);
    return std::get<params::Preset>(std::move(result));
}

void StageFlags::addEquipmentFlags(CLI::App& command) {
    constexpr const char* group = "Equipment";
    command
        .add_option("--interface", interface_,
                    "Audio interface, see 'phonostage interfaces'; sets --input-dbv and the load")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--input", input_, "Input of the interface [the first]")->type_name("NAME")->group(group);
    addNumber(command, Id::interfaceGain, "DB");
    command
        .add_option("--cartridge", cartridge_,
                    "Cartridge, see 'phonostage cartridges'; sets its data and recommended load")
        ->type_name("NAME")
        ->group(group);
    addNumber(command, Id::cartridgeMv, "MV");
    addNumber(command, Id::cartridgeVelocity, "CM/S");
    addNumber(command, Id::nominalDbv, "DBV");
    for (const auto& [id, type] : {std::pair{Id::cartridgeMh, "MH"},
                                   {Id::cartridgeOhm, "OHM"},
                                   {Id::loadOhm, "OHM"},
                                   {Id::loadPf, "PF"},
                                   {Id::wantOhm, "OHM"},
                                   {Id::wantPf, "PF"}})
        addNumber(command, id, type);
    command.add_option("--load", load_, "Correct the cartridge load [on if cartridge and load are given]")
        ->type_name("on|off")
        ->group(group);
    addNumber(command, Id::loadLimit, "DB");
}

std::filesystem::path StageFlags::presetFile() const {
    const std::filesystem::path path = preset_;
    if (path.extension() == ".json") return path;
    return path.has_parent_path() ? std::filesystem::path(preset_ + ".json") : std::filesystem::path();
}

void StageFlags::readPreset(params::Snapshot& stage) const {
    if (!preset_.empty()) stage = withPreset(preset_, findPreset(preset_), stage);
}

void StageFlags::readEquipment(params::Snapshot& stage) const {
    const auto equipment = listsFor(cartridge_, interface_);
    if (!cartridge_.empty()) {
        const auto& cartridge = cartridgeNamed(*equipment, cartridge_);
        params::chooseCartridge(stage, cartridge);
        if (!cartridge.inductanceMh && cartridge.kind != catalogue::CartridgeKind::mc && !isGiven(Id::cartridgeMh))
            warn("the inductance of " + cartridge.id + " is not known: give it with --cartridge-l to correct the load");
    }
    if (interface_.empty()) {
        if (!input_.empty()) throw UsageError("--input", input_, "give --interface too");
        if (isGiven(Id::interfaceGain))
            throw UsageError("--input-gain: give the interface and its input too, with --interface and --input");
        return;
    }
    const auto& device = deviceNamed(*equipment, interface_);
    const auto& input = inputNamed(device, input_);
    double gainDb = input.gainMinDb;
    if (isGiven(Id::interfaceGain)) {
        gainDb = readEntry(Id::interfaceGain, numbers_.at(Id::interfaceGain));
        if (gainDb < input.gainMinDb || gainDb > input.gainMaxDb)
            throw UsageError("--input-gain", numbers_.at(Id::interfaceGain),
                             "the gain of this input is from " + base::formatFixed(input.gainMinDb, 1) + " to " +
                                 base::formatFixed(input.gainMaxDb, 1) + " dB");
    }
    params::chooseInput(stage, device, input, gainDb);
}

params::Snapshot namedEquipment(const std::string& cartridge, const std::string& device, const std::string& input) {
    const auto equipment = listsFor(cartridge, device);
    params::Snapshot stage;
    if (!cartridge.empty()) params::chooseCartridge(stage, cartridgeNamed(*equipment, cartridge));
    if (device.empty()) {
        if (!input.empty()) throw UsageError("--input", input, "give --interface too");
        return stage;
    }
    const auto& entry = deviceNamed(*equipment, device);
    const auto& socket = inputNamed(entry, input);
    params::chooseInput(stage, entry, socket, socket.gainMinDb);
    return stage;
}

void StageFlags::readLoad(params::Values& values) const {
    if (!load_.empty()) {
        const auto on = params::fromText(Id::loadCorrection, load_);
        if (!on) refuseWord("--load", load_, {"on", "off"});
        values.set(Id::loadCorrection, *on);
        if (*on >= 0.5 && values.get(Id::cartridgeMh) <= 0.0)
            throw UsageError("--load on: give the cartridge with --cartridge or --cartridge-l, and the load with "
                             "--interface or --load-r and --load-c");
        return;
    }
    const bool cartridgeTold = !cartridge_.empty() || isGiven(Id::cartridgeMh);
    const bool loadTold = !interface_.empty() || isGiven(Id::loadOhm) || isGiven(Id::loadPf);
    if (cartridgeTold && loadTold) values.set(Id::loadCorrection, 1.0);
    if (!cartridgeTold && (isGiven(Id::loadOhm) || isGiven(Id::loadPf)) && !values.isOn(Id::loadCorrection))
        throw UsageError("--load-r, --load-c: give the cartridge too, with --cartridge or --cartridge-l: the load acts "
                         "on its coil");
}

std::string equipmentSummary(const params::Snapshot& stage) {
    const auto& values = stage.values;
    const auto rating = params::cartridgeRating(values);
    if (!rating) return {};
    const auto load = params::loadCorrection(values);
    const double levelDbv = catalogue::levelAt5CmDbv(*rating, load);
    const double nominalDbv = values.get(Id::nominalDbv);
    const double gainDb =
        catalogue::recommendedGainDb(*rating, load, values.isOn(Id::loadCorrection) && load.has_value(), nominalDbv);
    std::string text = "cartridge: " + base::formatFixed(catalogue::outputAt5CmMv(*rating), 2) + " mV at 5 cm/s, " +
                       base::formatFixed(levelDbv, 1) + " dBV at the input; a gain of " + base::formatFixed(gainDb, 1) +
                       " dB brings that to " + base::formatFixed(nominalDbv, 2) + " dBV\n";
    const auto equipment = stage.texts.get(params::TextId::interfaceId).empty() ? nullptr : catalogue::equipment();
    auto setting = equipment ? params::interfaceSetting(stage, equipment->interfaces) : std::nullopt;
    // Without a known control there is nothing to turn, but the margin is the same.
    if (!setting) setting = catalogue::InterfaceSetting{values.get(Id::inputDbv), 0.0, 0.0, 0.0};
    const auto margin = catalogue::overloadMargin(*setting, levelDbv);
    return text + "overload margin above 5 cm/s: " + base::formatFixed(margin.marginDb, 1) + " dB, " +
           catalogue::wordFor(margin.verdict) + (margin.advice.empty() ? std::string() : ". " + margin.advice) + "\n";
}

} // namespace phonostage::cli
