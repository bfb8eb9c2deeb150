// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/Findings.h"

#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace phonostage::media {
namespace {

/** Two channels whose ceilings lie as near are those of one stage. */
constexpr double sameCeilingDb = 0.5;

std::string decibelText(double db, const char* unit) { return base::formatFixed(db, 1) + " " + unit; }

/** The ceiling of one channel below full scale. */
std::optional<Finding> clippedBefore(const InputFigures& input, double inputDbv) {
    const auto& ceiling = input.overload.ceiling;
    Finding finding;
    finding.id = "clipped_before";
    finding.unit = "dBFS";
    finding.remedy =
        "Lower the gain of the device before the interface, or bypass it. Turning the interface down does not help.";
    const auto below = std::find_if(input.events.begin(), input.events.end(),
                                    [](const auto& event) { return event.kind == dsp::OverloadKind::belowFullScale; });
    if (ceiling.confidence != dsp::Confidence::none) {
        finding.isSure = ceiling.confidence == dsp::Confidence::sure;
        finding.value = dsp::decibels(ceiling.level);
        finding.evidence = base::formatFixed(100.0 * ceiling.share, 1) + " % of the loudest peaks are at ";
    } else if (below != input.events.end()) {
        finding.isSure = true;
        finding.value = below->levelDbfs;
        finding.evidence = "The peaks are clipped flat at ";
    } else {
        return std::nullopt;
    }
    finding.evidence += decibelText(finding.value, "dBFS") + " (" + decibelText(finding.value + inputDbv, "dBV") +
                        "), below full scale.";
    return finding;
}

} // namespace

std::vector<Finding> findings(const Report& report) {
    std::vector<Finding> list;
    for (const auto& channel : report.channels) {
        auto finding = clippedBefore(channel.input, report.stage.levels.inputDbv);
        if (!finding) continue;
        finding->channel = channel.name == "mono" ? "both" : channel.name;
        list.push_back(*finding);
    }
    if (list.size() == 2 && list[0].isSure == list[1].isSure &&
        std::fabs(list[0].value - list[1].value) <= sameCeilingDb) {
        list.pop_back();
        list.front().channel = "both";
    }
    return list;
}

} // namespace phonostage::media
