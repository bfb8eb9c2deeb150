// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/Findings.h"

#include "dsp/measure/hookup/HookupVerdict.h"

#include <algorithm>

namespace phonostage::media {
namespace {

/** As the watch counted, with the level of the first flat top that the list has. */
dsp::OverloadCounts countsOf(const InputFigures& input) {
    auto counts = input.overload;
    const auto below = std::find_if(input.events.begin(), input.events.end(),
                                    [](const auto& event) { return event.kind == dsp::OverloadKind::belowFullScale; });
    if (below != input.events.end()) counts.flatBelowDbfs = below->levelDbfs;
    return counts;
}

} // namespace

dsp::HookupContext hookupContext(const RenderStage& stage, const CaptureFacts& facts) {
    dsp::HookupContext context;
    if (facts.isCalibrated) context.fullScaleDbv = stage.levels.inputDbv;
    context.speed = facts.speed;
    return context;
}

std::vector<dsp::HookupFinding> findings(const Report& report) {
    std::vector<dsp::OverloadCounts> counts;
    for (const auto& channel : report.channels)
        counts.push_back(countsOf(channel.input));
    const auto context = hookupContext(report.stage, report.facts);
    return dsp::joinedFindings(report.hookup.value_or(dsp::HookupVerdict{}), counts, context);
}

} // namespace phonostage::media
