// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/EquipmentText.h"

#include "dsp/simd/Decibels.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "catalogue/UserCatalogue.h"
#include "params/StageValues.h"

#include <cmath>

namespace phonostage::ui {

namespace {

juce::String nameOf(const std::string& maker, const std::string& name) {
    // Some names begin with their maker.
    return fromUtf8(name.starts_with(maker) ? name : maker + " " + name);
}

} // namespace

std::optional<catalogue::CartridgeRating> cartridgeRating(const params::Values& values) {
    const double outputMv = values.get(params::Id::cartridgeMv);
    if (!(outputMv > 0.0)) return std::nullopt;
    return catalogue::CartridgeRating{outputMv, values.get(params::Id::cartridgeVelocity),
                                      values.isOn(params::Id::cartridgeVelocityRms)};
}

std::optional<double> recommendedGain(const params::Values& values) {
    const auto rating = cartridgeRating(values);
    if (!rating) return std::nullopt;
    return catalogue::recommendedGainDb(*rating, params::loadCorrection(values),
                                        values.isOn(params::Id::loadCorrection), values.get(params::Id::nominalDbv));
}

EquipmentText equipmentText(const params::Snapshot& stage) {
    EquipmentText text;
    const auto lists = catalogue::equipment();
    const auto& values = stage.values;
    const catalogue::InterfaceInput* input = nullptr;
    // A choice that this machine's catalogues do not have is known by its id.
    const auto& interfaceId = stage.texts.get(params::TextId::interfaceId);
    const auto& inputId = stage.texts.get(params::TextId::interfaceInput);
    if (const auto* entry = interfaceId.empty() ? nullptr : catalogue::findInterface(lists->interfaces, interfaceId)) {
        text.interfaceName = nameOf(entry->maker, entry->name);
        input = catalogue::findInput(*entry, inputId);
    } else {
        text.interfaceName = fromUtf8(interfaceId);
    }
    text.inputName = input != nullptr ? fromUtf8(input->name) : fromUtf8(inputId);
    if (input != nullptr)
        text.gainRange = input->gainMaxDb > input->gainMinDb ? pretty(shortText(input->gainMinDb, 2)) + " to " +
                                                                   pretty(shortText(input->gainMaxDb, 2)) + " dB"
                                                             : juce::String("no gain control");
    const auto& cartridgeId = stage.texts.get(params::TextId::cartridgeId);
    if (const auto* entry = cartridgeId.empty() ? nullptr : catalogue::findCartridge(lists->cartridges, cartridgeId))
        text.cartridge = nameOf(entry->maker, entry->name);
    else
        text.cartridge = fromUtf8(cartridgeId);

    const auto rating = cartridgeRating(values);
    if (!rating) return text;
    const double level = catalogue::levelAt5CmDbv(*rating, params::loadCorrection(values));
    const double volts = dsp::decibelsToFactor(level);
    const auto shown = voltText(volts, volts);
    text.level = "5 cm/s gives " + shown.number + " " + shown.unit + " (" + decibelText(level) + " dBV) at the input";
    if (const auto gain = recommendedGain(values))
        text.gain = decibelText(*gain).replace("+", "") + " dB of gain brings it to " +
                    pretty(fixedText(values.get(params::Id::nominalDbv), 2)) + " dBV";

    const double full = values.get(params::Id::inputDbv);
    const double gainDb = values.get(params::Id::interfaceGain);
    // What the control does is known from the catalogue, what full scale is from the value that is set.
    catalogue::InterfaceSetting setting{full, gainDb, gainDb, gainDb};
    if (input != nullptr) setting = {full + gainDb - input->gainMinDb, input->gainMinDb, input->gainMaxDb, gainDb};
    const auto margin = catalogue::overloadMargin(setting, level);
    text.margin =
        "margin " + pretty(fixedText(std::floor(margin.marginDb), 0)) + " dB, " + catalogue::wordFor(margin.verdict);
    text.marginSentence =
        "Overload margin: " + juce::String(catalogue::wordFor(margin.verdict)) + ". " + fromUtf8(margin.advice) + ".";
    text.isWarning = margin.verdict != catalogue::OverloadVerdict::good;
    return text;
}

} // namespace phonostage::ui
