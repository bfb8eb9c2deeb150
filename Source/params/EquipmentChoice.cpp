// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/EquipmentChoice.h"

#include "catalogue/UserCatalogue.h"

#include <algorithm>

namespace phonostage::params {

namespace {

/** Of the input that the texts name; null where no list has it. */
const catalogue::InterfaceInput* inputOf(const Snapshot& stage, std::span<const catalogue::InterfaceEntry> list) {
    const auto* device = catalogue::findInterface(list, stage.texts.get(TextId::interfaceId));
    return device != nullptr ? catalogue::findInput(*device, stage.texts.get(TextId::interfaceInput)) : nullptr;
}

bool hasAppliedRiaa(const catalogue::InterfaceInput* input) {
    return input != nullptr && input->kind == catalogue::InputKind::usb;
}

} // namespace

void chooseCartridge(Snapshot& stage, const catalogue::CartridgeEntry& cartridge) {
    const auto chosen = catalogue::valuesOf(cartridge);
    auto& values = stage.values;
    stage.texts.set(TextId::cartridgeId, cartridge.id);
    values.set(Id::cartridgeMv, chosen.rating.outputMv);
    values.set(Id::cartridgeVelocity, chosen.rating.velocityCmPerS);
    values.set(Id::cartridgeVelocityRms, chosen.rating.velocityIsRms ? 1.0 : 0.0);
    values.set(Id::cartridgeMh, chosen.inductanceMh.value_or(0.0));
    values.set(Id::cartridgeOhm, chosen.resistanceOhm.value_or(0.0));
    values.set(Id::wantOhm, chosen.wantOhm);
    values.set(Id::wantPf, chosen.wantPf);
}

void chooseInput(Snapshot& stage, const catalogue::InterfaceEntry& device, const catalogue::InterfaceInput& input,
                 double gainDb) {
    const double reading = std::clamp(gainDb, input.gainMinDb, input.gainMaxDb);
    const auto chosen = catalogue::valuesOf(input, reading);
    auto& values = stage.values;
    if (hasAppliedRiaa(&input))
        values.set(Id::undoRiaa, 1.0);
    else if (hasAppliedRiaa(inputOf(stage, catalogue::equipment()->interfaces)))
        values.set(Id::undoRiaa, 0.0);
    stage.texts.set(TextId::interfaceId, device.id);
    stage.texts.set(TextId::interfaceInput, input.id);
    values.set(Id::interfaceGain, reading);
    values.set(Id::inputDbv, chosen.inputDbv);
    values.set(Id::loadOhm, chosen.loadOhm);
    values.set(Id::loadPf, chosen.loadPf);
}

void undoWhatTheInputApplied(Snapshot& stage, std::span<const catalogue::InterfaceEntry> list) {
    if (hasAppliedRiaa(inputOf(stage, list))) stage.values.set(Id::undoRiaa, 1.0);
}

void takeEquipment(Snapshot& stage, const Snapshot& from) {
    for (const auto& entry : table())
        if (entry.kind == Kind::setting || entry.id == Id::crosstalkLeftToRight || entry.id == Id::crosstalkRightToLeft)
            stage.values.set(entry.id, from.values.get(entry.id));
    for (const auto id : {TextId::interfaceId, TextId::interfaceInput, TextId::cartridgeId})
        stage.texts.set(id, from.texts.get(id));
}

bool hasEquipment(const Snapshot& stage) {
    return !stage.texts.get(TextId::interfaceId).empty() || !stage.texts.get(TextId::cartridgeId).empty();
}

std::optional<catalogue::CartridgeRating> cartridgeRating(const Values& values) {
    if (values.get(Id::cartridgeMv) <= 0.0) return std::nullopt;
    return catalogue::CartridgeRating{values.get(Id::cartridgeMv), values.get(Id::cartridgeVelocity),
                                      values.isOn(Id::cartridgeVelocityRms)};
}

std::optional<catalogue::InterfaceSetting> interfaceSetting(const Snapshot& stage,
                                                            std::span<const catalogue::InterfaceEntry> list) {
    const auto* input = inputOf(stage, list);
    if (input == nullptr) return std::nullopt;
    auto setting = catalogue::settingOf(*input, stage.values.get(Id::interfaceGain));
    setting.fullScaleDbv += stage.values.get(Id::inputDbv) - catalogue::inputDbv(setting);
    return setting;
}

} // namespace phonostage::params
