// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/CheckModel.h"

#include "catalogue/CurveCatalogue.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::ui {
namespace {

using dsp::HookupFault;
using dsp::HookupFinding;
using params::Id;

constexpr std::array<double, 3> rpmOf{100.0 / 3.0, 45.0, 78.26};
constexpr std::array<const char*, 3> rpmNames{"33 1/3", "45", "78"};
constexpr double flatCurve = 1.0; ///< the slot of the catalogue's flat curve
constexpr double lineGainDb = 20.0;
constexpr double dehumAuto = 1.0; ///< of the choice: 50 or 60 Hz, whichever is heard

std::size_t nearestSpeed(double rpm) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < rpmOf.size(); ++i)
        if (std::fabs(rpmOf[i] - rpm) < std::fabs(rpmOf[nearest] - rpm)) nearest = i;
    return nearest;
}

bool isOfSource(HookupFault fault) {
    return fault == HookupFault::alreadyEqualised || fault == HookupFault::lineSource;
}

/** Without a signal, or without a record: neither is a fault of the wiring that stays. */
bool isOfTheMoment(HookupFault fault) { return fault == HookupFault::noSignal || fault == HookupFault::noRecord; }

bool has(const std::vector<HookupFinding>& findings, HookupFault fault) {
    return std::any_of(findings.begin(), findings.end(), [fault](const auto& f) { return f.fault == fault; });
}

/** As in a verdict: what is said at once silences what follows from it. */
void silence(std::vector<HookupFinding>& findings) {
    const auto drop = [&](std::initializer_list<HookupFault> faults) {
        std::erase_if(findings, [&](const HookupFinding& finding) {
            return std::find(faults.begin(), faults.end(), finding.fault) != faults.end();
        });
    };
    if (has(findings, HookupFault::lineSource)) drop({HookupFault::alreadyEqualised, HookupFault::wrongSpeed});
    for (const auto fault : {HookupFault::deadChannel, HookupFault::mono, HookupFault::antiphase})
        if (has(findings, fault))
            drop({HookupFault::weakChannel, HookupFault::imbalance, HookupFault::inverted, HookupFault::plugWiggle});
}

} // namespace

dsp::HookupContext hookupContext(const params::Snapshot& stage, std::optional<dsp::TurntableSpeed> recordSpeed,
                                 bool isOneChannel) {
    dsp::HookupContext context;
    context.isOneChannel = isOneChannel;
    const double level = stage.values.get(Id::inputDbv);
    // What nobody has set is no calibration.
    const bool isKnown = !stage.texts.get(params::TextId::interfaceId).empty() ||
                         std::fabs(level - params::entry(Id::inputDbv).defaultValue) > 1e-9;
    if (isKnown) context.fullScaleDbv = level;
    if (recordSpeed) {
        const double rpm = rpmOf[static_cast<std::size_t>(*recordSpeed)] * stage.values.get(Id::speedRatio);
        const auto nearest = nearestSpeed(rpm);
        if (std::fabs(rpm / rpmOf[nearest] - 1.0) < 0.03) context.speed = static_cast<dsp::TurntableSpeed>(nearest);
    }
    return context;
}

bool isMadeGood(const HookupFinding& finding, const params::Values& values) {
    if (isOfSource(finding.fault))
        return values.get(Id::curve) == flatCurve && values.get(Id::gain) + values.get(Id::outputTrim) < lineGainDb;
    if (finding.fault == HookupFault::inverted) return values.isOn(Id::invertLeft) != values.isOn(Id::invertRight);
    return false;
}

params::Snapshot forLineSource(params::Snapshot stage) {
    auto& values = stage.values;
    values.set(Id::curve, flatCurve);
    for (const auto id : {Id::curveIec, Id::curveNeumann, Id::curveInverse, Id::undoRiaa, Id::loadCorrection})
        values.set(id, 0.0);
    values.set(Id::gain, 0.0);
    values.set(Id::outputTrim, 0.0);
    return stage;
}

CheckModel::CheckModel(plugin::Processor& processor)
    : processor_(processor), progress_(processor.hookupWatch().progress()) {}

bool CheckModel::isListening() const { return processor_.hookupWatch().isListening(); }
bool CheckModel::isPossible() const { return processor_.hookupWatch().isPossible(); }

void CheckModel::start() {
    done_.clear();
    processor_.resetHolds();
    startQuietly();
}

void CheckModel::startQuietly() {
    kept_.clear();
    readContext();
    auto& watch = processor_.hookupWatch();
    if (hasThread_)
        watch.start();
    else
        watch.startWithoutThread();
    poll();
}

void CheckModel::stop() { processor_.hookupWatch().stop(); }

void CheckModel::setRecordSpeed(std::optional<dsp::TurntableSpeed> speed) {
    if (speed == recordSpeed_) return;
    recordSpeed_ = speed;
    poll();
}

void CheckModel::readContext() {
    context_ = hookupContext(processor_.stage(), recordSpeed_, processor_.getTotalNumInputChannels() == 1);
    processor_.hookupWatch().setContext(context_);
}

void CheckModel::poll() {
    auto& watch = processor_.hookupWatch();
    if (!hasThread_ && watch.isListening()) watch.listenNow();
    readContext();
    auto now = watch.progress();
    if (now->seconds < progress_->seconds) kept_.clear(); // it has begun again
    progress_ = std::move(now);
    const auto values = processor_.values();
    current_ = progress_->seconds > 0.0 ? plugin::hookupFindings(*progress_, processor_.meters(), context_)
                                        : std::vector<HookupFinding>();
    const auto isOver = [&](const HookupFinding& finding) {
        if (finding.fault != HookupFault::wrongSpeed) return isMadeGood(finding, values);
        // The next verdict will judge by the speed that is set now.
        return !context_.speed || nearestSpeed(finding.figures[0]) == static_cast<std::size_t>(*context_.speed);
    };
    std::erase_if(current_, isOver);
    std::erase_if(kept_, [&](const Kept& kept) { return isOver(kept.finding); });
    keep(current_);
    findings_ = joined();
}

void CheckModel::keep(const std::vector<HookupFinding>& found) {
    const double now = progress_->seconds;
    for (const auto& finding : found) {
        if (finding.confidence != dsp::Confidence::sure || isOfTheMoment(finding.fault)) continue;
        const auto at = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
            return kept.finding.fault == finding.fault && kept.finding.channel == finding.channel;
        });
        if (at == kept_.end())
            kept_.push_back({finding, now});
        else
            *at = {finding, now};
    }
    std::erase_if(kept_, [now](const Kept& kept) { return now > kept.seconds + keptSeconds; });
}

std::vector<HookupFinding> CheckModel::joined() const {
    std::vector<HookupFinding> all;
    for (const auto& kept : kept_)
        all.push_back(kept.finding);
    for (const auto& finding : current_) {
        if (std::any_of(all.begin(), all.end(), [&](const HookupFinding& other) {
                return other.fault == finding.fault &&
                       (other.channel == finding.channel || other.confidence == dsp::Confidence::sure);
            }))
            continue;
        all.push_back(finding);
    }
    const bool hasOthers =
        std::any_of(all.begin(), all.end(), [](const HookupFinding& f) { return !isOfTheMoment(f.fault); });
    const auto& p = *progress_;
    const bool isStillWaiting = p.needleUp.seconds < patienceSeconds || p.leadIn.seconds > 0.0 || p.music.seconds > 0.0;
    std::erase_if(all, [&](const HookupFinding& f) {
        return (isOfTheMoment(f.fault) && hasOthers) || (f.fault == HookupFault::noRecord && isStillWaiting);
    });
    silence(all);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.fault < b.fault; });
    return all;
}

bool CheckModel::isDone() const {
    const auto& p = *progress_;
    return p.needleUp.isDone(p.needleUpSeconds) && p.leadIn.isDone(p.leadInSeconds) && p.music.isDone(p.musicSeconds);
}

// ------------------------------------------------------------ what its buttons do

juce::String CheckModel::actionText(const HookupFinding& finding) const {
    switch (finding.fault) {
    case HookupFault::alreadyEqualised:
    case HookupFault::lineSource:
        return "Use it as a line source";
    case HookupFault::inverted:
        return "Invert the right channel";
    case HookupFault::wrongSpeed: {
        if (!recordSpeed_) return {};
        const auto found = nearestSpeed(finding.figures[0]);
        const auto own = static_cast<std::size_t>(*recordSpeed_);
        if (found == own) return "Set the speed to correct";
        return "Set the speed: " + juce::String(rpmNames[own]) + " at " + rpmNames[found];
    }
    case HookupFault::hum:
        return processor_.values().get(Id::dehum) > 0.0 ? juce::String() : juce::String("Take the hum out instead");
    case HookupFault::dcOffset:
        return processor_.values().isOn(Id::dcRemoval) ? juce::String() : juce::String("Switch DC removal on");
    default:
        return {};
    }
}

void CheckModel::act(const HookupFinding& finding) {
    const auto before = processor_.stage();
    auto stage = before;
    juce::String done;
    switch (finding.fault) {
    case HookupFault::alreadyEqualised:
    case HookupFault::lineSource:
        stage = forLineSource(stage);
        done = "Used as a line source: curve flat, gain 0 dB.";
        break;
    case HookupFault::inverted:
        stage.values.set(Id::invertRight, stage.values.isOn(Id::invertRight) ? 0.0 : 1.0);
        done = "The right channel is inverted in Phonostage.";
        break;
    case HookupFault::wrongSpeed:
        if (!recordSpeed_) return;
        stage.values.set(Id::speedRatio,
                         rpmOf[nearestSpeed(finding.figures[0])] / rpmOf[static_cast<std::size_t>(*recordSpeed_)]);
        done = "The speed in Phonostage is set for this turntable.";
        break;
    case HookupFault::hum:
        stage.values.set(Id::dehum, dehumAuto);
        done = "Clean takes the hum out, from 11 s on. A record is better without it.";
        break;
    case HookupFault::dcOffset:
        stage.values.set(Id::dcRemoval, 1.0);
        done = "DC removal is on.";
        break;
    default:
        return;
    }
    changes_ = {};
    changes_.add(before, stage);
    processor_.apply(stage);
    done_ = done;
    poll();
}

void CheckModel::takeBack() {
    if (done_.isEmpty()) return;
    processor_.apply(changes_.takenBackFrom(processor_.stage()));
    done_.clear();
    poll();
}

} // namespace phonostage::ui
