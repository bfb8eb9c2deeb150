// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupChannelRules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

// A working cartridge leaks at least -35 dB into the other channel.
constexpr double deadLeakDb = -42.0, deadLeakLikelyDb = -34.0, deadBalanceDb = 40.0;
constexpr double noLeakDb = -65.0; ///< no weak channel has so little: it is dead whatever hums in it
constexpr double monoResidueDb = -36.0, monoRumble = 0.985;
// What two inputs with one signal differ by is their own noise: 0.1 to 0.2 dB from white, and at most 0.4 dB more of it
// below 16 Hz. Records have 0.6 dB and 4.5 dB at least: their groove noise is not white, and their needle moves up.
constexpr double inputsResidueDb = -25.0, inputsUnevenDb = 0.4, inputsRumbleDb = 2.5, inputsAlike = 0.9;
constexpr double weakDb = 8.0, weakAgreeDb = 5.0;
constexpr double imbalanceSureDb = 4.0, imbalanceLikelyDb = 2.6;
constexpr double grooveLeansDb = 3.5, grooveTurns = 0.45; ///< healthy grooves have 2.5 dB at most
// Rumble of healthy captures leans by up to 4.5 dB, but by 3.7 dB where music and groove noise lean with it.
constexpr double rumbleLeansDb = 4.2, othersLeanDb = 1.5;
constexpr double invertedBass = -0.30, invertedPhase = -0.8;
constexpr int invertedCells = 40;
constexpr double turningSum = 0.45, turningMargin = 0.15; ///< correlation after a turn
constexpr double musicInPhase = 0.9;                      ///< below 16 Hz; rumble has less
// Without a common bass no beat can be what turns in the sum: of 74 such captures the right way round none has more
// than 0.01 more there; the three that were missed have 0.4 and more.
constexpr double clearlyTurning = 0.55, clearMargin = 0.35, commonBass = 0.1;
// Warp and rumble as they are: the other way round in both channels, and not alike, as a bass would be by 0.9.
constexpr double warpTurning = 0.6, warpMargin = 0.05, warpLeast = 0.4, warpMost = 0.8;
constexpr double opposedBelow = -0.9, notTurning = 0.3;
constexpr int othersShare = 4; ///< a channel with less than a quarter of the events of the other has none of its own

/** What is left on the weaker side is electronics: white (3 dB an octave in octave bands) and steady. */
bool isWeakSideNoise(const HookupScene& scene) {
    const auto& f = scene.features;
    std::array<double, 5> octave{};
    double mean = 0.0, slope = 0.0;
    for (std::size_t i = 0; i < octave.size(); ++i) {
        const double balance = 0.5 * (f.bandBalanceDb[6 + 2 * i] + f.bandBalanceDb[7 + 2 * i]);
        octave[i] = f.octaveDb[3 + i] - scene.towardsWeak(balance);
        mean += octave[i] / 5.0;
        slope += (static_cast<double>(i) - 2.0) * octave[i] / 10.0;
    }
    double squares = 0.0;
    for (std::size_t i = 0; i < octave.size(); ++i) {
        const double off = octave[i] - mean - slope * (static_cast<double>(i) - 2.0);
        squares += off * off / 5.0;
    }
    return std::fabs(slope - 3.0) < 1.2 && std::sqrt(squares) < 1.3 && f.trebleSpreadDb[scene.weakSide()] < 2.2;
}

void judgeDead(HookupScene& scene) {
    const auto& f = scene.features;
    const double weakness = scene.weakness();
    const bool isSilent = f.isConstant[scene.weakSide()];
    const bool isMuchLower = std::fabs(f.levelDb[0] - f.levelDb[1]) > 12.0; // hum may be as loud as the music
    if (!(f.seconds > soonSeconds && weakness > 12.0 && (isMuchLower || f.leakDb < noLeakDb))) return;
    const bool isNoise = isWeakSideNoise(scene);
    if (!(f.leakDb < deadLeakLikelyDb)) return;
    const bool hasNone = isSilent || f.leakDb < noLeakDb;
    if (!(hasNone || weakness > deadBalanceDb || (f.leakDb < deadLeakDb && isNoise))) return;
    scene.isDead = true;
    const bool isSure = f.leakDb < deadLeakDb && (isNoise || hasNone || weakness > 45.0);
    auto& finding = scene.add(HookupFault::deadChannel, isSure, f.leakDb);
    finding.channel = scene.weakChannel();
    finding.figures = {weakness};
}

void judgeSameSignal(HookupScene& scene) {
    const auto& f = scene.features;
    if (scene.isDead || f.sign == 0.0 || !(f.seconds > soonSeconds && scene.weakness() < 1.0)) return;
    const bool isExact = (f.sign > 0.0 ? f.equalShare : f.oppositeShare) > 0.999;
    const double rumble = f.rumbleCorrelation * f.sign;
    const bool isNear = f.residueDb < monoResidueDb && rumble > monoRumble;
    const bool isInputsNoise = f.residueDb < inputsResidueDb && f.leftOverUnevenDb < inputsUnevenDb &&
                               f.leftOverRumbleDb < inputsRumbleDb && rumble > inputsAlike;
    if (!isExact && !((isNear || isInputsNoise) && std::fabs(f.rumbleBalanceDb) < 0.3)) return;
    scene.isMono = f.sign > 0.0;
    scene.isAntiphase = f.sign < 0.0;
    const bool isClose = f.residueDb < monoResidueDb - 4.0 && rumble > 0.99 && f.seconds > laterSeconds &&
                         scene.weakness() < 0.3 && std::fabs(f.rumbleBalanceDb) < 0.15;
    auto& finding =
        scene.add(scene.isMono ? HookupFault::mono : HookupFault::antiphase, isExact || isClose, f.residueDb);
    finding.figures = {isExact ? 1.0 : 0.0};
}

void addImbalance(HookupScene& scene, HookupChannel channel, std::array<double, 3> leansDb) {
    std::array<double, 3> sorted = leansDb;
    std::sort(sorted.begin(), sorted.end());
    auto& finding = scene.add(HookupFault::imbalance, sorted[0] > imbalanceSureDb, sorted[1]);
    finding.channel = channel;
    finding.figures = {leansDb[0], leansDb[1], leansDb[2]};
}

bool isTurning(const HookupFeatures& f) { return f.vertical.isKnown && f.vertical.highest() > grooveTurns; }

/** Music may lean to the other side by as much as the groove is low: then only the groove tells. */
void judgeGrooveBalance(HookupScene& scene) {
    const auto& f = scene.features;
    const bool isLeft = f.rumbleBalanceDb > 0.0;
    const auto lean = [isLeft](double balanceDb) { return isLeft ? balanceDb : -balanceDb; };
    const double rumble = lean(f.rumbleBalanceDb), floor = lean(f.floorBalanceDb);
    if (!(std::min(rumble, floor) > grooveLeansDb && isTurning(f))) return;
    addImbalance(scene, isLeft ? HookupChannel::left : HookupChannel::right, {lean(f.balanceDb), rumble, floor});
}

void judgeWeak(HookupScene& scene) {
    const auto& f = scene.features;
    const double music = scene.weakness();
    const double rumble = scene.towardsWeak(f.rumbleBalanceDb), floor = scene.towardsWeak(f.floorBalanceDb);
    std::array<double, 3> sorted{music, rumble, floor};
    std::sort(sorted.begin(), sorted.end());
    const bool isImbalance = sorted[0] > imbalanceLikelyDb && f.seconds > laterSeconds;
    if (music > weakDb && !(isImbalance && sorted[1] < weakDb)) {
        // Music may be panned to one side; rumble is not.
        if (!(rumble > weakAgreeDb)) return;
        // A wire that is broken still couples a little, the more the higher.
        const double tilt = scene.towardsWeak(f.bandBalanceDb[5] - f.bandBalanceDb[13]);
        auto& finding = scene.add(HookupFault::weakChannel, floor > weakAgreeDb && f.seconds > laterSeconds, -music);
        finding.channel = scene.weakChannel();
        finding.figures = {rumble, floor, tilt > 12.0 ? 1.0 : 0.0};
        return;
    }
    const bool isRumbleImbalance =
        rumble > rumbleLeansDb && std::min(music, floor) > othersLeanDb && isTurning(f) && f.seconds > laterSeconds;
    if (isImbalance || isRumbleImbalance)
        addImbalance(scene, scene.weakChannel(), {music, rumble, floor});
    else if (f.seconds > lateSeconds)
        judgeGrooveBalance(scene);
}

/** What repeats with each turn is warp, and warp is vertical: in left - right. Where left + right has more of it, one
    channel is upside down. Music may keep a turn's time in the middle: this says nothing by itself. */
bool isWarpInSum(const HookupFeatures& f) {
    if (!f.lateral.isKnown || f.rumbleCorrelation > musicInPhase) return false;
    const auto speed = static_cast<std::size_t>(f.lateral.best());
    return f.lateral.correlation[speed] > turningSum &&
           f.lateral.correlation[speed] - f.vertical.correlation[speed] > turningMargin;
}

/** The same by far, in music that has no bass in the middle. */
bool isWarpClearlyInSum(const HookupFeatures& f) {
    if (!isWarpInSum(f) || !(f.bassCorrelation < commonBass)) return false;
    const auto speed = static_cast<std::size_t>(f.lateral.best());
    return f.lateral.correlation[speed] > clearlyTurning &&
           f.lateral.correlation[speed] - f.vertical.correlation[speed] > clearMargin;
}

/** Warp is seen here more than there, and rumble is as it is. alike: the correlation below 16 Hz, below 0 turned. */
bool isWarpIn(const HookupRotation& here, const HookupRotation& there, double alike) {
    return here.isKnown && there.isKnown && here.highest() > warpTurning &&
           here.highest() - there.highest() > warpMargin && alike > warpLeast && alike < warpMost;
}

/** A bass in opposite phase is then the music's own, or a test record's. */
bool isWarpInDifference(const HookupFeatures& f) { return isWarpIn(f.vertical, f.lateral, -f.rumbleCorrelation); }

bool isWarpUpsideDown(const HookupFeatures& f) { return isWarpIn(f.lateral, f.vertical, f.rumbleCorrelation); }

/** Below 16 Hz the channels move against each other, but not with the platter: that is bass of the music. */
bool isDeepBassOpposed(const HookupFeatures& f) {
    return f.rumbleCorrelation < opposedBelow && f.vertical.isKnown && f.vertical.highest() < notTurning;
}

/** The bass of a record is in the middle; coherent sounds must agree with it. */
void judgePolarity(HookupScene& scene) {
    const auto& f = scene.features;
    if (!(f.seconds > laterSeconds && scene.weakness() < 20.0)) return;
    const int cells = f.cellsInPhase + f.cellsOutOfPhase;
    const double part = static_cast<double>(f.cellsOutOfPhase) / std::max(cells, 1);
    // Half a turn: what is merely late has another phase.
    const bool byBass = f.bassCorrelation < invertedBass && f.bassPhaseCosine < invertedPhase &&
                        f.correlation < -0.15 && (cells < 15 || part > 0.6);
    const bool byCells = cells >= invertedCells && part > 0.9 &&
                         (f.correlation < -0.45 || (f.correlation < -0.15 && isDeepBassOpposed(f)));
    // Faint evidence of the music, with that of the turntable.
    const bool byWarp = (isWarpInSum(f) || isWarpUpsideDown(f)) && f.bassCorrelation < -0.1 && f.correlation < 0.0 &&
                        (cells < 15 ? f.bassCorrelation < -0.2 : part > 0.75);
    const bool byWarpAlone = isWarpClearlyInSum(f);
    if ((!byBass && !byCells && !byWarp && !byWarpAlone) || isWarpInDifference(f)) return;
    const bool isSure =
        cells >= invertedCells && part > 0.9 && (f.bassCorrelation < -0.5 || (f.correlation < -0.8 && cells >= 150));
    scene.isInverted = true;
    auto& finding = scene.add(HookupFault::inverted, isSure, f.bassCorrelation);
    finding.figures = {f.correlation, static_cast<double>(f.cellsOutOfPhase), static_cast<double>(cells)};
}

} // namespace

void judgeChannels(HookupScene& scene) {
    judgeDead(scene);
    judgeSameSignal(scene);
    if (scene.isDead || scene.isOneSignal() || scene.verdict.isGrooveOnly) return;
    if (scene.features.seconds > soonSeconds) judgeWeak(scene);
    judgePolarity(scene);
}

void judgePlug(HookupScene& scene) {
    const auto& plug = scene.features.plug;
    if (scene.isDead || scene.isOneSignal() || !(scene.weakness() < 20.0)) return;
    for (std::size_t c = 0; c < 2; ++c) {
        const int events = plug.dropOuts[c] + plug.thumps[c], others = plug.dropOuts[1 - c] + plug.thumps[1 - c];
        if (events < 2 || plug.dropOuts[c] < 1) continue; // thumps alone may be a bass drum on one side
        if (othersShare * events < others) continue;      // the other channel's events are seen in this one
        // A line source has true silence in the pauses of one channel; a record has its groove.
        const bool isSure = plug.dropOuts[c] >= 2 && events >= 3 && !scene.isLineSource;
        auto& finding = scene.add(HookupFault::plugWiggle, isSure, events);
        finding.channel = c == 0 ? HookupChannel::left : HookupChannel::right;
        finding.figures = {static_cast<double>(plug.dropOuts[c]), static_cast<double>(plug.thumps[c])};
    }
}

} // namespace phonostage::dsp
