// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupListener.h"
#include "dsp/measure/hookup/HookupVerdict.h"
#include "dsp/measure/hookup/WiringSignals.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <vector>

namespace phonostage::tests {

/** At 33 1/3 rpm, full scale -8 dBV. */
inline dsp::HookupContext usualContext() {
    dsp::HookupContext context;
    context.fullScaleDbv = -8.0;
    context.speed = dsp::TurntableSpeed::rpm33;
    return context;
}

inline dsp::HookupFeatures featuresOf(const Wiring& wiring) {
    dsp::HookupListener listener(wiring.rateHz);
    listener.add(wiring.left.data(), wiring.right.data(), static_cast<std::int64_t>(wiring.frames()));
    return listener.features().value();
}

inline std::vector<dsp::HookupFinding> check(const Wiring& wiring, const dsp::HookupContext& context = usualContext()) {
    return dsp::judgeHookup(featuresOf(wiring), context).findings;
}

inline std::optional<dsp::HookupFinding> find(const std::vector<dsp::HookupFinding>& findings, dsp::HookupFault fault) {
    const auto at =
        std::find_if(findings.begin(), findings.end(), [fault](const auto& finding) { return finding.fault == fault; });
    return at == findings.end() ? std::nullopt : std::optional(*at);
}

} // namespace phonostage::tests
