// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/Equipment.h"
#include "params/ParameterTable.h"

#include <juce_core/juce_core.h>

#include <optional>

namespace phonostage::ui {

/** Output of the cartridge that is set; empty where it is not known. */
[[nodiscard]] std::optional<catalogue::CartridgeRating> cartridgeRating(const params::Values& values);

/** The gain at which 5 cm/s comes out at the nominal level; empty where the cartridge's output is not known. */
[[nodiscard]] std::optional<double> recommendedGain(const params::Values& values);

/** The equipment in words, for the head of the face and for the set-up. */
struct EquipmentText {
    juce::String cartridge;     ///< "Ortofon 2M Red"; empty where none is chosen
    juce::String interfaceName; ///< "Focusrite Scarlett 4i4"; empty where none is chosen
    juce::String inputName;     ///< "Line 1-2"
    juce::String gainRange;     ///< "0 to 56 dB"; empty where the input is not known
    juce::String
        level; ///< "5 cm/s gives 5.50 mV (−45.2 dBV) at the input"; empty where the cartridge's output is not known
    juce::String gain;           ///< "35.2 dB of gain brings it to −10.00 dBV"
    juce::String margin;         ///< "margin 14 dB, tight"
    juce::String marginSentence; ///< with what to turn
    bool isWarning = false;
    bool operator==(const EquipmentText&) const = default;
};
/** Looks into the catalogues: not for every beat. */
[[nodiscard]] EquipmentText equipmentText(const params::Snapshot& stage);

} // namespace phonostage::ui
