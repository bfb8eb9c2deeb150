// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupCeilingRules.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace phonostage::dsp {
namespace {

constexpr double sameCeilingDb = 0.5; ///< two channels whose ceilings lie as near are those of one stage
/** In 15 s and in 45 s music has up to 2.5, and what was clipped, at 44.1 to 192 kHz, 4.9 to 8.6 in 45 s. */
constexpr double clearCeiling = 3.2;
constexpr double highestDbfs = -2.0; ///< above, full scale is the ceiling, less what smoothing takes from short tops

HookupFinding clippedAt(double dbfs, double share, Confidence confidence, const HookupContext& context) {
    HookupFinding finding;
    finding.fault = HookupFault::clippedBefore;
    finding.confidence = confidence;
    finding.value = dbfs;
    finding.isInVolts = context.fullScaleDbv.has_value();
    finding.figures = {share, dbfs + context.fullScaleDbv.value_or(0.0)};
    return finding;
}

std::optional<HookupFinding> watched(const OverloadCounts& counts, const HookupContext& context) {
    const auto& ceiling = counts.ceiling;
    if (ceiling.confidence != Confidence::none)
        return clippedAt(decibels(ceiling.level), ceiling.share, ceiling.confidence, context);
    if (counts.flatBelowDbfs < 0.0) return clippedAt(counts.flatBelowDbfs, 0.0, Confidence::sure, context);
    return std::nullopt;
}

HookupChannel channelAt(std::size_t c, bool isOneChannel) {
    return isOneChannel ? HookupChannel::both : c == 0 ? HookupChannel::left : HookupChannel::right;
}

bool isCeiling(const HookupFinding& finding) { return finding.fault == HookupFault::clippedBefore; }

} // namespace

bool isClearCeiling(const HookupCeiling& ceiling) {
    return ceiling.strength > clearCeiling && decibels(ceiling.level) < highestDbfs;
}

void judgeCeilings(HookupScene& scene) {
    const auto& f = scene.features;
    // Mastering flattens peaks, and RIAA brings such peaks back.
    if (!scene.isPlaying() || scene.isEqualised || !(f.seconds > laterSeconds)) return;
    const bool isOneChannel = scene.context.isOneChannel;
    for (std::size_t c = 0; c < (isOneChannel ? 1U : 2U); ++c) {
        const auto& ceiling = f.ceilings[c];
        if (!isClearCeiling(ceiling)) continue;
        auto& findings = scene.verdict.findings;
        findings.push_back(clippedAt(decibels(ceiling.level), ceiling.share, Confidence::likely, scene.context));
        findings.back().channel = channelAt(c, isOneChannel);
    }
}

void addCeilings(std::vector<HookupFinding>& found, std::span<const OverloadCounts> channels,
                 const HookupContext& context) {
    for (std::size_t c = 0; c < channels.size(); ++c) {
        auto finding = watched(channels[c], context);
        if (!finding) continue;
        finding->channel = channelAt(c, channels.size() < 2);
        std::erase_if(found, [&](const auto& other) { return isCeiling(other) && other.channel == finding->channel; });
        found.push_back(*finding);
    }
}

void joinCeilings(std::vector<HookupFinding>& found) {
    const auto left = std::find_if(found.begin(), found.end(), isCeiling);
    if (left == found.end()) return;
    const auto right = std::find_if(left + 1, found.end(), isCeiling);
    if (right == found.end()) return;
    if (right->channel == HookupChannel::left) std::iter_swap(left, right);
    if (left->confidence != right->confidence || std::fabs(left->value - right->value) > sameCeilingDb) return;
    left->channel = HookupChannel::both;
    found.erase(right);
}

} // namespace phonostage::dsp
