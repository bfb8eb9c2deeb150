// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/CurveCaption.h"

#include "catalogue/CurveText.h"
#include "ui/controls/SpeedField.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include "params/StageValues.h"

#include <cmath>

namespace phonostage::ui {

namespace {

const char* const middleDot = " \xc2\xb7 ";

} // namespace

juce::String titleText(const catalogue::CurveEntry& entry) {
    return fromUtf8(entry.title).replace(" us", juce::String::fromUTF8(" \xc2\xb5s"));
}

juce::String eraText(const catalogue::CurveEntry& entry) {
    const auto era = fromUtf8(entry.era);
    const bool isYears = juce::CharacterFunctions::isDigit(era[0]) || era.startsWith("from ");
    if (era.startsWith("to ")) return "in use until " + era.substring(3);
    return isYears ? "in use " + era : era;
}

juce::String timeConstantsText(const dsp::Curve& curve) { return fromUtf8(catalogue::timeConstantsText(curve)); }

CurveCaption curveCaption(const params::Values& values) {
    const auto settings = params::filterSettings(values);
    const int slot = static_cast<int>(values.get(params::Id::curve));
    CurveCaption caption;
    if (const auto* entry = slot == catalogue::customCurveSlot ? nullptr : catalogue::curveAtSlot(slot)) {
        caption.title = titleText(*entry);
    } else {
        caption.title = "Custom curve";
    }
    if (settings.curve.inverse) caption.title << ", inverse";
    caption.detail << timeConstantsText(settings.curve);

    juce::StringArray acting;
    if (settings.undoRiaa) acting.add("RIAA removed");
    if (std::abs(settings.speedRatio - 1.0) > 1e-6) acting.add(speedText(settings.speedRatio));
    if (settings.load) acting.add("load");
    if (settings.curve.iec) acting.add(settings.curve.inverse ? "IEC ignored (inverse)" : "IEC");
    if (settings.curve.neumann) acting.add(juce::String::fromUTF8("3.18 \xc2\xb5s"));
    if (settings.subsonic) {
        const auto corner = shortText(settings.subsonic->cornerHz, 1);
        acting.add("subsonic " + corner + " Hz");
    }
    if (settings.monoBass) acting.add("mono bass " + shortText(settings.monoBass->cornerHz, 1) + " Hz");
    if (settings.exactPhase) acting.add("exact phase");
    caption.acting = acting.joinIntoString(juce::String::fromUTF8(middleDot));
    if (settings.dcRemoval) caption.usual = "DC removal";
    return caption;
}

} // namespace phonostage::ui
