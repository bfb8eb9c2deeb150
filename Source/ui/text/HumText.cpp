// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/HumText.h"

#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>

namespace phonostage::ui {

juce::String humText(const dsp::HumMeter& meter) {
    const int lines = meter.lines;
    if (lines == 0 && meter.withheld > 0)
        return "A steady " + fixedText(meter.frequencyHz, 1) + " Hz stays: not heard without music.";
    if (lines == 0) return "No hum found yet. It takes 11 s of sound.";
    const double loudest = std::max(meter.rmsVolts[0].load(), meter.rmsVolts[1].load());
    return "Hum: " + juce::String(lines) + (lines == 1 ? " line of " : " lines of ") + fixedText(meter.frequencyHz, 1) +
           " Hz" + (loudest > 0.0 ? ", " + signedText(dbvOfRms(loudest), 0) + " dBV" : juce::String());
}

} // namespace phonostage::ui
