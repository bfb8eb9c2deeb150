// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/LevelPlausibility.h"

#include "params/EquipmentChoice.h"
#include "params/StageValues.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::params {
namespace {

// What a cartridge without an entry in the lists counts as: no moving magnet gives less than 1 mV.
constexpr double movingCoilMv = 1.0;
// A moving magnet has 3 to 6 mV where a moving coil has 0.2 to 0.6: 14 to 30 dB, and music varies.
constexpr double movingMagnetToDb = 34.0;
// Less than this changes no word.
constexpr double steadyDb = 2.0;
// The music says it within so much.
constexpr double musicToleranceDb = 6.0;

bool isMovingCoil(const Snapshot& stage, const catalogue::Equipment& lists) {
    const auto& id = stage.texts.get(TextId::cartridgeId);
    if (const auto* entry = id.empty() ? nullptr : catalogue::findCartridge(lists.cartridges, id))
        return entry->kind == catalogue::CartridgeKind::mc;
    const auto rating = cartridgeRating(stage.values);
    return rating && catalogue::outputAt5CmMv(*rating) < movingCoilMv;
}

} // namespace

EnteredLevels enteredLevels(const Snapshot& stage, const catalogue::Equipment& lists) {
    EnteredLevels entered;
    const auto& values = stage.values;
    entered.inputDbv = values.get(Id::inputDbv);
    entered.gainDb = entered.gainMinDb = entered.gainMaxDb = values.get(Id::interfaceGain);
    if (const auto rating = cartridgeRating(values)) {
        entered.levelAt5CmDbv = catalogue::levelAt5CmDbv(*rating, loadCorrection(values));
        entered.isMovingCoil = isMovingCoil(stage, lists);
    }
    if (const auto setting = interfaceSetting(stage, lists.interfaces)) {
        entered.gainMinDb = setting->gainMinDb;
        entered.gainMaxDb = setting->gainMaxDb;
        entered.isInputKnown = true;
    } else {
        entered.isInputKnown = std::abs(entered.inputDbv - entry(Id::inputDbv).defaultValue) > 1e-9;
    }
    entered.isRiaaUndone = values.isOn(Id::undoRiaa);
    return entered;
}

double LevelPlausibility::offDb(double loudDbfs) const {
    return loudDbfs + entered_.inputDbv - entered_.levelAt5CmDbv.value_or(0.0) - dsp::RecordLevel::usualDb;
}

LevelFinding LevelPlausibility::findingAt(double loudDbfs) const {
    const auto standing = judgement_.finding;
    const auto beyond = [&](LevelFinding finding) { return standing == finding ? leaveDb : 0.0; };
    if (entered_.isRiaaUndone) return LevelFinding::none;
    if (!entered_.levelAt5CmDbv || !entered_.isInputKnown) {
        if (loudDbfs < faintDbfs + beyond(LevelFinding::faint)) return LevelFinding::faint;
        if (!entered_.levelAt5CmDbv) return LevelFinding::none;
    }
    const double off = offDb(loudDbfs);
    const bool wasLoud = standing == LevelFinding::tooLoud || standing == LevelFinding::movingMagnet;
    if (off > tooLoudDb - (wasLoud ? leaveDb : 0.0)) {
        const bool canBeGain =
            entered_.gainMaxDb > entered_.gainMinDb && entered_.gainDb + off <= entered_.gainMaxDb + musicToleranceDb;
        // Who has entered a reading knows the control; who has left it at its lowest may not have looked.
        const bool wasRead = entered_.gainDb > entered_.gainMinDb + 0.5;
        const bool canBeMagnet = entered_.isMovingCoil && off <= movingMagnetToDb;
        return canBeMagnet && (wasRead || !canBeGain) ? LevelFinding::movingMagnet : LevelFinding::tooLoud;
    }
    if (entered_.isInputKnown && off < tooFaintDb + beyond(LevelFinding::tooFaint)) return LevelFinding::tooFaint;
    return LevelFinding::none;
}

void LevelPlausibility::stand(LevelFinding finding) {
    judgement_.finding = finding;
    candidate_ = finding;
    if (finding != LevelFinding::none) judgement_.isConfirmed = false;
}

/** What stands is judged at once by what was heard last; what is new needs to be heard anew. */
void LevelPlausibility::takeOver(const EnteredLevels& entered) {
    entered_ = entered;
    forgets_ = isKnown_;
    isKnown_ = true;
    loudest_.reset();
    judgement_.hasCartridge = entered.levelAt5CmDbv.has_value();
    const auto stood = judgement_.finding;
    judgement_.finding = LevelFinding::none; // nothing of it is steady
    express(judgement_.loudDbfs);
    stand(stood != LevelFinding::none ? findingAt(judgement_.loudDbfs) : LevelFinding::none);
    judgement_.isConfirmed = false;
    judgement_.isHeard = judgement_.finding != LevelFinding::none;
}

void LevelPlausibility::express(double loudDbfs) {
    judgement_.loudDbfs = loudDbfs;
    const double off = offDb(loudDbfs);
    if (judgement_.finding != LevelFinding::none && std::abs(off - judgement_.offDb) < steadyDb) return;
    judgement_.offDb = off;
    const double wanted = entered_.gainDb + judgement_.offDb;
    const bool canTurn = entered_.gainMaxDb > entered_.gainMinDb;
    const double nearest = std::clamp(std::round(wanted), entered_.gainMinDb, entered_.gainMaxDb);
    judgement_.gainDb.reset();
    if (canTurn && std::abs(nearest - entered_.gainDb) >= 0.5) judgement_.gainDb = nearest;
    judgement_.isInRange = canTurn && std::abs(nearest - wanted) <= musicToleranceDb;
}

void LevelPlausibility::hear(double loudDbfs, double seconds) {
    judgement_.isHeard = true;
    loudest_ = std::max(loudDbfs, loudest_.value_or(loudDbfs));
    express(loudDbfs);

    const auto finding = findingAt(loudDbfs);
    if (finding == LevelFinding::none || finding == judgement_.finding) {
        stand(finding);
    } else if (finding != candidate_ || seconds < candidateSince_) {
        candidate_ = finding;
        candidateSince_ = seconds;
    } else {
        const double needed = finding == LevelFinding::tooFaint ? faintSeconds : loudSeconds;
        if (seconds - candidateSince_ >= needed - 1e-9) stand(finding);
    }
    // The loudest so far: a quiet beginning proves nothing.
    const double off = offDb(*loudest_);
    judgement_.isConfirmed = judgement_.finding == LevelFinding::none && entered_.levelAt5CmDbv &&
                             entered_.isInputKnown && !entered_.isRiaaUndone && off > confirmedFromDb &&
                             off < confirmedToDb;
}

const LevelJudgement& LevelPlausibility::follow(const EnteredLevels& entered, const dsp::RecordReading& heard) {
    if (!isKnown_ || !(entered == entered_)) takeOver(entered);
    if (heard.loudDbfs && heard.isMusic)
        hear(*heard.loudDbfs, heard.heardSeconds);
    else if (candidate_ != judgement_.finding)
        candidate_ = judgement_.finding;
    return judgement_;
}

bool LevelPlausibility::takeForgets() { return std::exchange(forgets_, false); }

std::optional<double> gainFromMusic(const EnteredLevels& entered, double loudDbfs) {
    if (!entered.levelAt5CmDbv) return std::nullopt;
    return entered.gainDb + loudDbfs + entered.inputDbv - *entered.levelAt5CmDbv - dsp::RecordLevel::usualDb;
}

void enterInterfaceGain(Snapshot& stage, double gainDb) {
    const double before = stage.values.get(Id::interfaceGain);
    stage.values.set(Id::interfaceGain, gainDb);
    stage.values.set(Id::inputDbv, stage.values.get(Id::inputDbv) + before - stage.values.get(Id::interfaceGain));
}

} // namespace phonostage::params
