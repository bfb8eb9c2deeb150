// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/AppModel.h"

#include "params/State.h"
#include "plugin/Processor.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {
namespace {

// A missing device is looked for after a second, then less and less often.
constexpr double firstPauseSeconds = 1.0;
constexpr double longestPauseSeconds = 5.0;
constexpr double returnShownSeconds = 20.0;
constexpr int inputTries = 3; ///< for an input that has just come, and that the system may still be busy with

using ui::fromUtf8;

device::DeviceChoice choiceOf(const AppSettings& settings) {
    device::DeviceChoice choice;
    choice.type = fromUtf8(settings.deviceType);
    choice.output = fromUtf8(settings.outputDevice);
    choice.input = fromUtf8(settings.inputDevice);
    choice.rateHz = settings.rateHz;
    choice.bufferFrames = settings.bufferFrames;
    choice.inputFirst = settings.inputFirstChannel;
    choice.outputFirst = settings.outputFirstChannel;
    return choice;
}

/** Flags over settings. Names of devices mean nothing to another type. */
void apply(const Options& options, device::DeviceChoice& choice) {
    if (options.deviceType) {
        const auto type = fromUtf8(*options.deviceType);
        if (choice.type != type) choice = device::DeviceChoice{};
        choice.type = type;
    }
    if (options.outputDevice) {
        const auto output = fromUtf8(*options.outputDevice);
        if (choice.output != output) choice.outputFirst = 0;
        choice.output = output;
    }
    if (options.inputDevice) {
        const auto input = fromUtf8(*options.inputDevice);
        if (choice.input != input) choice.inputFirst = 0;
        choice.input = input;
    }
    if (options.rateHz) choice.rateHz = *options.rateHz;
    if (options.bufferFrames) choice.bufferFrames = *options.bufferFrames;
}

std::string stateOf(juce::AudioProcessor& processor) {
    juce::MemoryBlock bytes;
    processor.getStateInformation(bytes);
    return {static_cast<const char*>(bytes.getData()), bytes.getSize()};
}

RecordModel::Ask askAbout(juce::AudioProcessor& processor) {
    auto* stage = dynamic_cast<plugin::Processor*>(&processor);
    if (stage == nullptr) return {};
    return {[stage] { return stage->stage(); },
            [stage]() -> std::optional<double> {
                constexpr auto id = params::Id::inputDbv;
                const double level = stage->value(id);
                // What nobody has set is no calibration.
                if (std::abs(level - params::entry(id).defaultValue) < 1e-9) return std::nullopt;
                return level;
            }};
}

} // namespace

AppModel::AppModel(juce::AudioProcessor& processor, device::AudioSession::TypeFactory types, SettingsStore store,
                   const Options& options, device::DeviceWatch::Where watch, Recording::Setup recording)
    : processor_(processor), store_(std::move(store)), options_(options), recording_(std::move(recording)),
      record_(recording_, settings_.record, askAbout(processor)), process_(processor), testWatch_(process_),
      guard_(testWatch_), player_(guard_), callback_(player_), session_(callback_, types),
      watch_(std::move(types), watch) {
    if (auto* stage = dynamic_cast<plugin::Processor*>(&processor)) {
        check_ = std::make_unique<QuietCheck>(*stage, settings_.check, guard_);
        testRecord_ = std::make_unique<TestRecordModel>(*stage, testWatch_, settings_.check.testRecord);
    }
    callback_.setListener(&recording_);
}

AppModel::~AppModel() {
    if (started_) save();
}

void AppModel::start() {
    started_ = true;
    auto loaded = store_.load();
    settings_ = std::move(loaded.settings);
    if (testRecord_ != nullptr) testRecord_->readRecords();
    addNotice(loaded.trouble);
    restoreStage();
    record_.lookForOrphans();

    choice_ = choiceOf(settings_);
    apply(options_, choice_);
    const bool known = settings_.inputRemembered(choice_.type.toStdString(), choice_.input.toStdString());
    open(options_.input.value_or(known && !device::inputNeedsAsking(choice_.input)));
    if (options_.input.value_or(false) && inputIsOn())
        settings_.rememberInput(choice_.type.toStdString(), choice_.input.toStdString(), true);
    if (const auto wrong = save()) addNotice(*wrong);
    changed();
}

void AppModel::restoreStage() {
    if (settings_.stage.empty()) return;
    const auto read = params::readSession(settings_.stage);
    if (const auto* error = std::get_if<params::StateError>(&read)) {
        // A newer release may have written it: this one's next save must not be its end.
        addNotice(store_.keepAside("its phono stage settings cannot be restored, " + fromUtf8(error->message)));
        return;
    }
    processor_.setStateInformation(settings_.stage.data(), static_cast<int>(settings_.stage.size()));
}

void AppModel::open(bool withInput) {
    inputWanted_ = withInput;
    auto outcome = session_.open(choice_, withInput);
    trouble_ = outcome.error;
    if (withInput && outcome.error.isNotEmpty()) {
        // The music goes on without the turntable; the reason stays on the screen.
        const auto without = session_.open(choice_, false);
        if (without.error.isNotEmpty()) trouble_ = without.error;
        outcome.note = without.note;
    }
    lookSeconds_ = 0.0;
    if (session_.isOpen()) choice_ = session_.choice();
    if (outcome.note.isNotEmpty()) {
        addNotice(outcome.note.trim());
        // Told once; from now on the device's own figures are the wish.
        choice_.rateHz = session_.rateHz();
        choice_.bufferFrames = session_.bufferFrames();
    }
}

void AppModel::switchInput(bool on) {
    if (record_.isBusy()) return;
    watch_.forget();
    open(on);
    if (choice_.input.isNotEmpty() && (!on || inputIsOn()))
        settings_.rememberInput(choice_.type.toStdString(), choice_.input.toStdString(), on);
    save();
    changed();
}

void AppModel::choose(const device::DeviceChoice& choice) {
    if (record_.isBusy()) return;
    watch_.forget();
    const bool sameInput = choice.type == choice_.type && choice.input == choice_.input;
    const bool known = settings_.inputRemembered(choice.type.toStdString(), choice.input.toStdString()) &&
                       !device::inputNeedsAsking(choice.input);
    choice_ = choice;
    notice_.clear();
    open(sameInput ? inputWanted_ : known);
    save();
    changed();
}

void AppModel::lookAgain() {
    if (record_.isBusy() && !record_.status().goesOnWhenBack) return;
    watch_.forget();
    session_.rescan();
    open(inputWanted_);
    changed();
}

double AppModel::latencySeconds() const {
    const double rate = session_.rateHz();
    return session_.latencySeconds() + (rate > 0.0 ? processor_.getLatencySamples() / rate : 0.0);
}

juce::String AppModel::inputDevice() const {
    return choice_.input.isNotEmpty() ? choice_.input : session_.usualDevice(choice_.type, true);
}

void AppModel::noteLoss(const juce::String& text, double nowSeconds) {
    trouble_ = text;
    if (notice_ == returned_) notice_.clear();
    returned_.clear();
    lookSeconds_ = nowSeconds + firstPauseSeconds;
    pauseSeconds_ = firstPauseSeconds;
    inputTries_ = inputTries;
    if (onDeviceNews) onDeviceNews(text);
    changed();
}

/** A device that has gone, or was not there yet, and comes: it is opened as it was, without a click. */
void AppModel::lookForMissing(double nowSeconds) {
    const bool outputMissing = started_ && !session_.isOpen();
    const bool inputMissing = session_.isOpen() && inputWanted_ && !session_.inputIsOpen();
    if (!outputMissing && !inputMissing) return;
    if (lookSeconds_ <= 0.0) {
        lookSeconds_ = nowSeconds + firstPauseSeconds;
        pauseSeconds_ = firstPauseSeconds;
        // One that is there and could not be opened belongs to another program: it is left alone until it was away.
        inputTries_ = session_.deviceNames(choice_.type, true).contains(choice_.input) ? 0 : inputTries;
    }
    if (!watch_.isLooking()) {
        if (nowSeconds < lookSeconds_) return;
        watch_.look(choice_);
    }
    const auto seen = watch_.take();
    if (seen == nullptr) return;
    pauseSeconds_ = std::min(2.0 * pauseSeconds_, longestPauseSeconds);
    lookSeconds_ = nowSeconds + pauseSeconds_;
    if (outputMissing) {
        if (seen->output) takeBack(std::move(seen->types), nowSeconds);
    } else if (!seen->input) {
        inputTries_ = inputTries;
    } else if (inputTries_ > 0) {
        // Each try interrupts the output.
        --inputTries_;
        takeBack(std::move(seen->types), nowSeconds);
    }
}

void AppModel::takeBack(device::AudioSession::TypeList&& types, double nowSeconds) {
    const auto wish = choice_;
    const bool inputOnly = session_.isOpen();
    const double look = lookSeconds_;
    session_.adopt(std::move(types));
    open(inputWanted_);
    lookSeconds_ = look;
    // A server that has come back at another rate is followed; what was chosen is chosen still.
    if (wish.rateHz > 0.0) choice_.rateHz = wish.rateHz;
    if (wish.bufferFrames > 0) choice_.bufferFrames = wish.bufferFrames;
    const bool isBack = session_.isOpen() && (!inputOnly || session_.inputIsOpen());
    if (isBack) {
        const auto& name = inputOnly ? choice_.input : choice_.output;
        const char* how = session_.inputIsOpen() ? "reopened as before, with the input on."
                          : inputWanted_         ? "reopened, without the input."
                                                 : "reopened as before.";
        returned_ = "The audio device \"" + name + "\" is back: " + how;
        returnedSeconds_ = nowSeconds;
        addNotice(returned_);
        if (onDeviceNews) onDeviceNews(returned_);
    }
    changed();
}

void AppModel::poll(double nowSeconds) {
    constexpr double saveEverySeconds = 5.0;
    if (const auto stopped = session_.findTrouble(nowSeconds)) noteLoss(*stopped, nowSeconds);
    lookForMissing(nowSeconds);
    record_.poll();
    tracks_.poll();
    player_.poll();
    if (check_ != nullptr) {
        const auto& record = record_.settings();
        check_->poll(nowSeconds, session_.inputIsOpen(), record.artist + "\n" + record.album);
    }
    if (testRecord_ != nullptr) testRecord_->poll(session_.inputIsOpen());
    if (returned_.isNotEmpty() && nowSeconds - returnedSeconds_ > returnShownSeconds) {
        const bool isAlone = notice_ == returned_;
        returned_.clear();
        if (isAlone) dismissNotice();
    }
    if (nowSeconds - lastSaveSeconds_ < saveEverySeconds) return;
    lastSaveSeconds_ = nowSeconds;
    if (const auto wrong = save(); wrong && !notice_.contains(*wrong)) {
        addNotice(*wrong);
        changed();
    }
}

std::optional<juce::String> AppModel::save() {
    settings_.deviceType = choice_.type.toStdString();
    settings_.outputDevice = choice_.output.toStdString();
    settings_.inputDevice = choice_.input.toStdString();
    settings_.rateHz = choice_.rateHz;
    settings_.bufferFrames = choice_.bufferFrames;
    settings_.inputFirstChannel = choice_.inputFirst;
    settings_.outputFirstChannel = choice_.outputFirst;
    settings_.stage = stateOf(processor_);
    return store_.save(settings_);
}

params::Snapshot AppModel::stage() const {
    const auto* stage = dynamic_cast<const plugin::Processor*>(&processor_);
    return stage != nullptr ? stage->stage() : params::Snapshot{};
}

void AppModel::setWindowSize(int width, int height) {
    settings_.windowWidth = width;
    settings_.windowHeight = height;
}

std::optional<juce::Point<int>> AppModel::windowPosition() const {
    if (!settings_.windowX || !settings_.windowY) return std::nullopt;
    return juce::Point<int>(*settings_.windowX, *settings_.windowY);
}

void AppModel::setWindowPosition(juce::Point<int> position) {
    settings_.windowX = position.x;
    settings_.windowY = position.y;
}

void AppModel::dismissNotice() {
    notice_.clear();
    changed();
}

void AppModel::addNotice(const juce::String& text) {
    if (text.isEmpty()) return;
    notice_ << (notice_.isEmpty() ? "" : " ") << text;
}

void AppModel::changed() {
    if (onChange) onChange();
}

} // namespace phonostage::app
