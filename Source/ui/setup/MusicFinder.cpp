// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/MusicFinder.h"

#include "ui/text/LevelAdvice.h"

#include "catalogue/UserCatalogue.h"
#include "params/LevelPlausibility.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr double patienceSeconds = 20.0; ///< of sound that is no music
constexpr int stalledLimit = 60;         ///< polls without a new tenth of a second: the sound has stopped
constexpr double toleranceDb = 6.0;

juce::String secondsText(double seconds) { return juce::String(static_cast<int>(seconds + 1e-6)); }

} // namespace

void MusicFinder::say(const juce::String& text, bool isWarning) {
    text_ = text;
    isWarning_ = isWarning;
}

void MusicFinder::start() {
    isListening_ = false;
    const auto entered = params::enteredLevels(processor_.stage(), *catalogue::equipment());
    if (!processor_.isPrepared()) return say("Audio is not running. Start it, then play a record.", true);
    if (!entered.levelAt5CmDbv) return say("Choose the cartridge first: the level depends on it.", true);
    processor_.recordLevel().forget();
    isListening_ = true;
    beganSeconds_ = lastHeardSeconds_ = processor_.recordLevel().reading().heardSeconds;
    stalledPolls_ = 0;
    say("Play a loud side: listening, 0 s of 10");
}

void MusicFinder::cancel() {
    isListening_ = false;
    say({});
}

void MusicFinder::end(const juce::String& text, bool isWarning) {
    isListening_ = false;
    say(text, isWarning);
    juce::AccessibilityHandler::postAnnouncement(text, juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void MusicFinder::poll() {
    if (!isListening_) return;
    const auto reading = processor_.recordLevel().reading();
    if (reading.heardSeconds < beganSeconds_) beganSeconds_ = reading.heardSeconds; // the device began anew
    stalledPolls_ = reading.heardSeconds > lastHeardSeconds_ ? 0 : stalledPolls_ + 1;
    lastHeardSeconds_ = reading.heardSeconds;
    if (!processor_.isPrepared() || stalledPolls_ > stalledLimit)
        return end("Audio stopped before the ten seconds were over. Try again.", true);
    const double heard = reading.heardSeconds - beganSeconds_;
    const bool isWhole = heard >= dsp::RecordLevel::spanSeconds;
    if (isWhole && reading.loudDbfs && reading.isMusic) return take(*reading.loudDbfs);
    if (heard >= patienceSeconds)
        return end(reading.loudDbfs ? "That is noise or a tone, not music. Play a loud side, and try again."
                                    : "Nothing arrives. Is the record playing, and the input on?",
                   true);
    say("Play a loud side: listening, " + secondsText(std::min(heard, dsp::RecordLevel::spanSeconds)) + " s of 10");
}

void MusicFinder::take(double loudDbfs) {
    const auto before = processor_.stage();
    const auto entered = params::enteredLevels(before, *catalogue::equipment());
    const auto gain = params::gainFromMusic(entered, loudDbfs);
    if (!gain) return end("Choose the cartridge first: the level depends on it.", true);
    auto stage = before;
    juce::String found;
    if (entered.gainMaxDb > entered.gainMinDb) {
        const double nearest = std::clamp(std::round(*gain), entered.gainMinDb, entered.gainMaxDb);
        if (std::abs(nearest - *gain) > toleranceDb)
            return end("The music asks for " + wholeDecibels(*gain) + ", and here " +
                           knobRangeText(entered.gainMinDb, entered.gainMaxDb) +
                           ". Check the interface, its input and the cartridge.",
                       true);
        params::enterInterfaceGain(stage, nearest);
        found = "About " + wholeDecibels(nearest);
    } else {
        const double full = std::round(entered.inputDbv - (*gain - entered.gainDb));
        stage.values.set(params::Id::inputDbv, full);
        found = "Full scale is about " + wholeDecibels(full) + "V";
    }
    processor_.apply(stage);
    if (onFound) onFound(before, processor_.stage());
    end(found + ", within 6 dB. A test record or a tone makes it exact.", false);
}

} // namespace phonostage::ui
