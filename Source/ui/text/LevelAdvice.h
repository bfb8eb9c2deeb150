// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/LevelPlausibility.h"

#include <juce_core/juce_core.h>

namespace phonostage::ui {

/** What does not fit, in one sentence of two parts, and the one button that helps. */
struct LevelAdvice {
    enum class Step {
        none,
        setGain,      ///< the interface's gain reads valueDb
        setFullScale, ///< full scale at the socket is valueDb, dBV
        turned,       ///< the interface was turned by valueDb, up is positive
        askEquipment, ///< opens the questions
        openSetup,    ///< opens Setup
        useLast       ///< the equipment used last
    };
    Step step = Step::none;
    double valueDb = 0.0;
    juce::String headline; ///< "This reads 30 times louder than any record"
    juce::String detail;   ///< "The interface's gain is about 40 dB higher than entered."
    juce::String button;   ///< "Set it to 40 dB"

    [[nodiscard]] bool isEmpty() const { return headline.isEmpty(); }
    /** Both parts as they are read. */
    [[nodiscard]] juce::String sentence() const;
    bool operator==(const LevelAdvice&) const = default;
};

/** Empty where nothing contradicts. */
[[nodiscard]] LevelAdvice levelAdvice(const params::LevelJudgement& judgement, const params::EnteredLevels& entered);

/** The second half of "turn the interface up 40 dB": its button. Empty text for 0. */
[[nodiscard]] LevelAdvice turnedAdvice(double turnDb);

/** "Use Focusrite Scarlett 2i2 and Audio-Technica AT3600L, as before?"; empty where neither is named. */
[[nodiscard]] LevelAdvice offerOfLast(const juce::String& interfaceName, const juce::String& cartridge);

/** "40 dB", "−5 dB" */
[[nodiscard]] juce::String wholeDecibels(double db);

/** "0 dB is fully down, 56 dB fully up"; "no gain control" where both are the same. */
[[nodiscard]] juce::String knobRangeText(double gainMinDb, double gainMaxDb);

} // namespace phonostage::ui
