// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/AnalogueStage.h"

#include "dsp/Angles.h"
#include "dsp/design/HighPass.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// Of a Butterworth low-pass of the same order, at corner / s.
Complex butterworth(int order, double cornerHz, double frequencyHz) {
    const Complex s(0.0, -cornerHz / frequencyHz);
    Complex h = order % 2 != 0 ? 1.0 / (1.0 + s) : Complex(1.0);
    for (int k = 0; k < order / 2; ++k)
        h /= 1.0 + 2.0 * std::sin(pi * (2 * k + 1) / (2.0 * order)) * s + s * s;
    return h;
}

} // namespace

AnalogueStage::AnalogueStage(const FilterSettings& settings, double sampleRateHz)
    : curve_(networkOf(settings)), hasDcRemoval_(settings.dcRemoval && curve_.integrators <= 0),
      subsonic_(settings.subsonic), rate_(sampleRateHz) {
    if (subsonic_) {
        // IEC's first-order corner and a Q of 1 are together one Butterworth: of it the subsonic is the second half.
        isSubsonicWithIec_ =
            subsonic_->slopeDbPerOctave == 18 && subsonic_->cornerHz == 20.0 && curve_.highPassSeconds > 0.0;
        subsonic_->cornerHz *= settings.speedRatio;
    }
    if (!settings.load || settings.load->have == settings.load->want) return;
    const LoadRatio ratio(*settings.load, 1.0 / rate_);
    if (ratio.isConstant())
        loadGain_ = std::min(ratio.have.c0 / ratio.want.c0, decibelsToFactor(settings.load->limitDb));
    else
        load_.emplace(*settings.load, rate_);
}

std::complex<double> AnalogueStage::at(double frequencyHz) const {
    Complex h = response(curve_, frequencyHz);
    h *= load_ ? load_->wanted(2.0 * pi * frequencyHz / rate_, false) : loadGain_;
    if (hasDcRemoval_) h *= butterworth(2, dcCornerHz, frequencyHz);
    if (!subsonic_) return h;
    if (!isSubsonicWithIec_) return h * butterworth(subsonic_->slopeDbPerOctave / 6, subsonic_->cornerHz, frequencyHz);
    const double corner = 1.0 / (2.0 * pi * curve_.highPassSeconds);
    const Complex s(0.0, -corner / frequencyHz);
    return h / (1.0 + s + s * s);
}

} // namespace phonostage::dsp
