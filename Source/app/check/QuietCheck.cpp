// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/QuietCheck.h"

#include <algorithm>

namespace phonostage::app {
namespace {

using dsp::Confidence;
using dsp::HookupFault;
using dsp::HookupFinding;
using dsp::HookupPhase;
using params::Id;

constexpr double clippedLatelySeconds = 2.0;

} // namespace

QuietCheck::QuietCheck(plugin::Processor& processor, CheckSettings& settings, SpeakerGuard& guard)
    : processor_(processor), settings_(settings), guard_(guard), model_(processor) {}

void QuietCheck::setShown(bool isShown) { isShown_ = isShown; }

void QuietCheck::poll(double nowSeconds, bool inputIsOn, const std::string& record) {
    now_ = nowSeconds;
    guard_.setEnabled(settings_.protectsSpeakers);
    listen(inputIsOn && !isResting_);
    model_.poll();
    const auto phase = model_.progress().now;
    const bool isPlaying = phase == HookupPhase::leadIn || phase == HookupPhase::music;
    if (isPlaying || noRecordSince_ < 0.0) noRecordSince_ = nowSeconds;
    if (record != record_ || nowSeconds - noRecordSince_ > anotherRecordSeconds) hushed_.clear();
    record_ = record;
    protect();
}

/** Quietly while there is an input; a check that was started on the page ends with the page. */
void QuietCheck::listen(bool inputIsOn) {
    const bool isListening = model_.isListening();
    if (!inputIsOn) {
        if (isListening) model_.stop();
        return;
    }
    if (settings_.isQuiet && !isListening && !isShown_)
        model_.startQuietly();
    else if (!settings_.isQuiet && isListening && !isShown_)
        model_.stop();
}

// ------------------------------------------------------------ what is said

std::optional<HookupFinding> QuietCheck::newest() const {
    for (const auto& finding : model_.findings()) {
        if (finding.confidence != Confidence::sure) continue;
        // That nothing plays is no fault while nobody wants to hear anything.
        if (finding.fault == HookupFault::noSignal || finding.fault == HookupFault::noRecord) continue;
        if (finding.fault == HookupFault::dcOffset && processor_.values().isOn(Id::dcRemoval)) continue;
        if (isSilent(finding.fault)) continue;
        if (std::find(hushed_.begin(), hushed_.end(), finding.fault) != hushed_.end()) continue;
        return finding;
    }
    return std::nullopt;
}

std::optional<HookupFinding> QuietCheck::news() const { return isShown_ ? std::nullopt : newest(); }

void QuietCheck::hush() {
    if (const auto finding = newest()) hushed_.push_back(finding->fault);
}

bool QuietCheck::isSilent(HookupFault fault) const {
    return std::find(settings_.silent.begin(), settings_.silent.end(), fault) != settings_.silent.end();
}

void QuietCheck::setSilent(HookupFault fault, bool isSilent) {
    std::erase(settings_.silent, fault);
    if (isSilent) settings_.silent.push_back(fault);
}

void QuietCheck::setProtects(bool on) {
    settings_.protectsSpeakers = on;
    guard_.setEnabled(on);
}

// ------------------------------------------------------------ the loudspeakers

/** A phono stage's gain on what needs none. */
std::optional<HookupFault> QuietCheck::dangerousSource() const {
    const auto values = processor_.values();
    if (values.isOn(Id::bypass) || values.get(Id::gain) < dangerousGainDb) return std::nullopt;
    const bool isClipping = clippedAt_ >= 0.0 && now_ - clippedAt_ < clippedLatelySeconds;
    for (const auto& finding : model_.current()) {
        const bool isLine = finding.fault == HookupFault::lineSource;
        if (!isLine && finding.fault != HookupFault::alreadyEqualised) continue;
        if (finding.confidence == Confidence::sure || (isLine && isClipping)) return finding.fault;
    }
    return std::nullopt;
}

void QuietCheck::protect() {
    const auto clipped = guard_.clippedFrames();
    if (clipped != clippedBefore_) clippedAt_ = now_;
    clippedBefore_ = clipped;
    const auto source = dangerousSource();
    if (!source) {
        isAccepted_ = false;
        // The gain is low now, or the source is another: what was turned down for it comes back.
        if (danger_ && guard_.isDown() && !guard_.isByClipping()) guard_.turnUp();
        danger_.reset();
        return;
    }
    if (isAccepted_ || !settings_.protectsSpeakers) return;
    danger_ = source;
    // Also where it stayed clipped first: the source is the better reason, and goes with it.
    if (!guard_.isDown() || guard_.isByClipping()) guard_.turnDown();
}

std::string QuietCheck::danger() const {
    if (danger_ == HookupFault::lineSource)
        return "This is not a record, and it goes through the gain of a phono stage.";
    if (danger_) return "There is already a phono stage in the way: the record is amplified twice.";
    return "The output was clipped for a second without a pause: turn the gain down.";
}

void QuietCheck::goOn() {
    isAccepted_ = danger_.has_value();
    guard_.goOn();
}

} // namespace phonostage::app
