// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupInterference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double dcLikelyDbfs = -60.0, dcSureDbfs = -52.0, dcSpreads = 4.0;
constexpr double humScore = 30.0, humScoreOfTwo = 28.0, humScoreAlone = 8.0;
constexpr int humLines = 3;
constexpr double mainsToleranceHz = 0.15, steadyHumDb = 2.5, sameInQuietDb = 2.0, quietMomentDb = 12.0;
constexpr double overtonesDb = 15.0; ///< a ground loop's strongest overtone is no farther below the first line
constexpr std::size_t usbLines = 3, mostLines = 6;
constexpr double whistleHz = 11000.0;

void judgeDc(HookupScene& scene) {
    const auto& f = scene.features;
    if (!(f.seconds > soonSeconds)) return;
    for (std::size_t c = 0; c < (scene.context.isOneChannel ? 1U : 2U); ++c) {
        const double level = 20.0 * std::log10(std::fabs(f.mean[c]) + 1e-12);
        if (!(level > dcLikelyDbfs && std::fabs(f.mean[c]) > dcSpreads * f.meanSpread[c])) continue;
        auto& finding = scene.add(HookupFault::dcOffset, level > dcSureDbfs, level);
        finding.channel = c == 0 ? HookupChannel::left : HookupChannel::right;
        finding.figures = {f.mean[c]};
    }
}

Confidence humConfidence(const HookupScene& scene) {
    const auto& f = scene.features;
    const auto& hum = f.hum;
    const bool isSteady = hum.swingDb < steadyHumDb && std::fabs(hum.quietChangeDb) < sameInQuietDb;
    if (!(f.seconds > soonSeconds && isSteady && std::fabs(hum.frequencyHz - hum.nominalHz) < mainsToleranceHz))
        return Confidence::none;
    const bool isComb =
        (hum.lines >= humLines && hum.score > humScore) || (hum.lines == 2 && hum.score > humScoreOfTwo);
    if (f.seconds > laterSeconds && isComb) {
        // Music without a quiet moment may be a drone on the mains frequency.
        const bool mayBeMusic = scene.isPlaying() && hum.musicSwingDb < quietMomentDb;
        return !mayBeMusic && hum.lines >= humLines ? Confidence::sure : Confidence::likely;
    }
    return !scene.verdict.hasMusic && hum.score > humScoreAlone ? Confidence::likely : Confidence::none;
}

void judgeHum(HookupScene& scene) {
    const auto& hum = scene.features.hum;
    if (!hum.isFound()) return;
    const auto confidence = humConfidence(scene);
    if (confidence == Confidence::none) return;
    auto& finding = scene.add(HookupFault::hum, confidence == Confidence::sure, scene.inVolts(hum.levelDb));
    finding.isInVolts = scene.isCalibrated();
    finding.figures = {static_cast<double>(hum.lines), hum.frequencyHz, hum.highestDb, hum.swingDb,
                       hum.strongestOvertoneDb > hum.firstDb - overtonesDb ? 1.0 : 0.0};
}

void judgeLines(HookupScene& scene) {
    const auto& f = scene.features;
    const auto& usb = f.lines.wholeKilohertz;
    if (usb.size() >= usbLines && f.seconds > soonSeconds) {
        double highest = 0.0;
        for (const auto& line : usb)
            highest = std::max(highest, line.heightDb);
        scene.add(HookupFault::radioLines, f.seconds > laterSeconds, highest).figures = {
            static_cast<double>(usb.size()), usb.front().frequencyHz, 1.0};
        return;
    }
    const auto& all = f.lines.all;
    if (!(f.seconds > laterSeconds) || all.size() > mostLines) return; // more are a hum's comb
    const auto high =
        std::find_if(all.begin(), all.end(), [](const SteadyLine& line) { return line.frequencyHz > whistleHz; });
    if (high == all.end()) return;
    scene.add(HookupFault::radioLines, false, high->heightDb).figures = {1.0, high->frequencyHz, 0.0};
}

} // namespace

void judgeInterference(HookupScene& scene) {
    judgeDc(scene);
    judgeHum(scene);
    judgeLines(scene);
}

} // namespace phonostage::dsp
