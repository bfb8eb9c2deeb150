// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

#include <complex>
#include <string>
#include <vector>

namespace phonostage::tests {

/** A playback curve as an analogue network: corners in seconds, integrators, high-passes. Written down from the time
    constants of the field, not from the project's own curves. */
struct AnalogueNetwork {
    std::vector<long double> poles, zeros, highPasses;
    int integrators = 0;
    bool inverse = false;
};

struct ReferenceCurve {
    std::string name; ///< as in curves.csv
    AnalogueNetwork network;
    dsp::Curve curve; ///< the same in the project's terms
};

/** The 24 curves of tests/data/curves.csv, in its order. */
const std::vector<ReferenceCurve>& referenceCurves();
const ReferenceCurve& referenceCurve(const std::string& name);

/** Any legal curve as a network. */
AnalogueNetwork networkOf(const dsp::Curve& curve);

/** The network's response, |H(1 kHz)| = 1; with the 1 Hz Butterworth high-pass where it integrates and limited is true.
 */
std::complex<long double> networkResponse(const AnalogueNetwork& network, long double frequencyHz, bool limited);

/** What a design has to be at a frequency. */
std::complex<double> truth(const dsp::Curve& curve, double frequencyHz);

/** The same with speed and undone RIAA: H(f/r)/r over RIAA(f), of an inverse curve r/H(f/r); the 1 Hz limit at 1 Hz. */
std::complex<double> truth(const dsp::FilterSettings& settings, double frequencyHz);

struct CsvRow {
    std::string curve;
    double frequencyHz = 0.0, gainDb = 0.0, phaseDeg = 0.0;
};

std::vector<CsvRow> readCurvesCsv();

} // namespace phonostage::tests
