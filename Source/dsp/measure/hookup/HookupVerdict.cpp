// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupVerdict.h"

#include "dsp/measure/hookup/HookupCeilingRules.h"
#include "dsp/measure/hookup/HookupChannelRules.h"
#include "dsp/measure/hookup/HookupInterference.h"
#include "dsp/measure/hookup/HookupScene.h"
#include "dsp/measure/hookup/HookupSourceRules.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double steadyTrebleDb = 2.2, grooveTrebleDb = 2.5; ///< below: noise; music has 5 and more
constexpr double noRumbleDb = 12.0;                          ///< electronics 0 to 1, a groove 24 to 27
constexpr double steadyLevelDb = 7.0;
constexpr double noRecordDbv = -86.0, noRecordDbfs = -60.0, grooveDbv = -70.0;
constexpr double lowPeakDbfs = -44.0, highPeakDbfs = -1.0, wantedPeakDbfs = -12.0;

double larger(const std::array<double, 2>& values) { return std::max(values[0], values[1]); }

void judgeRecord(HookupScene& scene) {
    const auto& f = scene.features;
    const auto phase = hookupPhase(f, scene.context);
    scene.verdict.hasMusic = phase != HookupPhase::needleUp;
    scene.verdict.isGrooveOnly = phase == HookupPhase::leadIn;
    if (scene.verdict.hasMusic) return;
    auto& finding = scene.add(HookupFault::noRecord, scene.isCalibrated() && f.seconds > laterSeconds, scene.level());
    finding.isInVolts = scene.isCalibrated();
    finding.figures = {larger(f.trebleSpreadDb)};
}

void judgeLowGain(HookupScene& scene) {
    const auto& f = scene.features;
    if (!scene.isPlaying() || !(f.seconds > laterSeconds && f.peakDbfs < lowPeakDbfs)) return;
    scene.add(HookupFault::gainLow, f.seconds > lateSeconds, f.peakDbfs).figures = {f.seconds,
                                                                                    wantedPeakDbfs - f.peakDbfs};
}

bool has(const std::vector<HookupFinding>& findings, HookupFault fault) {
    return std::any_of(findings.begin(), findings.end(), [fault](const auto& f) { return f.fault == fault; });
}

void sortByGravity(std::vector<HookupFinding>& findings) {
    std::stable_sort(findings.begin(), findings.end(),
                     [](const HookupFinding& a, const HookupFinding& b) { return a.fault < b.fault; });
}

/** Full scale itself. */
std::vector<HookupFinding> gainFindings(std::span<const OverloadCounts> channels, bool hasMusic) {
    std::vector<HookupFinding> found;
    double peak = 0.0, events = 0.0, samples = 0.0;
    bool isClipped = false, isClicksOnly = false;
    for (const auto& counts : channels) {
        peak = std::max(peak, counts.peak);
        events += static_cast<double>(counts.fullScaleEvents - counts.clicks);
        samples += static_cast<double>(counts.fullScaleSamples);
        isClipped |= counts.fullScaleEvents > counts.clicks;
        isClicksOnly |= counts.clicks > 0;
    }
    if (isClipped || (hasMusic && !isClicksOnly && decibels(peak) > highPeakDbfs)) {
        HookupFinding finding;
        finding.fault = HookupFault::gainHigh;
        finding.confidence = isClipped ? Confidence::sure : Confidence::likely;
        finding.value = decibels(peak);
        finding.figures = {events, samples};
        found.push_back(finding);
    }
    return found;
}

} // namespace

HookupPhase hookupPhase(const HookupFeatures& f, const HookupContext& context) {
    if (f.isConstant[0] && f.isConstant[1]) return HookupPhase::nothing;
    const HookupScene scene{f, context, {}};
    const double treble = larger(f.trebleSpreadDb), rumble = larger(f.rumbleOverFloorDb);
    const bool isNoise =
        treble < steadyTrebleDb && rumble < noRumbleDb && larger(f.loudestOverMedianDb) < steadyLevelDb;
    if (isNoise && scene.level() < (scene.isCalibrated() ? noRecordDbv : noRecordDbfs)) return HookupPhase::needleUp;
    // A wall of sound is as steady as groove noise: only a low level, or rumble above the floor, makes it a groove.
    const bool isGroove =
        treble < grooveTrebleDb && (scene.isCalibrated() ? scene.level() < grooveDbv : rumble > noRumbleDb);
    return isGroove ? HookupPhase::leadIn : HookupPhase::music;
}

HookupVerdict judgeHookup(const HookupFeatures& features, const HookupContext& context) {
    HookupScene scene{features, context, {}};
    if (!(features.seconds > 0.0)) return scene.verdict;
    if (features.isConstant[0] && features.isConstant[1]) {
        scene.add(HookupFault::noSignal, true, features.peakDbfs).figures = {features.seconds};
        return scene.verdict;
    }
    judgeRecord(scene);
    judgeLowGain(scene);
    judgeInterference(scene);
    if (scene.verdict.hasMusic) {
        if (!context.isOneChannel) judgeChannels(scene);
        judgeSource(scene);
        if (!context.isOneChannel) judgePlug(scene);
        judgeCeilings(scene);
    }
    sortByGravity(scene.verdict.findings);
    if (context.isOneChannel)
        for (auto& finding : scene.verdict.findings)
            finding.channel = HookupChannel::both;
    return scene.verdict;
}

std::vector<HookupFinding> overloadFindings(std::span<const OverloadCounts> channels, const HookupContext& context,
                                            bool hasMusic) {
    auto found = gainFindings(channels, hasMusic);
    addCeilings(found, channels, context);
    joinCeilings(found);
    return found;
}

std::vector<HookupFinding> joinedFindings(const HookupVerdict& verdict, std::span<const OverloadCounts> channels,
                                          const HookupContext& context) {
    auto found = verdict.findings;
    if (has(found, HookupFault::noSignal)) return found;
    const bool isLine = has(found, HookupFault::lineSource);
    for (const auto& finding : gainFindings(channels, verdict.hasMusic))
        found.push_back(finding);
    addCeilings(found, channels, context);
    double peak = 0.0;
    for (const auto& counts : channels)
        peak = std::max(peak, counts.peak);
    std::erase_if(found, [&](const HookupFinding& finding) {
        // Mastering flattens peaks: that is what such a source is like.
        if (finding.fault == HookupFault::clippedBefore) return isLine;
        // Music of a line source has no wow: a steady tone in it is no interference.
        if (finding.fault == HookupFault::radioLines) return isLine && finding.confidence == Confidence::likely;
        return finding.fault == HookupFault::gainLow && decibels(peak) > lowPeakDbfs;
    });
    joinCeilings(found);
    sortByGravity(found);
    return found;
}

} // namespace phonostage::dsp
