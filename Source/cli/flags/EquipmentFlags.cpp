// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/EquipmentFlags.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Console.h"
#include "cli/output/Errors.h"

#include "base/text/Units.h"
#include "catalogue/UserCatalogue.h"
#include "params/EquipmentChoice.h"
#include "params/ParameterText.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

namespace phonostage::cli {
namespace {

using params::Id;

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
                     "there is no such cartridge; " + remedyForName(name, idsOf(equipment.cartridges), "cartridges"));
}

const catalogue::InterfaceEntry& deviceNamed(const catalogue::Equipment& equipment, const std::string& name) {
    if (const auto* found = catalogue::findInterface(equipment.interfaces, name)) return *found;
    throw UsageError("--interface", name,
                     "there is no such interface; " + remedyForName(name, idsOf(equipment.interfaces), "interfaces"));
}

/** The first where no name is given. */
const catalogue::InterfaceInput& inputNamed(const catalogue::InterfaceEntry& device, const std::string& name) {
    if (name.empty()) return device.inputs.front();
    if (const auto* found = catalogue::findInput(device, name)) return *found;
    throw UsageError("--input", name,
                     device.id + " has no such input; " + remedyForName(name, idsOf(device.inputs), "interfaces"));
}

} // namespace

void EquipmentFlags::addInterfaceTo(CLI::App& command, const char* group, bool hasDefaults) {
    command
        .add_option("--interface", interface_,
                    "Audio interface, see 'phonostage interfaces'; sets --input-dbv and the load")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--input", input_, "Input of the interface [the first]")->type_name("NAME")->group(group);
    numbers_.add(command, Id::interfaceGain, "DB", group, {{}, hasDefaults});
}

void EquipmentFlags::addTo(CLI::App& command, bool hasDefaults) {
    constexpr const char* group = "Equipment";
    const auto addNumber = [&](Id id, const char* typeName) {
        numbers_.add(command, id, typeName, group, {{}, hasDefaults});
    };
    addInterfaceTo(command, group, hasDefaults);
    command
        .add_option("--cartridge", cartridge_,
                    "Cartridge, see 'phonostage cartridges'; sets its data and recommended load")
        ->type_name("NAME")
        ->group(group);
    addNumber(Id::cartridgeMv, "MV");
    addNumber(Id::cartridgeVelocity, "CM/S");
    addNumber(Id::nominalDbv, "DBV");
    for (const auto& [id, type] : {std::pair{Id::cartridgeMh, "MH"},
                                   {Id::cartridgeOhm, "OHM"},
                                   {Id::loadOhm, "OHM"},
                                   {Id::loadPf, "PF"},
                                   {Id::wantOhm, "OHM"},
                                   {Id::wantPf, "PF"}})
        addNumber(id, type);
    command.add_option("--load", load_, "Correct the cartridge load [on if cartridge and load are given]")
        ->type_name("on|off")
        ->group(group);
    addNumber(Id::loadLimit, "DB");
}

void EquipmentFlags::readEquipment(params::Snapshot& stage) const {
    const auto equipment = listsFor(cartridge_, interface_);
    if (!cartridge_.empty()) {
        const auto& cartridge = cartridgeNamed(*equipment, cartridge_);
        params::chooseCartridge(stage, cartridge);
        if (!cartridge.inductanceMh && cartridge.kind != catalogue::CartridgeKind::mc &&
            !numbers_.isGiven(Id::cartridgeMh))
            warn("the inductance of " + cartridge.id + " is not known: give it with --cartridge-l to correct the load");
    }
    if (interface_.empty()) {
        if (!input_.empty()) throw UsageError("--input", input_, "give --interface too");
        if (numbers_.isGiven(Id::interfaceGain))
            throw UsageError("--input-gain: give the interface and its input too, with --interface and --input");
        return;
    }
    const auto& device = deviceNamed(*equipment, interface_);
    const auto& input = inputNamed(device, input_);
    double gainDb = input.gainMinDb;
    if (numbers_.isGiven(Id::interfaceGain)) {
        gainDb = readEntry(Id::interfaceGain, numbers_.text(Id::interfaceGain));
        if (gainDb < input.gainMinDb || gainDb > input.gainMaxDb)
            throw UsageError("--input-gain", numbers_.text(Id::interfaceGain),
                             "the gain of this input is from " + base::formatFixed(input.gainMinDb, 1) + " to " +
                                 base::formatFixed(input.gainMaxDb, 1) + " dB");
    }
    params::chooseInput(stage, device, input, gainDb);
}

bool EquipmentFlags::isLevelKnown() const {
    if (interface_.empty()) return false;
    if (numbers_.isGiven(Id::interfaceGain)) return true;
    const auto equipment = catalogue::equipment();
    const auto& input = inputNamed(deviceNamed(*equipment, interface_), input_);
    return input.gainMinDb == input.gainMaxDb;
}

void EquipmentFlags::readLoad(params::Values& values) const {
    if (!load_.empty()) {
        const auto on = params::fromText(Id::loadCorrection, load_);
        if (!on) refuseWord("--load", load_, {"on", "off"});
        values.set(Id::loadCorrection, *on);
        if (*on >= 0.5 && values.get(Id::cartridgeMh) <= 0.0)
            throw UsageError("--load on: give the cartridge with --cartridge or --cartridge-l, and the load with "
                             "--interface or --load-r and --load-c");
        return;
    }
    const bool hasCartridge = !cartridge_.empty() || numbers_.isGiven(Id::cartridgeMh);
    const bool hasLoad = !interface_.empty() || numbers_.isGiven(Id::loadOhm) || numbers_.isGiven(Id::loadPf);
    if (hasCartridge && hasLoad) values.set(Id::loadCorrection, 1.0);
    if (!hasCartridge && (numbers_.isGiven(Id::loadOhm) || numbers_.isGiven(Id::loadPf)) &&
        !values.isOn(Id::loadCorrection))
        throw UsageError("--load-r, --load-c: give the cartridge too, with --cartridge or --cartridge-l: the load acts "
                         "on its coil");
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

} // namespace phonostage::cli
