// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/LoadText.h"

#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "base/text/NumberText.h"
#include "dsp/design/LoadFilter.h"
#include "params/StageValues.h"

#include <cmath>

namespace phonostage::ui {

namespace {

// A deviation up to this, over the whole band, counts as correct.
constexpr double negligibleDb = 0.5;

constexpr const char* omega = "\xce\xa9";

juce::String signedDb(double decibels) { return signedText(decibels, 1) + " dB"; }

} // namespace

juce::String ohmText(double ohm) { return juce::String::fromUTF8(base::formatOhms(ohm, 3, omega).c_str()); }

LoadText loadText(const params::Values& values) {
    LoadText text;
    const auto correction = params::loadCorrection(values);
    if (!correction) {
        const bool knowsCoil = values.get(params::Id::cartridgeMh) > 0.0 || values.get(params::Id::cartridgeOhm) > 0.0;
        const bool isChosen = values.get(params::Id::cartridgeMv) > 0.0;
        text.load = knowsCoil  ? "Moving coil: not corrected"
                    : isChosen ? "Coil not known: not corrected"
                               : "No cartridge chosen";
        text.effect = knowsCoil  ? "load has little effect"
                      : isChosen ? "enter its coil in Setup"
                                 : "choose one in Setup";
        return text;
    }
    const auto facts = dsp::loadFacts(*correction);
    text.load =
        ohmText(correction->have.resistanceOhm) + " (" + ohmText(correction->want.resistanceOhm) + " recommended)";
    const bool matters = std::abs(facts.boostAt10kDb) > negligibleDb || facts.neededDb > negligibleDb;
    if (values.isOn(params::Id::loadCorrection)) {
        text.effect = "10 kHz " + signedDb(facts.boostAt10kDb) + ", noise " + signedDb(facts.noiseDb);
        if (facts.limited) {
            text.isWarning = true;
            text.remedy << "Needs " << signedDb(facts.neededDb) << "; limited to " << signedDb(facts.maximumBoostDb)
                        << ". ";
        }
    } else {
        text.effect = matters ? "10 kHz " + signedDb(-facts.boostAt10kDb) + ", not corrected" : "close enough";
        text.isWarning = matters;
    }
    if (facts.parallelOhm && matters)
        text.remedy << ohmText(*facts.parallelOhm)
                    << " across the input would correct the resistance without adding noise.";
    return text;
}

} // namespace phonostage::ui
