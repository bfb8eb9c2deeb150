// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/EquipmentText.h"

#include "dsp/simd/Decibels.h"
#include "ui/text/CurveCaption.h"
#include "ui/text/LevelAdvice.h"
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

/** What to do about the interface's gain, as a person says it. */
juce::String sentenceOn(const catalogue::OverloadMargin& margin) {
    const auto turn = wholeDecibels(std::abs(margin.turnDb));
    if (margin.verdict != catalogue::OverloadVerdict::good)
        return juce::String("Loud records may clip: ") + fromUtf8(margin.advice) + ".";
    if (margin.turnDb > 0.0)
        return "No danger of overload. For less noise turn the interface's gain up " + turn +
               ", then enter the new reading.";
    return "No danger of overload: leave the interface's gain as it is.";
}

void writeMargin(EquipmentText& text, const catalogue::OverloadMargin& margin, const params::LevelJudgement& heard,
                 const params::EnteredLevels& entered) {
    using params::LevelFinding;
    const auto number = "margin " + pretty(fixedText(std::round(margin.marginDb), 0)) + " dB, ";
    const bool isGood = margin.verdict == catalogue::OverloadVerdict::good;
    if (heard.finding == LevelFinding::tooLoud || heard.finding == LevelFinding::tooFaint ||
        heard.finding == LevelFinding::movingMagnet) {
        text.margin = "margin unknown";
        text.marginSentence = levelAdvice(heard, entered).sentence();
        text.isWarning = true;
    } else if (isGood && heard.isHeard && !heard.isConfirmed) {
        // Neither for it nor against it.
        text.margin = number + "as entered";
        text.marginSentence = "No danger of overload, if the gain entered is right.";
    } else {
        text.margin = number + catalogue::wordFor(margin.verdict);
        text.marginSentence = sentenceOn(margin);
        text.turnDb = margin.turnDb;
        text.isWarning = !isGood;
    }
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

juce::String sentenceCase(const juce::String& text) { return text.substring(0, 1).toUpperCase() + text.substring(1); }

juce::String gainTooltip(const EquipmentText& text) {
    const juce::String what("What the interface's gain control reads; the sensitivity follows from it.");
    if (text.gainRange.isEmpty()) return what + " -20 to 90 dB, as far as the interface's own goes.";
    if (!text.hasGainControl)
        return what + " This input has none: " + text.gainLowest + " to " + text.gainHighest + " dB.";
    return what + " This input: " + text.gainLowest + " to " + text.gainHighest + " dB, from fully down to fully up.";
}

EquipmentText equipmentText(const params::Snapshot& stage, const params::LevelJudgement& heard) {
    EquipmentText text;
    const auto lists = catalogue::equipment();
    const auto& values = stage.values;
    const catalogue::InterfaceInput* input = nullptr;
    // A choice that this machine's catalogues do not have is known by its id.
    const auto& interfaceId = stage.texts.get(params::TextId::interfaceId);
    const auto& inputId = stage.texts.get(params::TextId::interfaceInput);
    if (const auto* entry = interfaceId.empty() ? nullptr : catalogue::findInterface(lists->interfaces, interfaceId)) {
        text.interfaceName = nameOf(entry->maker, entry->name);
        text.interfaceModel = fromUtf8(entry->name);
        input = catalogue::findInput(*entry, inputId);
    } else {
        text.interfaceName = text.interfaceModel = fromUtf8(interfaceId);
    }
    text.inputName = input != nullptr ? fromUtf8(input->name) : fromUtf8(inputId);
    if (input != nullptr) {
        text.gainRange = knobRangeText(input->gainMinDb, input->gainMaxDb);
        text.hasGainControl = input->gainMaxDb > input->gainMinDb;
        text.gainLowest = pretty(shortText(input->gainMinDb, 2));
        text.gainHighest = pretty(shortText(input->gainMaxDb, 2));
    }
    const auto& cartridgeId = stage.texts.get(params::TextId::cartridgeId);
    if (const auto* entry = cartridgeId.empty() ? nullptr : catalogue::findCartridge(lists->cartridges, cartridgeId)) {
        text.cartridge = nameOf(entry->maker, entry->name);
        text.cartridgeModel = fromUtf8(entry->name);
    } else {
        text.cartridge = text.cartridgeModel = fromUtf8(cartridgeId);
    }

    const auto rating = cartridgeRating(values);
    if (!rating) return text;
    const double level = catalogue::levelAt5CmDbv(*rating, params::loadCorrection(values));
    const double volts = dsp::decibelsToFactor(level);
    const auto shown = voltText(volts, volts);
    text.level = "5 cm/s gives " + shown.number + " " + shown.unit + " (" + decibelText(level) + " dBV) at the input";
    if (const auto gain = recommendedGain(values))
        text.gain = decibelText(*gain).replace("+", "") + " dB of gain brings it to " +
                    pretty(fixedText(values.get(params::Id::nominalDbv), 2)) + " dBV";

    if (input != nullptr && input->kind == catalogue::InputKind::usb) {
        // Its full scale is a typical one, and so would the margin be.
        text.margin = "margin not known";
        text.marginSentence = "How much room a phono stage with USB has is not known: watch the overload strip.";
        return text;
    }
    const double full = values.get(params::Id::inputDbv);
    const double gainDb = values.get(params::Id::interfaceGain);
    // What the control does is known from the catalogue, what full scale is from the value that is set.
    catalogue::InterfaceSetting setting{full, gainDb, gainDb, gainDb};
    if (input != nullptr) setting = {full + gainDb - input->gainMinDb, input->gainMinDb, input->gainMaxDb, gainDb};
    const auto margin = catalogue::overloadMargin(setting, level);
    writeMargin(text, margin, heard, params::enteredLevels(stage, *lists));
    return text;
}

} // namespace phonostage::ui
