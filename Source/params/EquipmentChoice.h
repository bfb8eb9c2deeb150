// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/Equipment.h"
#include "params/ParameterTable.h"

namespace phonostage::params {

/** Takes the figures of a cartridge over, and its id. What the catalogue does not know becomes 0 (inductance and
    resistance: the load is then left alone) or defaultWantPf. */
void chooseCartridge(Snapshot& stage, const catalogue::CartridgeEntry& cartridge);

/** Takes an input's figures over, and its ids. gainDb is what its gain control reads; it is brought into the control's
    range. The input's full-scale level follows, and the load becomes the input with a usual cable. From one of kind usb
    RIAA is removed; with another one after it, no longer. */
void chooseInput(Snapshot& stage, const catalogue::InterfaceEntry& device, const catalogue::InterfaceInput& input,
                 double gainDb);

/** After something that may have set it otherwise, a preset of a record say: removes RIAA where the input chosen has
    applied it. */
void undoWhatTheInputApplied(Snapshot& stage, std::span<const catalogue::InterfaceEntry> list);

/** Interface, cartridge and all settings of another stage; its sound stays where it is. */
void takeEquipment(Snapshot& stage, const Snapshot& from);

/** Whether an interface or a cartridge is named. */
[[nodiscard]] bool hasEquipment(const Snapshot& stage);

/** The rated output among the values; empty if no cartridge is given. */
[[nodiscard]] std::optional<catalogue::CartridgeRating> cartridgeRating(const Values& values);

/** The interface that the texts name, at the gain among the values, with the full scale that the values have: a
    calibration by measurement wins over the catalogue. Empty where the list does not have it. */
[[nodiscard]] std::optional<catalogue::InterfaceSetting>
interfaceSetting(const Snapshot& stage, std::span<const catalogue::InterfaceEntry> list);

} // namespace phonostage::params
