// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/StageSettings.h"

#include "dsp/design/LoadFilter.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

bool within(double value, double low, double high) { return value >= low && value <= high; }

} // namespace

const char* whyIllegal(const FilterSettings& settings) {
    if (const char* why = whyIllegal(settings.curve)) return why;
    if (!within(settings.speedRatio, 0.25, 4.0)) return "The speed ratio (turntable over record) is outside 0.25 to 4.";
    if (settings.subsonic) {
        if (!within(settings.subsonic->cornerHz, 5.0, 40.0)) return "The subsonic corner is outside 5 to 40 Hz.";
        const int slope = settings.subsonic->slopeDbPerOctave;
        if (slope != 12 && slope != 18 && slope != 24) return "The subsonic slope must be 12, 18 or 24 dB per octave.";
    }
    if (settings.load) {
        if (const char* why = whyIllegal(*settings.load)) return why;
    }
    if (settings.monoBass) {
        if (!within(settings.monoBass->cornerHz, 80.0, 200.0)) return "The mono bass corner is outside 80 to 200 Hz.";
        const int slope = settings.monoBass->slopeDbPerOctave;
        if (slope != 6 && slope != 12) return "The mono bass slope must be 6 or 12 dB per octave.";
    }
    for (const int frames : {settings.delay.restorationFrames, settings.delay.deEmphasisFrames})
        if (frames < 0 || frames > maxLookAheadFrames) return "The delay is outside 0 to 65536 frames.";
    return nullptr;
}

const char* whyIllegal(const LevelSettings& s) {
    if (!within(s.gainDb, 0.0, 80.0)) return "The gain is outside 0 to 80 dB.";
    if (!within(s.outputTrimDb, -20.0, 20.0)) return "The output trim is outside -20 to +20 dB.";
    if (!within(s.crosstalkLeftToRight, -0.5, 0.5)) return "The crosstalk from left to right is outside -0.5 to +0.5.";
    if (!within(s.crosstalkRightToLeft, -0.5, 0.5)) return "The crosstalk from right to left is outside -0.5 to +0.5.";
    if (!within(s.balanceDb, -6.0, 6.0)) return "The balance is outside -6 to +6 dB.";
    if (!within(s.clean.declickStrength, 0.0, 100.0)) return "The strength against clicks is outside 0 to 100 %.";
    if (!within(s.clean.decrackleStrength, 0.0, 100.0)) return "The strength against crackle is outside 0 to 100 %.";
    if (!within(s.clean.dehumMostDb, 0.0, 60.0)) return "The most that is taken away of hum is outside 0 to 60 dB.";
    if (!within(s.inputDbv, -80.0, 40.0)) return "The input's full-scale level is outside -80 to +40 dBV.";
    if (!within(s.outputDbv, -80.0, 40.0)) return "The output's full-scale level is outside -80 to +40 dBV.";
    return nullptr;
}

double voltsAtFullScale(double dbv) { return std::numbers::sqrt2 * decibelsToFactor(dbv); }

} // namespace phonostage::dsp
