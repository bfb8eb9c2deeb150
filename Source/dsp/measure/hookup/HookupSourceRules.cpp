// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupSourceRules.h"

#include "dsp/measure/hookup/HookupCeilingRules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>

namespace phonostage::dsp {
namespace {

// Bare cartridges give -75 to -43 dBV, phono stages -36 to 0.
constexpr double equalisedSureDbv = -30.0, equalisedLikelyDbv = -42.0;
constexpr double scoreSure = -2.5, scoreLikely = 1.0;
// Not calibrated. Of 1,361 raw captures seven have more than the first, of 279 equalised ones 96 %. A ceiling or full
// scale makes peaks lower, as equalisation does: of 104 raw captures with one none has more than 4.5.
constexpr double blindLikely = 1.4, blindWithCeiling = 5.0;
constexpr double wholePeakDbfs = -1.0; ///< above, full scale may have clipped it
// Music alone correlates by up to 0.45 now and then. Records with 0.35 to 0.5 show their speed in the second look, too:
// 73 of 79 did. Of the others two are 78s, and two have a weak channel.
constexpr double lineRotation = 0.35, doubtfulRotation = 0.5, lineRangeDb = 68.0;
/** Of the second look, at any turn, before 30 s: of 39 phono stages all had 0.19 and more in 15 s. */
constexpr double stillStrength = 0.12;
constexpr double rotationFound = 0.45, rotationMargin = 0.2;
constexpr double sameRumbleDb = 6.0;
constexpr double musicInPhase = 0.9; ///< correlation below 16 Hz: rumble, mostly vertical, has less than 0.8
constexpr std::array<double, 3> rpm{100.0 / 3.0, 45.0, 78.26};

/** A 78 has no treble pre-emphasis: it looks equalised. */
bool mayBe78(const HookupScene& scene) {
    if (scene.context.speed) return *scene.context.speed == TurntableSpeed::rpm78;
    const auto& rotation = scene.features.vertical;
    return rotation.isKnown && rotation.best() == TurntableSpeed::rpm78 && rotation.highest() > rotationFound;
}

bool nothingTurns(const HookupTurns& turns) {
    return turns.seconds > 0.0 && *std::max_element(turns.strength.begin(), turns.strength.end()) < stillStrength;
}

/** Neither full scale nor a ceiling has cut them. */
bool arePeaksWhole(const HookupFeatures& f) {
    return f.peakDbfs < wholePeakDbfs && std::none_of(f.ceilings.begin(), f.ceilings.end(), isClearCeiling);
}

double scoreOf(const HookupScene& scene) {
    const auto& f = scene.features;
    return scene.isCalibrated() ? equalisedScore(f) : blindScore(f, !nothingTurns(scene.turns()));
}

Confidence equalised(const HookupScene& scene, double score) {
    const double seconds = scene.features.seconds;
    if (!(seconds > soonSeconds) || scene.verdict.isGrooveOnly) return Confidence::none;
    if (!scene.isCalibrated()) {
        const bool isClear = score > (arePeaksWhole(scene.features) ? blindLikely : blindWithCeiling);
        return seconds > lateSeconds && isClear && !mayBe78(scene) ? Confidence::likely : Confidence::none;
    }
    const double level = scene.level();
    if (level > equalisedSureDbv) return score > scoreSure ? Confidence::sure : Confidence::likely;
    return level > equalisedLikelyDbv && score > scoreLikely ? Confidence::likely : Confidence::none;
}

/** By how much something turns with a platter. A beat may keep a turn's time: where the channels move together below 16
    Hz, that is music, and only their difference counts. */
double turning(const HookupScene& scene) {
    const auto& f = scene.features;
    if (!f.vertical.isKnown) return 0.0;
    if (scene.isMono || scene.isDead) return f.highestRotation;
    return f.rumbleCorrelation > musicInPhase ? f.vertical.highest() : f.highestRotation;
}

void judgeEqualised(HookupScene& scene) {
    const auto& f = scene.features;
    const double score = scoreOf(scene);
    const auto confidence = equalised(scene, score);
    if (confidence == Confidence::none) return;
    const double rotation = turning(scene), underMusic = scene.turns().highest();
    scene.isEqualised = true;
    const bool isStill = f.seconds > lateSeconds || nothingTurns(scene.turns());
    const double least = isStill && !mayBe78(scene) ? doubtfulRotation : lineRotation;
    scene.isLineSource = f.seconds > laterSeconds && rotation < least && !(underMusic > 0.0);
    bool isSure = confidence == Confidence::sure;
    if (scene.isLineSource)
        isSure = isSure && rotation < lineRotation && f.seconds > lateSeconds &&
                 std::max(f.levelRangeDb[0], f.levelRangeDb[1]) > lineRangeDb;
    auto& finding = scene.add(scene.isLineSource ? HookupFault::lineSource : HookupFault::alreadyEqualised, isSure,
                              scene.isCalibrated() ? scene.level() : score);
    finding.isInVolts = scene.isCalibrated();
    finding.figures = {equalisedScore(f), std::max(rotation, underMusic), peakOverLevelDb(f), levelOverRumbleDb(f)};
}

/** L = R says little of itself; without bass and with the vertical rumble it is L - R. L + R cancels vertical rumble.
 */
void judgeDifference(HookupScene& scene) {
    const auto& f = scene.features;
    if (!scene.isMono || scene.isEqualised || !(f.seconds > laterSeconds)) return;
    const auto& o = f.octaveDb;
    const double thin = 0.5 * (o[0] + o[1]) - (o[3] + o[4] + o[5]) / 3.0;
    const double rotation = f.lateral.isKnown ? f.lateral.highest() : 0.0; // of the one signal there is
    if (!(thin < -9.0 && rotation > 0.42)) return;
    scene.add(HookupFault::sumDifference, false, thin).figures = {rotation};
}

/** The speed at which rumble repeats plainly. */
std::optional<TurntableSpeed> plainSpeed(const HookupScene& scene) {
    const auto& rotation = scene.verticalRotation();
    const double highest = rotation.highest();
    if (!rotation.isKnown || !(highest > rotationFound && highest - rotation.second() > rotationMargin))
        return std::nullopt;
    // A beat keeps its time in the middle more than anywhere else; warp does not.
    const auto& other = scene.isInverted ? scene.features.vertical : scene.features.lateral;
    const auto found = rotation.best();
    return other.correlation[static_cast<std::size_t>(found)] > highest ? std::nullopt : std::optional(found);
}

void judgeSpeed(HookupScene& scene) {
    const auto& f = scene.features;
    if (!scene.context.speed || scene.isLineSource || !(f.seconds > laterSeconds)) return;
    // The difference is vertical only where both channels are there: a bass in one of them may keep a turn's time.
    if (scene.isOneSignal() || scene.isDead || std::fabs(f.rumbleBalanceDb) > sameRumbleDb) return;
    const auto plain = plainSpeed(scene), underMusic = scene.turns().found();
    const auto found = plain ? plain : underMusic;
    // Two looks that do not agree say nothing, and one that finds the chosen speed is right.
    if (!found || *found == *scene.context.speed || (underMusic && *underMusic != *found)) return;
    const auto& rotation = scene.verticalRotation();
    const double highest = plain ? rotation.highest() : scene.turns().highest();
    const bool isSure = plain && highest > 0.6 && highest - rotation.second() > 0.35;
    scene.add(HookupFault::wrongSpeed, isSure, highest).figures = {rpm[static_cast<std::size_t>(*found)],
                                                                   rpm[static_cast<std::size_t>(*scene.context.speed)]};
}

} // namespace

void judgeSource(HookupScene& scene) {
    judgeEqualised(scene);
    judgeDifference(scene);
    judgeSpeed(scene);
}

} // namespace phonostage::dsp
