// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasis.h"

#include "dsp/design/DeEmphasisDesign.h"
#include "dsp/design/DeEmphasisSections.h"
#include "dsp/design/HighPass.h"

#include <cmath>
#include <numbers>

namespace phonostage::dsp {

namespace {

using Complex = std::complex<double>;

} // namespace

std::complex<double> response(const DeEmphasis& design, double frequencyHz, double sampleRateHz) {
    const double w = 2.0 * std::numbers::pi * frequencyHz / sampleRateHz;
    // 1 - 1/z on the circle; the sections are written in it, so that nothing cancels at low frequencies.
    const Complex d = Complex(0.0, 2.0 * std::sin(0.5 * w)) * std::polar(1.0, -0.5 * w);
    const Complex delay = std::polar(1.0, -w);
    Complex numerator = design.gain;
    Complex denominator = 1.0;
    if (design.fromIntegral)
        numerator *= integralResponse(designHighPass2(dcCornerHz, 1.0 / std::numbers::sqrt2, sampleRateHz), frequencyHz,
                                      sampleRateHz);
    if (design.iecK > 0.0) {
        numerator *= d;
        denominator *= design.iecK + (1.0 - design.iecK) * d;
    }
    for (int i = 0; i < design.firstOrderCount; ++i) {
        const FirstOrder& section = design.firstOrder[static_cast<std::size_t>(i)];
        const Complex rest = (1.0 - section.k) * d;
        numerator *= section.k + section.c * rest;
        denominator *= section.k + rest;
    }
    for (int i = 0; i < design.biquadCount; ++i) {
        const Biquad& section = design.biquad[static_cast<std::size_t>(i)];
        numerator *= section.b0 + delay * (section.b1 + delay * section.b2);
        denominator *= 1.0 + delay * (section.a1 + delay * section.a2);
    }
    return numerator / denominator;
}

DeEmphasis designDeEmphasis(const FilterSettings& settings, double sampleRateHz) {
    const CurveNetwork network = networkOf(settings);
    DeEmphasis design = matchedSectionsDo(network, sampleRateHz) ? matchedSections(network, sampleRateHz)
                                                                 : designWithCorrector(network, sampleRateHz);
    normalise(design, network, sampleRateHz);
    return design;
}

DeEmphasis designDeEmphasis(const Curve& curve, double sampleRateHz) {
    FilterSettings settings;
    settings.curve = curve;
    return designDeEmphasis(settings, sampleRateHz);
}

} // namespace phonostage::dsp
