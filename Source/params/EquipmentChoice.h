// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/Equipment.h"
#include "params/ParameterTable.h"

namespace phonostage::params {

/** Takes the figures of a cartridge over, and its id. What the catalogue does not know becomes 0 (inductance and
    resistance: the load is then left alone) or defaultWantPf. */
void chooseCartridge(Snapshot& stage, const catalogue::CartridgeEntry& cartridge);

/** Takes an input's figures over, and its ids. gainDb is what its gain control reads; it is brought into the control's
    range. The input's full-scale level follows, and the load becomes the input with a usual cable. */
void chooseInput(Snapshot& stage, const catalogue::InterfaceEntry& device, const catalogue::InterfaceInput& input,
                 double gainDb);

/** The rated output among the values; empty if no cartridge is given. */
[[nodiscard]] std::optional<catalogue::CartridgeRating> cartridgeRating(const Values& values);

/** The interface that the texts name, at the gain among the values, with the full scale that the values have: a
    calibration by measurement wins over the catalogue. Empty where the list does not have it. */
[[nodiscard]] std::optional<catalogue::InterfaceSetting>
interfaceSetting(const Snapshot& stage, std::span<const catalogue::InterfaceEntry> list);

} // namespace phonostage::params
