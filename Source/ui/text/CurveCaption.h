// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/CurveCatalogue.h"
#include "params/ParameterTable.h"
#include "ui/text/Utf8.h"

#include <juce_core/juce_core.h>

#include <string_view>

namespace phonostage::ui {

/** "RIAA, 3.18 µs zero" */
[[nodiscard]] juce::String titleText(const catalogue::CurveEntry& entry);
/** "in use 1954 to now", "in use until 1953"; "not dated" */
[[nodiscard]] juce::String eraText(const catalogue::CurveEntry& entry);
/** "3180 · 318 · 75 µs", "no shelf · 318 · 50 µs"; see catalogue::timeConstantsText(). */
[[nodiscard]] juce::String timeConstantsText(const dsp::Curve& curve);

/** The curve as it is set, for the head of the plot and under the choice. */
struct CurveCaption {
    juce::String title;  ///< "RIAA", "Columbia LP, inverse"
    juce::String detail; ///< "3180 · 318 · 75 µs"
    juce::String acting; ///< what else shapes the response: "IEC · subsonic 20 Hz"
    juce::String usual;  ///< what does so unless it is switched off: "DC removal"
    bool operator==(const CurveCaption&) const = default;
};
[[nodiscard]] CurveCaption curveCaption(const params::Values& values);

} // namespace phonostage::ui
