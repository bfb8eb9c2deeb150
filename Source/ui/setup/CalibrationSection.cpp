// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/CalibrationSection.h"

#include "ui/text/CurveCaption.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "base/text/Units.h"
#include "dsp/measure/ToneMeter.h"
#include "params/StageValues.h"

#include <cmath>
#include <span>

namespace phonostage::ui {

namespace {

struct BandText {
    const char* id;
    const char* button;
    const char* title;
    const char* help;
};
constexpr std::array<BandText, 3> bandTexts{
    {{"calibrate_both", "Both", "Measure: tone in both channels",
      "Measures a tone in both channels for three seconds."},
     {"calibrate_left", "Left only", "Measure: tone in the left channel only",
      "Measures the left-channel band of a test record. Together with the right-channel band it gives the crosstalk."},
     {"calibrate_right", "Right only", "Measure: tone in the right channel only",
      "Measures the right-channel band of a test record. Together with the left-channel band it gives the "
      "crosstalk."}}};

} // namespace

CalibrationSection::CalibrationSection(plugin::Processor& processor)
    : Section("Calibrate with a tone"), processor_(processor),
      known_("calibrate_by", "Calibrate by", {"Voltage", "Test record"},
             "A tone of known voltage (from a meter or generator), or the 1 kHz band of a test record with the "
             "cartridge's rated output."),
      amount_("calibrate_amount", "Tone", {}) {
    known_.onChange = [this](int) {
        showKnown();
        judge();
        // What was refused is no news under the other heading.
        const bool isComplete = tones_.both || (tones_.leftOnly && tones_.rightOnly);
        if (isComplete && !result_.calibration) forget();
    };
    amount_.onCommit = [this](const juce::String& text) {
        const bool isRecord = known_.chosen() == 1;
        const auto parsed = base::parseQuantity(plain(text).toStdString(), isRecord ? "cm/s" : "V");
        if (!parsed.value) return fromUtf8(parsed.error);
        if (!(*parsed.value > 0.0)) return juce::String("Enter a level above zero.");
        (isRecord ? toneVelocity_ : toneVolts_) = *parsed.value;
        judge();
        return juce::String();
    };
    form_.row("Reference", known_);
    form_.row("Level", amount_);
    std::vector<juce::Component*> row;
    for (std::size_t i = 0; i < listen_.size(); ++i) {
        auto& button = listen_[i];
        button.setComponentID(bandTexts[i].id);
        button.setButtonText(bandTexts[i].button);
        button.setTitle(bandTexts[i].title);
        button.setTooltip(bandTexts[i].help);
        button.onClick = [this, band = static_cast<Band>(i)] { listen(band); };
        row.push_back(&button);
    }
    form_.row(row);
    note_ = form_.note(5);
    apply_.setComponentID("calibrate_apply");
    apply_.setTitle("Apply the calibration");
    apply_.setTooltip("Sets input full scale, balance and crosstalk from the measurement.");
    apply_.onClick = [this] { apply(); };
    forget_.setComponentID("calibrate_forget");
    forget_.setTitle("Discard the measurements");
    forget_.setTooltip("Discards the measurements. Settings do not change.");
    forget_.onClick = [this] { forget(); };
    form_.row({&apply_, &forget_});
    add(known_);
    add(amount_);
    for (auto& button : listen_)
        add(button);
    add(apply_);
    add(forget_);
    for (juce::Button* button :
         std::initializer_list<juce::Button*>{&listen_[0], &listen_[1], &listen_[2], &apply_, &forget_}) {
        button->setWantsKeyboardFocus(true);
        button->setMouseClickGrabsKeyboardFocus(false);
    }
    showKnown();
    forget();
}

CalibrationSection::~CalibrationSection() {
    if (listening_) processor_.inputTap().cancel();
}

void CalibrationSection::showKnown() {
    if (known_.chosen() == 1) {
        amount_.show(fixedText(toneVelocity_, 2) + " cm/s");
        amount_.setDescription("Peak velocity of the test record's tone.");
    } else {
        const auto volts = voltText(toneVolts_, toneVolts_);
        amount_.show(volts.number + " " + volts.unit);
        amount_.setDescription("The tone's voltage at the input, rms.");
    }
}

params::KnownTone CalibrationSection::knownTone() const {
    if (known_.chosen() == 0) return params::SocketVolts{toneVolts_};
    const auto values = processor_.values();
    params::RecordedTone tone;
    tone.velocityCmPerS = toneVelocity_;
    if (const auto rating = cartridgeRating(values)) {
        tone.cartridgeMv = rating->outputMv;
        tone.cartridgeVelocityCmPerS = rating->velocityCmPerS;
        tone.cartridgeVelocityIsRms = rating->velocityIsRms;
    }
    tone.load = params::loadCorrection(values);
    return tone;
}

void CalibrationSection::say(const juce::String& words, bool isWarning) {
    if (words != form_.noteAt(note_).text)
        juce::AccessibilityHandler::postAnnouncement(words, juce::AccessibilityHandler::AnnouncementPriority::medium);
    form_.setNote(note_, {words, isWarning});
}

void CalibrationSection::listen(Band band) {
    if (listening_) processor_.inputTap().cancel();
    listening_ = false;
    if (!processor_.isPrepared()) {
        say("Audio is not running. Start it, then play the tone.", true);
        return;
    }
    if (!processor_.inputTap().start(listenSeconds)) {
        say("The input cannot be measured now. Try again.", true);
        return;
    }
    band_ = band;
    listening_ = true;
    shownPercent_ = -1;
    apply_.setEnabled(false);
}

void CalibrationSection::poll(const Tick& tick) {
    Section::poll(tick);
    if (!listening_) return;
    auto& tap = processor_.inputTap();
    if (tap.isDone()) {
        listening_ = false;
        if (const auto recording = tap.take()) take(*recording, band_);
        return;
    }
    if (!tap.isRunning()) {
        listening_ = false;
        say("Audio stopped before the measurement was complete. Measure again.", true);
        return;
    }
    // In steps of a tenth: each is a repaint of one line.
    const int percent = static_cast<int>(tap.progress() * 10.0) * 10;
    if (percent == shownPercent_) return;
    shownPercent_ = percent;
    form_.setNote(note_, {juce::String::fromUTF8("Measuring\xe2\x80\xa6 ") + juce::String(percent) + " %"});
}

void CalibrationSection::take(const plugin::InputTap::Recording& recording, Band band) {
    const bool mono = recording.channels == 1;
    const auto tone = dsp::measureTone(std::span<const double>(recording.samples[0]),
                                       mono ? std::span<const double>() : std::span<const double>(recording.samples[1]),
                                       recording.rateHz);
    (band == Band::both ? tones_.both : band == Band::left ? tones_.leftOnly : tones_.rightOnly) = tone;
    judge();
}

void CalibrationSection::judge() {
    result_ = {};
    apply_.setEnabled(false);
    forget_.setEnabled(tones_.both || tones_.leftOnly || tones_.rightOnly);
    if (!tones_.both && !tones_.leftOnly && !tones_.rightOnly) return;
    if (!tones_.both && (!tones_.leftOnly || !tones_.rightOnly)) {
        say(tones_.leftOnly ? "Left channel measured. Now play the right-channel band."
                            : "Right channel measured. Now play the left-channel band.");
        return;
    }
    result_ = params::calibrate(knownTone(), tones_);
    if (!result_.calibration) {
        say(fromUtf8(result_.refusal), true);
        return;
    }
    const auto& found = *result_.calibration;
    const auto& tone = tones_.both ? *tones_.both : *tones_.leftOnly;
    auto words = fixedText(tone.frequencyHz, 1) + " Hz: full scale is " + pretty(fixedText(found.inputDbv, 2)) + " dBV";
    if (found.balanceDb) words << ", balance " << pretty(fixedText(*found.balanceDb, 2)) << " dB";
    if (found.crosstalk)
        words << ", crosstalk " << pretty(fixedText(found.crosstalk->leftToRight.real() * 100.0, 2)) << " % and "
              << pretty(fixedText(found.crosstalk->rightToLeft.real() * 100.0, 2)) << " %";
    words << ".";
    if (found.oppositePolarity) words << " The channels have opposite polarity: check the cartridge wiring.";
    say(words, found.oppositePolarity);
    apply_.setEnabled(true);
}

void CalibrationSection::apply() {
    // Cartridge and load may have become others since the tone was heard.
    judge();
    if (!result_.calibration) return;
    const auto found = *result_.calibration;
    auto stage = processor_.stage();
    stage.values.set(params::Id::inputDbv, found.inputDbv);
    if (found.balanceDb) stage.values.set(params::Id::balance, *found.balanceDb);
    if (found.crosstalk) {
        stage.values.set(params::Id::crosstalkLeftToRight, found.crosstalk->leftToRight.real() * 100.0);
        stage.values.set(params::Id::crosstalkRightToLeft, found.crosstalk->rightToLeft.real() * 100.0);
    }
    processor_.apply(stage);
    tones_ = {};
    result_ = {};
    apply_.setEnabled(false);
    forget_.setEnabled(false);
    say("Applied: full scale is " + pretty(fixedText(found.inputDbv, 2)) + " dBV.");
}

void CalibrationSection::forget() {
    if (listening_) processor_.inputTap().cancel();
    listening_ = false;
    tones_ = {};
    result_ = {};
    apply_.setEnabled(false);
    forget_.setEnabled(false);
    form_.setNote(note_,
                  {"Play a steady tone, then press a button below the level. A tone in both channels sets level and "
                   "balance. The two one-channel bands of a test record also set the crosstalk."});
}

} // namespace phonostage::ui
