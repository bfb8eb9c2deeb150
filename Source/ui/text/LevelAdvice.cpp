// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/LevelAdvice.h"

#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "dsp/simd/Decibels.h"

#include <cmath>

namespace phonostage::ui {

namespace {

using Step = LevelAdvice::Step;

// Where the loudest and the quietest records lie, against a usual one: 10 cm/s rms, and a very quiet side.
constexpr double loudestDb = 14.0, quietestDb = -28.0;

/** "30 times " from twice on, in one or two digits, "far " from a thousand times on; else nothing. */
juce::String timesText(double db) {
    const double times = dsp::decibelsToFactor(db);
    if (!(times >= 2.0)) return {};
    if (times >= 950.0) return "far ";
    const double decade = std::pow(10.0, std::floor(std::log10(times)));
    const double step = times < 20.0 ? 1.0 : decade;
    return juce::String(std::lround(std::round(times / step) * step)) + " times ";
}

LevelAdvice checkAll(LevelAdvice advice, const char* detail) {
    advice.step = Step::openSetup;
    advice.detail = detail;
    advice.button = "Open Setup";
    return advice;
}

LevelAdvice tooLoud(const params::LevelJudgement& judgement, const params::EnteredLevels& entered) {
    LevelAdvice advice;
    advice.headline = "This reads " + timesText(judgement.offDb - loudestDb) + "louder than any record";
    if (judgement.gainDb && judgement.isInRange) {
        advice.step = Step::setGain;
        advice.valueDb = *judgement.gainDb;
        advice.detail = "The interface's gain is about " + wholeDecibels(*judgement.gainDb - entered.gainDb) +
                        " higher than entered.";
        advice.button = "Set it to " + wholeDecibels(*judgement.gainDb);
        return advice;
    }
    if (entered.isInputKnown) return checkAll(std::move(advice), "Check the interface, its input and the cartridge.");
    advice.step = Step::setFullScale;
    advice.valueDb = std::round(entered.inputDbv - judgement.offDb);
    advice.detail = "Choose the interface, or set full scale by the music.";
    advice.button = "Set " + wholeDecibels(advice.valueDb) + "V";
    return advice;
}

LevelAdvice tooFaint(const params::LevelJudgement& judgement, const params::EnteredLevels& entered) {
    LevelAdvice advice;
    advice.headline = "This reads " + timesText(quietestDb - judgement.offDb) + "fainter than any record";
    if (!judgement.gainDb || !judgement.isInRange)
        return checkAll(std::move(advice), entered.isMovingCoil ? "Check the interface, its input and the cartridge."
                                                                : "Is the cartridge a moving coil? Check it in Setup.");
    advice.step = Step::setGain;
    advice.valueDb = *judgement.gainDb;
    advice.detail =
        "The interface's gain is about " + wholeDecibels(entered.gainDb - *judgement.gainDb) + " lower than entered.";
    advice.button = "Set it to " + wholeDecibels(*judgement.gainDb);
    return advice;
}

LevelAdvice faint(const params::LevelJudgement& judgement, const params::EnteredLevels& entered) {
    LevelAdvice advice;
    advice.step = Step::askEquipment;
    advice.headline = "The signal is faint: " + wholeDecibels(-judgement.loudDbfs) + " below full scale";
    advice.detail = entered.isInputKnown ? "Choose the cartridge, or turn the interface's gain up."
                                         : "Choose the interface, or turn its gain up.";
    advice.button = entered.isInputKnown ? "Choose the cartridge" : "Choose the interface";
    return advice;
}

} // namespace

juce::String LevelAdvice::sentence() const {
    if (detail.isEmpty()) return headline;
    return headline + (headline.endsWithChar('?') ? " " : ": ") + detail.substring(0, 1).toLowerCase() +
           detail.substring(1);
}

LevelAdvice levelAdvice(const params::LevelJudgement& judgement, const params::EnteredLevels& entered) {
    switch (judgement.finding) {
    case params::LevelFinding::none:
        return {};
    case params::LevelFinding::tooLoud:
        return tooLoud(judgement, entered);
    case params::LevelFinding::tooFaint:
        return tooFaint(judgement, entered);
    case params::LevelFinding::faint:
        return faint(judgement, entered);
    case params::LevelFinding::movingMagnet: {
        LevelAdvice advice;
        advice.headline = "This is " + timesText(judgement.offDb) + "louder than a moving coil";
        advice = checkAll(std::move(advice), "It sounds like a moving magnet: check the cartridge.");
        advice.button = "Choose the cartridge";
        return advice;
    }
    }
    return {};
}

LevelAdvice turnedAdvice(double turnDb) {
    LevelAdvice advice;
    if (!(std::abs(turnDb) > 0.0)) return advice;
    advice.step = Step::turned;
    advice.valueDb = turnDb;
    advice.button =
        juce::String("I have turned it ") + (turnDb > 0.0 ? "up " : "down ") + wholeDecibels(std::abs(turnDb));
    return advice;
}

LevelAdvice offerOfLast(const juce::String& interfaceName, const juce::String& cartridge) {
    LevelAdvice advice;
    if (interfaceName.isEmpty() && cartridge.isEmpty()) return advice;
    const bool both = interfaceName.isNotEmpty() && cartridge.isNotEmpty();
    advice.step = Step::useLast;
    advice.headline = "Use " + interfaceName + (both ? " and " : "") + cartridge + ", as before?";
    advice.detail = "This new instance has no equipment yet. Clear leaves it so.";
    advice.button = both ? "Use both" : "Use it";
    return advice;
}

juce::String wholeDecibels(double db) { return pretty(fixedText(std::round(db), 0)) + " dB"; }

juce::String knobRangeText(double gainMinDb, double gainMaxDb) {
    if (!(gainMaxDb > gainMinDb)) return "no gain control";
    return pretty(shortText(gainMinDb, 2)) + " dB is fully down, " + pretty(shortText(gainMaxDb, 2)) + " dB fully up";
}

} // namespace phonostage::ui
