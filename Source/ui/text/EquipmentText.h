// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/Equipment.h"
#include "params/LevelPlausibility.h"
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
    juce::String cartridge;      ///< "Ortofon 2M Red"; empty where none is chosen
    juce::String cartridgeModel; ///< "2M Red": where there is no room for the maker
    juce::String interfaceName;  ///< "Focusrite Scarlett 4i4"; empty where none is chosen
    juce::String interfaceModel; ///< "Scarlett 4i4"
    juce::String inputName;      ///< "Line 1-2"
    juce::String gainRange;      ///< "0 dB is fully down, 56 dB fully up"; empty where the input is not known
    juce::String gainLowest;     ///< what the control reads fully down: "0"
    juce::String gainHighest;    ///< and fully up
    bool hasGainControl = false;
    juce::String
        level; ///< "5 cm/s gives 5.50 mV (−45.2 dBV) at the input"; empty where the cartridge's output is not known
    juce::String gain;           ///< "35.2 dB of gain brings it to −10.00 dBV"
    juce::String margin;         ///< "margin 14 dB, tight"
    juce::String marginSentence; ///< with what to turn
    double turnDb = 0.0;         ///< how far, up is positive; 0: leave it, or it cannot be turned
    bool isWarning = false;
    bool operator==(const EquipmentText&) const = default;
};
/** Looks into the catalogues: not for every beat. heard: no margin is called good, and no turn is advised, while the
    music says something else than what was entered. */
[[nodiscard]] EquipmentText equipmentText(const params::Snapshot& stage, const params::LevelJudgement& heard = {});

/** For the field of the interface's gain, with the range of this input: "0 to 56 dB". */
[[nodiscard]] juce::String gainTooltip(const EquipmentText& text);
/** With a capital. */
[[nodiscard]] juce::String sentenceCase(const juce::String& text);

} // namespace phonostage::ui
