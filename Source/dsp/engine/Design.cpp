// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/Engine.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

// Corner of the IEC amendment, 1 / (2 pi 7950 us) = 20.02 Hz.
constexpr double iecCornerHz = 1.0 / (2.0 * std::numbers::pi * iecSeconds);

// At another speed all corners of the record move with it, the IEC amendment's too.
void designSubsonic(StageDesign& design, const Subsonic& subsonic, bool curveHasIec, double speedRatio) {
    const double rate = design.sampleRateHz;
    const double cornerHz = subsonic.cornerHz * speedRatio;
    switch (subsonic.slopeDbPerOctave) {
    case 12:
        design.subsonic2Count = 1;
        design.subsonic2[0] = designHighPass2(cornerHz, std::numbers::sqrt2 / 2.0, rate);
        break;
    case 24:
        // Fourth-order Butterworth: Q = 1 / (2 cos(pi/8)) and 1 / (2 cos(3 pi/8)).
        design.subsonic2Count = 2;
        design.subsonic2[0] = designHighPass2(cornerHz, 0.5 / std::cos(std::numbers::pi / 8.0), rate);
        design.subsonic2[1] = designHighPass2(cornerHz, 0.5 / std::cos(3.0 * std::numbers::pi / 8.0), rate);
        break;
    default:
        design.subsonic2Count = 1;
        // IEC's first-order 20.02 Hz and the Q = 1 half at the same corner are together one Butterworth of 18 dB/oct.
        if (curveHasIec && subsonic.cornerHz == 20.0) {
            design.subsonic2[0] = designHighPass2(iecCornerHz * speedRatio, 1.0, rate);
        } else {
            design.subsonic2[0] = designHighPass2(cornerHz, 1.0, rate);
            design.subsonic1 = true;
            design.subsonic1Section = designHighPass1(cornerHz, rate);
        }
        break;
    }
}

// b0 = 1 spares the running filter a multiplication for each section.
void moveLeadingFactorsIntoGain(DeEmphasis& d) {
    for (int k = 0; k < d.biquadCount; ++k) {
        auto& q = d.biquad[static_cast<std::size_t>(k)];
        d.gain *= q.b0;
        q.b1 /= q.b0;
        q.b2 /= q.b0;
        q.b0 = 1.0;
    }
}

bool within(double value, double low, double high) { return value >= low && value <= high; }

} // namespace

StageDesign designStage(const FilterSettings& settings, double sampleRateHz) {
    StageDesign design;
    design.sampleRateHz = sampleRateHz;
    design.dcRemoval = settings.dcRemoval;
    design.dc = designHighPass2(dcCornerHz, std::numbers::sqrt2 / 2.0, sampleRateHz);
    if (settings.load) design.load = designLoadFilter(*settings.load, sampleRateHz);
    design.deEmphasis = designDeEmphasis(settings, sampleRateHz);
    moveLeadingFactorsIntoGain(design.deEmphasis);
    if (settings.subsonic)
        designSubsonic(design, *settings.subsonic, settings.curve.iec && !settings.curve.inverse, settings.speedRatio);
    if (settings.monoBass) design.monoBass = designMonoBass(*settings.monoBass, sampleRateHz);
    return design;
}

std::complex<double> response(const StageDesign& design, double frequencyHz) {
    const double rate = design.sampleRateHz;
    auto h = response(design.deEmphasis, frequencyHz, rate) * response(design.load, frequencyHz, rate);
    if (design.dcRemoval && !design.deEmphasis.fromIntegral) h *= response(design.dc, frequencyHz, rate);
    for (int n = 0; n < design.subsonic2Count; ++n)
        h *= response(design.subsonic2[static_cast<std::size_t>(n)], frequencyHz, rate);
    if (design.subsonic1) h *= response(design.subsonic1Section, frequencyHz, rate);
    return h;
}

std::complex<double> sideResponse(const StageDesign& design, double frequencyHz) {
    return response(design, frequencyHz) * response(design.monoBass, frequencyHz, design.sampleRateHz);
}

const char* whyIllegal(const FilterSettings& settings) {
    if (const char* why = whyIllegal(settings.curve)) return why;
    if (!within(settings.speedRatio, 0.25, 4.0))
        return "The speed ratio (played over the record's own) is outside 0.25 to 4.";
    if (settings.subsonic) {
        if (!within(settings.subsonic->cornerHz, 5.0, 40.0)) return "The subsonic corner is outside 5 to 40 Hz.";
        const int slope = settings.subsonic->slopeDbPerOctave;
        if (slope != 12 && slope != 18 && slope != 24)
            return "The subsonic slope is none of 12, 18 and 24 dB per octave.";
    }
    if (settings.load) {
        if (const char* why = whyIllegal(*settings.load)) return why;
    }
    if (settings.monoBass) {
        if (!within(settings.monoBass->cornerHz, 80.0, 200.0)) return "The mono bass corner is outside 80 to 200 Hz.";
        const int slope = settings.monoBass->slopeDbPerOctave;
        if (slope != 6 && slope != 12) return "The mono bass slope is neither 6 nor 12 dB per octave.";
    }
    return nullptr;
}

const char* whyIllegal(const LevelSettings& s) {
    if (!within(s.gainDb, 0.0, 80.0)) return "The gain is outside 0 to 80 dB.";
    if (!within(s.outputTrimDb, -20.0, 20.0)) return "The output trim is outside -20 to +20 dB.";
    if (!within(s.crosstalkLeftToRight, -0.5, 0.5)) return "The crosstalk from left to right is outside -0.5 to +0.5.";
    if (!within(s.crosstalkRightToLeft, -0.5, 0.5)) return "The crosstalk from right to left is outside -0.5 to +0.5.";
    if (!within(s.balanceDb, -6.0, 6.0)) return "The balance is outside -6 to +6 dB.";
    if (!within(s.inputDbv, -80.0, 40.0)) return "The input's full-scale level is outside -80 to +40 dBV.";
    if (!within(s.outputDbv, -80.0, 40.0)) return "The output's full-scale level is outside -80 to +40 dBV.";
    return nullptr;
}

double decibelsToFactor(double db) { return std::pow(10.0, db / 20.0); }

double voltsAtFullScale(double dbv) { return std::numbers::sqrt2 * decibelsToFactor(dbv); }

} // namespace phonostage::dsp
