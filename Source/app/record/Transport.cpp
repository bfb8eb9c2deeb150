// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/Transport.h"

#include "app/AppModel.h"
#include "app/record/RecordText.h"

#include "base/text/NumberText.h"
#include "catalogue/HookupTexts.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {
namespace {

using Act = TransportAction;
using Dot = Transport::Dot;
using Mood = Transport::Mood;
using media::RecorderState;
using media::StopReason;

constexpr double shortRoomSeconds = 600.0, veryShortRoomSeconds = 120.0;
constexpr double slowDiskSeconds = 3.0;

/** "Side A". */
std::string capitalSide(char side) {
    auto text = sideText(side);
    text[0] = 'S';
    return text;
}

void describeClock(Transport& text, const RecordModel& record) {
    const bool isOpen = record.isBusy();
    text.elapsed = elapsedText(isOpen ? record.elapsedSeconds() : 0.0);
    text.isElapsedQuiet = !isOpen;
    if (const auto room = record.roomSeconds()) {
        text.room = "room for " + roomText(*room);
        text.isRoomShort = *room < shortRoomSeconds;
    }
}

/** The device went away in the middle of a side. */
Transport describeGone(const RecordModel& record) {
    Transport text;
    text.mood = Mood::trouble;
    text.recordingSide = sideText(record.recordedSide());
    text.headline = "The interface is gone. " + capitalSide(record.recordedSide()) + " is safe up to " +
                    elapsedText(record.safeSeconds());
    text.detail =
        "Plug it in, or switch it on: recording goes on as part " + std::to_string(record.status().part + 1) + ".";
    text.more = {Act::lookAgain, Act::finishSide};
    text.hasClock = text.showsInput = false;
    return text;
}

Transport describeRecording(const RecordModel& record) {
    const auto& status = record.status();
    Transport text;
    text.dot = Dot::recording;
    text.main = Act::stop;
    text.isInputLocked = true;
    const auto side = sideText(record.recordedSide());
    text.recordingSide = side;
    text.headline = "Recording " + side;
    text.detail = "flat, safe on disk up to " + elapsedText(record.safeSeconds());
    if (const auto trouble = record.trouble(); !trouble.empty()) {
        text.detail = trouble;
        text.detailIsTrouble = true;
    }
    if (status.heldSeconds > slowDiskSeconds) {
        text.mood = Mood::trouble;
        text.headline =
            "The disk is too slow: " + base::formatUpTo(std::floor(status.heldSeconds), 0) + " s held in memory";
        text.detail = status.overflows > 0 ? "something is missing already: it is marked" : "nothing is lost yet";
        text.detailIsTrouble = false;
        return text;
    }
    if (status.roomSeconds && *status.roomSeconds < shortRoomSeconds) {
        text.mood = *status.roomSeconds < veryShortRoomSeconds ? Mood::trouble : Mood::attention;
        text.headline = "The disk has room for " + roomText(*status.roomSeconds) + " more";
        text.detail = "Recording stops by itself, cleanly, with 1 minute to spare.";
        text.detailIsTrouble = false;
        text.more = {Act::otherFolder};
        text.showsInput = false;
    }
    return text;
}

Transport describeStopping(const RecordModel& record) {
    Transport text;
    text.dot = Dot::stopping;
    text.main = Act::goOn;
    text.isInputLocked = true;
    const auto side = sideText(record.recordedSide());
    switch (record.status().stopReason) {
    case StopReason::runOut:
        text.headline = "Run-out found: " + side + " is saved";
        break;
    case StopReason::liftOff:
        text.headline = "Needle up: " + side + " is saved";
        break;
    case StopReason::length:
        text.headline = "Longest side reached: " + side + " is saved";
        break;
    default:
        text.headline = capitalSide(record.recordedSide()) + " is saved";
    }
    text.detail =
        "Go on without a gap: " + std::to_string(static_cast<int>(record.status().secondsLeftToGoOn)) + " s left";
    return text;
}

Transport describeArmed(const RecordModel& record) {
    Transport text;
    text.dot = Dot::armed;
    text.main = Act::startNow;
    text.beside = Act::cancel;
    text.headline = "Waiting for the needle";
    text.detail = "keeps the 10 s before it";
    if (const auto saved = record.justSaved(); saved != 0)
        text.detail = capitalSide(saved) + " is saved. Next: " + sideText(record.side());
    if (const auto trouble = record.trouble(); !trouble.empty()) {
        text.detail = trouble;
        text.detailIsTrouble = true;
    }
    return text;
}

Transport describeReady(const RecordModel& record) {
    Transport text;
    text.main = Act::record;
    text.headline = "Ready for " + sideText(record.side());
    text.detail = record.formatText() + (record.settings().byItself ? ", starts at the needle drop" : "");
    if (const auto saved = record.justSaved(); saved != 0) {
        text.headline = capitalSide(saved) + " is saved";
        text.detail = "Ready for " + sideText(record.side()) + ": " + text.detail;
    }
    return text;
}

Transport describeCutShort(const AppModel& model) {
    const auto& record = model.record();
    const auto& orphan = record.orphans().front();
    Transport text;
    text.mood = Mood::attention;
    text.hasClock = text.showsInput = false;
    auto name = orphan.path.stem().stem().string();
    text.headline = name + " was cut short: all but the last second is here";
    text.detail = minutesText(orphan.seconds) + ", in " + orphan.path.parent_path().string() + ". " +
                  (record.isRecovering() ? "It is being repaired." : "The computer stopped while it was recorded.");
    if (record.isRecovering()) return text;
    text.more = {Act::recover, Act::later};
    text.isEndHeard = model.replay().isHeard();
    if (const auto& why = model.replay().refusal(); !why.empty()) {
        text.detail = why;
        text.detailIsTrouble = true;
    }
    if (model.isRunning()) text.more.insert(text.more.begin() + 1, Act::playEnd);
    return text;
}

Transport note(Mood mood, std::string headline, std::string detail, std::vector<Act> more) {
    Transport text;
    text.mood = mood;
    text.headline = std::move(headline);
    text.detail = std::move(detail);
    text.more = std::move(more);
    text.hasClock = text.showsInput = false;
    return text;
}

/** Nothing is recorded, and something is in the way of it; empty where nothing is. */
std::optional<Transport> describeObstacle(const AppModel& model) {
    const auto& record = model.record();
    const auto& status = record.status();
    const bool isArmed = status.state == RecorderState::armed;
    if (isArmed && model.trouble().isEmpty()) return std::nullopt;
    if (!isArmed && !record.orphans().empty()) return describeCutShort(model);
    const bool isCut = status.stopReason == StopReason::diskFull || status.stopReason == StopReason::writeError;
    if (status.state == RecorderState::stopped && isCut && !record.refusal().empty())
        return note(Mood::trouble,
                    status.stopReason == StopReason::diskFull
                        ? "The disk is full: " + sideText(record.recordedSide()) + " was ended and is kept"
                        : "The disk takes no more: " + sideText(record.recordedSide()) + " was ended and is kept",
                    record.refusal(), {Act::otherFolder, Act::dismiss});
    if (!record.refusal().empty())
        return note(Mood::attention, "Recording could not begin", record.refusal(), {Act::otherFolder, Act::dismiss});
    const auto input = model.inputDevice();
    const bool canOpen = model.isRunning() && !model.inputIsOn() && input.isNotEmpty();
    if (model.trouble().isNotEmpty())
        return note(Mood::trouble,
                    model.isRunning() ? "The input could not be opened" : "No sound: the audio device is not running",
                    model.trouble().toStdString(), {Act::lookAgain, Act::audioSettings});
    if (model.notice().isNotEmpty()) {
        auto text = note(Mood::attention, "Please note", model.notice().toStdString(), {Act::dismiss});
        if (canOpen) text.more.push_back(Act::inputOn);
        return text;
    }
    if (model.inputIsOn()) return std::nullopt;
    std::string detail;
    if (input.isEmpty())
        detail = "No input device was found. Connect the interface, then rescan in the audio settings.";
    else if (device::inputNeedsAsking(input))
        detail = "This would open \"" + input.toStdString() +
                 "\". If that is a microphone, choose the turntable's interface in the audio settings first.";
    else
        detail = "One click opens \"" + input.toStdString() + "\". It is remembered for this device.";
    std::vector<Act> actions;
    if (canOpen) actions.push_back(Act::inputOn);
    actions.push_back(Act::audioSettings);
    return note(Mood::attention, "The input is off: nothing can be heard or recorded", detail, actions);
}

/** Where a place of the side is heard and nothing is wrong, that is what the sentence says. */
void describeHeard(Transport& text, const AppModel& model) {
    const auto heard = model.replay().seconds();
    if (!heard || text.mood != Mood::calm) return;
    auto side = sideText(model.record().recordedSide());
    side[0] = 'S';
    text.headline = side + " at " + elapsedText(*heard);
    text.detail = text.dot == Dot::recording ? "not live; still recording" : "not live";
    text.detailIsTrouble = false;
    text.beside = Act::backToLive;
}

/** The loudspeakers come before everything else but the button that ends a side. */
void describeDanger(Transport& text, const QuietCheck& check, bool isBusy) {
    text.mood = Mood::trouble;
    text.headline = "Turned down by 40 dB to protect the speakers";
    text.detail = check.danger();
    text.detailIsTrouble = false;
    text.beside.reset();
    text.more = {Act::goOnLoud};
    text.showsInput = false;
    if (isBusy) return;
    text.more.push_back(Act::showCheck);
    text.hasClock = false;
}

/** What the hook-up check has to say, where nothing more urgent is said. */
void describeCheck(Transport& text, const QuietCheck& check, RecorderState state) {
    if (text.mood != Mood::calm) return;
    const bool isReady = state == RecorderState::off || state == RecorderState::stopped;
    if (const auto news = check.news()) {
        const auto title = catalogue::hookupTitle(*news);
        if (state == RecorderState::recording && !text.detailIsTrouble) {
            text.detail = title + ": see Check";
            text.detailIsTrouble = true;
        } else if (isReady) {
            text.mood = Mood::attention;
            text.headline = title;
            text.detail = "This is sure. Check shows what to do.";
            text.more = {Act::showCheck, Act::hushFinding};
            text.hasClock = text.showsInput = false;
        }
    } else if (check.isOffered() && isReady) {
        text.mood = Mood::attention;
        text.headline = "Check the hook-up now?";
        text.detail = "It takes a minute or two, with any record.";
        text.more = {Act::beginCheck, Act::declineCheck};
        text.hasClock = text.showsInput = false;
    }
}

} // namespace

bool Transport::offers(TransportAction action) const {
    return main == action || beside == action || std::find(more.begin(), more.end(), action) != more.end();
}

Transport describe(const AppModel& model) {
    const auto& record = model.record();
    const auto state = record.status().state;
    Transport text;
    if (record.status().goesOnWhenBack)
        text = describeGone(record);
    else if (state == RecorderState::recording)
        text = describeRecording(record);
    else if (state == RecorderState::stopping)
        text = describeStopping(record);
    else if (auto obstacle = describeObstacle(model))
        text = std::move(*obstacle);
    else
        text = state == RecorderState::armed ? describeArmed(record) : describeReady(record);
    if (const auto* check = model.check(); check != nullptr && !record.status().goesOnWhenBack) {
        if (check->isTurnedDown())
            describeDanger(text, *check, record.isBusy());
        else if (!model.replay().seconds())
            describeCheck(text, *check, state);
    }
    if (text.hasClock) describeClock(text, record);
    describeHeard(text, model);
    return text;
}

std::string actionText(TransportAction action, const Transport& transport) {
    switch (action) {
    case Act::record:
        return "Record";
    case Act::startNow:
        return "Start now";
    case Act::cancel:
        return "Cancel";
    case Act::stop:
        return "Stop";
    case Act::goOn:
        return "Go on";
    case Act::inputOn:
        return "Input on";
    case Act::inputOff:
        return "Input off";
    case Act::audioSettings:
        return "Audio settings";
    case Act::lookAgain:
        return "Look again";
    case Act::finishSide:
        return "Finish " + transport.recordingSide;
    case Act::otherFolder:
        return "Other folder...";
    case Act::recover:
        return "Open it";
    case Act::playEnd:
        return transport.isEndHeard ? "Stop" : "Play the end";
    case Act::backToLive:
        return "Back to live";
    case Act::later:
        return "Later";
    case Act::dismiss:
        return "OK";
    case Act::showCheck:
        return "Show me";
    case Act::hushFinding:
        return "Not for this record";
    case Act::beginCheck:
        return "Check it";
    case Act::declineCheck:
        return "Not now";
    case Act::goOnLoud:
        return "Go on, loud";
    }
    return {};
}

} // namespace phonostage::app
