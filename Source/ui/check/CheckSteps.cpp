// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/CheckSteps.h"

#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace phonostage::ui {
namespace {

using dsp::HookupFault;
using dsp::HookupFeatures;
using dsp::HookupFinding;
using dsp::HookupPhase;
using dsp::HookupProgress;
using Fault = HookupFault;

// What the rules need before they say anything: Resources/docs/hook-up.md.
constexpr double soonSeconds = 4.0, laterSeconds = 10.0, lateSeconds = 30.0;
constexpr double knownRotation = 0.45; ///< correlation from which on a speed is named

/** Ticks of one step under way. */
class Ticks {
public:
    Ticks(const dsp::HookupStep& step, const std::vector<HookupFinding>& findings) : step_(step), findings_(findings) {}

    /** figure: of the step's features; empty ones are not asked. */
    template <typename Figure>
    void add(const char* name, double seconds, std::initializer_list<Fault> faults, Figure figure) {
        CheckTick tick;
        tick.name = name;
        if (step_.features && step_.seconds > 0.0) tick.figure = figure(*step_.features);
        if (step_.seconds >= seconds) tick.state = SignKind::good;
        for (const auto& finding : findings_) {
            if (std::find(faults.begin(), faults.end(), finding.fault) == faults.end()) continue;
            if (finding.confidence == dsp::Confidence::sure)
                tick.state = SignKind::wrong;
            else if (tick.state != SignKind::wrong)
                tick.state = SignKind::doubtful;
        }
        if (tick.figure.isEmpty() && tick.state == SignKind::open && step_.seconds > 0.0) tick.figure = "listening";
        all.push_back(tick);
    }

    std::vector<CheckTick> all;

private:
    const dsp::HookupStep& step_;
    const std::vector<HookupFinding>& findings_;
};

CheckStep stepOf(const char* title, const dsp::HookupStep& step, double wanted, bool isNow) {
    CheckStep shown;
    shown.title = title;
    const bool isDone = step.isDone(wanted);
    shown.part = std::clamp(step.seconds / wanted, 0.0, 1.0);
    shown.isNow = isNow && !isDone;
    const auto whole = juce::String(std::lround(wanted)) + " s";
    shown.seconds =
        isDone || !(step.seconds > 0.0) ? whole : juce::String(static_cast<int>(step.seconds)) + " of " + whole;
    return shown;
}

juce::String pairText(double left, double right, const char* unit) {
    return fixedText(left, 0) + ", " + fixedText(right, 0) + " " + unit;
}

/** Figures of levels, in dBV where the input is calibrated. */
struct Levels {
    explicit Levels(const dsp::HookupContext& context)
        : offsetDb(context.fullScaleDbv ? *context.fullScaleDbv + 3.0 : 0.0),
          unit(context.fullScaleDbv ? "dBV" : "dBFS"), isOne(context.isOneChannel) {}
    [[nodiscard]] juce::String text(const HookupFeatures& f) const {
        return isOne ? fixedText(f.levelDb[0] + offsetDb, 0) + " " + unit
                     : pairText(f.levelDb[0] + offsetDb, f.levelDb[1] + offsetDb, unit);
    }
    [[nodiscard]] juce::String louder(const HookupFeatures& f) const {
        return fixedText(std::max(f.levelDb[0], f.levelDb[1]) + offsetDb, 0) + " " + unit;
    }
    double offsetDb;
    const char* unit;
    bool isOne;
};

juce::String speedText(const HookupFeatures& f) {
    const auto& rotation = f.vertical;
    if (!rotation.isKnown || rotation.highest() < knownRotation) return "not heard";
    switch (rotation.best()) {
    case dsp::TurntableSpeed::rpm33:
        return "33.3 rpm";
    case dsp::TurntableSpeed::rpm45:
        return "45 rpm";
    case dsp::TurntableSpeed::rpm78:
        return "78 rpm";
    }
    return {};
}

juce::String humText(const HookupFeatures& f, const Levels& levels) {
    if (f.hum.lines == 0) return "none";
    return fixedText(f.hum.nominalHz, 0) + " Hz " + fixedText(f.hum.levelDb + levels.offsetDb, 0) + " " + levels.unit;
}

std::vector<CheckTick> needleUpTicks(const HookupProgress& progress, const std::vector<HookupFinding>& findings,
                                     const Levels& levels) {
    Ticks ticks(progress.needleUp, findings);
    ticks.add("Noise", soonSeconds, {Fault::noSignal, Fault::noRecord},
              [&](const HookupFeatures& f) { return levels.text(f); });
    ticks.add("No hum", laterSeconds, {Fault::hum}, [&](const HookupFeatures& f) { return humText(f, levels); });
    ticks.add("No DC, no whistles", laterSeconds, {Fault::dcOffset, Fault::radioLines}, [](const HookupFeatures& f) {
        const auto lines = f.lines.all.size();
        return lines == 0 ? juce::String("none") : juce::String(lines) + (lines == 1 ? " line" : " lines");
    });
    return ticks.all;
}

std::vector<CheckTick> leadInTicks(const HookupProgress& progress, const std::vector<HookupFinding>& findings,
                                   const Levels& levels) {
    Ticks ticks(progress.leadIn, findings);
    if (!levels.isOne)
        ticks.add("Both channels alive", soonSeconds, {Fault::deadChannel},
                  [&](const HookupFeatures& f) { return levels.text(f); });
    else
        ticks.add("Groove noise", soonSeconds, {}, [&](const HookupFeatures& f) { return levels.text(f); });
    ticks.add("Turning", laterSeconds, {}, speedText);
    return ticks.all;
}

std::vector<CheckTick> musicTicks(const HookupProgress& progress, const std::vector<HookupFinding>& findings,
                                  const dsp::HookupContext& context, const Levels& levels) {
    Ticks ticks(progress.music, findings);
    ticks.add("Level", laterSeconds, {Fault::alreadyEqualised, Fault::lineSource, Fault::gainLow},
              [&](const HookupFeatures& f) { return levels.louder(f); });
    ticks.add("Tone", context.fullScaleDbv ? laterSeconds : lateSeconds, {Fault::alreadyEqualised, Fault::lineSource},
              [](const HookupFeatures& f) { return "score " + signedText(dsp::equalisedScore(f), 1); });
    if (!context.isOneChannel) {
        ticks.add("Left and right differ", laterSeconds,
                  {Fault::deadChannel, Fault::antiphase, Fault::mono, Fault::sumDifference},
                  [](const HookupFeatures& f) { return "by " + fixedText(f.residueDb, 0) + " dB"; });
        ticks.add("In phase", laterSeconds, {Fault::inverted, Fault::antiphase},
                  [](const HookupFeatures& f) { return "bass match " + fixedText(f.bassCorrelation, 2); });
        ticks.add("Balance", laterSeconds, {Fault::weakChannel, Fault::imbalance, Fault::deadChannel},
                  [](const HookupFeatures& f) { return signedText(f.balanceDb, 1) + " dB"; });
        ticks.add("No loose plug", laterSeconds, {Fault::plugWiggle}, [](const HookupFeatures& f) {
            const int drops = f.plug.dropOuts[0] + f.plug.dropOuts[1];
            return drops == 0 ? juce::String("none") : juce::String(drops) + (drops == 1 ? " drop-out" : " drop-outs");
        });
    }
    ticks.add("Nothing clipped", laterSeconds, {Fault::clippedBefore, Fault::gainHigh},
              [](const HookupFeatures& f) { return "peak " + fixedText(f.peakDbfs, 1) + " dBFS"; });
    ticks.add("Speed", laterSeconds, {Fault::wrongSpeed}, speedText);
    return ticks.all;
}

} // namespace

std::vector<CheckStep> checkSteps(const HookupProgress& progress, const std::vector<HookupFinding>& findings,
                                  const dsp::HookupContext& context, bool isListening) {
    const Levels levels(context);
    const auto isNow = [&](HookupPhase phase) { return isListening && progress.now == phase; };
    std::vector<CheckStep> steps{
        stepOf("Needle up", progress.needleUp, HookupProgress::needleUpSeconds, isNow(HookupPhase::needleUp)),
        stepOf("Needle in the lead-in", progress.leadIn, HookupProgress::leadInSeconds, isNow(HookupPhase::leadIn)),
        stepOf("Music", progress.music, HookupProgress::musicSeconds, isNow(HookupPhase::music))};
    steps[0].ticks = needleUpTicks(progress, findings, levels);
    steps[1].ticks = leadInTicks(progress, findings, levels);
    steps[2].ticks = musicTicks(progress, findings, context, levels);
    return steps;
}

bool wasLookedFor(Fault fault, const HookupProgress& progress, const dsp::HookupContext& context) {
    const double music = progress.music.seconds;
    switch (fault) {
    case Fault::noSignal:
        return progress.seconds >= soonSeconds;
    case Fault::noRecord:
        return music > 0.0 || progress.leadIn.seconds > 0.0;
    case Fault::hum:
    case Fault::radioLines:
    case Fault::dcOffset:
        return std::max(progress.needleUp.seconds, music) >= laterSeconds;
    case Fault::alreadyEqualised:
        return music >= (context.fullScaleDbv ? laterSeconds : lateSeconds);
    case Fault::lineSource:
    case Fault::gainLow:
        return music >= lateSeconds;
    case Fault::gainHigh:
    case Fault::clippedBefore:
        return music >= laterSeconds;
    case Fault::wrongSpeed:
        return context.speed.has_value() && music >= laterSeconds;
    default:
        return !context.isOneChannel && music >= laterSeconds;
    }
}

// ------------------------------------------------------------ evidence

namespace {

EvidenceScale scale(const char* name, double value, const juce::String& unit, double low, double high, double usualLow,
                    double usualHigh, int decimals = 0) {
    EvidenceScale made{name,
                       fixedText(value, decimals) + " " + unit,
                       fixedText(usualLow, 0) + " to " + fixedText(usualHigh, 0),
                       low,
                       high,
                       value,
                       usualLow,
                       usualHigh};
    return made;
}

/** Of music, rumble and groove noise. */
std::vector<EvidenceScale> balanceScales(double music, double rumble, double groove) {
    const auto one = [](const char* name, double db) { return scale(name, -db, "dB", -30.0, 6.0, -2.0, 2.0, 1); };
    return {one("Music", music), one("Rumble", rumble), one("Groove noise", groove)};
}

} // namespace

bool scalesSayAll(const HookupFinding& f) {
    if (f.fault == Fault::weakChannel) return !(f.figures[2] > 0.0); // a broken wire is said in words
    return f.fault == Fault::alreadyEqualised || f.fault == Fault::lineSource || f.fault == Fault::imbalance;
}

std::vector<EvidenceScale> evidenceScales(const HookupFinding& f) {
    switch (f.fault) {
    case Fault::alreadyEqualised:
    case Fault::lineSource: {
        std::vector<EvidenceScale> all;
        // Where it is not calibrated, peaks and rumble stand for the level.
        if (f.isInVolts)
            all.push_back(scale("Level", f.value, "dBV", -100.0, 10.0, -75.0, -42.0));
        else
            all = {scale("Crest factor", f.figures[2], "dB", 0.0, 45.0, 20.0, 38.0),
                   scale("Above rumble", f.figures[3], "dB", 0.0, 70.0, 35.0, 52.0)};
        all.push_back(scale("Tone score", f.figures[0], "", -12.0, 8.0, -9.0, -1.0, 1));
        auto rotation = scale("Rotation", f.figures[1], "", 0.0, 1.0, 0.4, 1.0, 2);
        rotation.usual = "0.4 to 1";
        all.push_back(rotation);
        return all;
    }
    case Fault::deadChannel:
        return {scale("Leak", std::max(f.value, -99.0), "dB", -100.0, 0.0, -35.0, -12.0)};
    case Fault::weakChannel:
        if (!scalesSayAll(f)) return {};
        return balanceScales(-f.value, f.figures[0], f.figures[1]);
    case Fault::imbalance:
        return balanceScales(f.figures[0], f.figures[1], f.figures[2]);
    case Fault::inverted:
        return {scale("Bass match", f.value, "", -1.0, 1.0, 0.0, 1.0, 2)};
    case Fault::gainLow:
    case Fault::gainHigh:
        return {scale("Peak", std::min(f.value, 0.0), "dBFS", -70.0, 2.0, -14.0, -6.0, 1)};
    default:
        return {};
    }
}

} // namespace phonostage::ui
