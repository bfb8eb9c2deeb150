// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFinding.h"

#include <vector>

namespace phonostage::tests {

/** One finding of each fault, with figures as real captures have them, for tests of words and drawings. */
inline std::vector<dsp::HookupFinding> exampleFindings() {
    using dsp::Confidence;
    using dsp::HookupChannel;
    using Fault = dsp::HookupFault;
    const auto make = [](Fault fault, double value, std::array<double, 5> figures,
                         Confidence confidence = Confidence::sure, HookupChannel channel = HookupChannel::both) {
        dsp::HookupFinding finding;
        finding.fault = fault;
        finding.channel = channel;
        finding.confidence = confidence;
        finding.value = value;
        finding.isInVolts = true;
        finding.figures = figures;
        return finding;
    };
    return {make(Fault::noSignal, -240.0, {12.0}),
            make(Fault::noRecord, -103.0, {0.8}),
            make(Fault::alreadyEqualised, -12.0, {4.1, 0.62}),
            make(Fault::lineSource, -14.0, {3.6, 0.08}, Confidence::likely),
            make(Fault::gainHigh, 0.0, {14.0, 96.0}),
            make(Fault::clippedBefore, -7.3, {0.041, -15.3}),
            make(Fault::deadChannel, -71.0, {52.0}, Confidence::sure, HookupChannel::right),
            make(Fault::antiphase, -56.0, {0.0}),
            make(Fault::sumDifference, -14.0, {0.66}, Confidence::likely),
            make(Fault::inverted, -0.72, {-0.31, 61.0, 66.0}),
            make(Fault::mono, -52.0, {0.0}, Confidence::likely),
            make(Fault::weakChannel, -19.0, {21.0, 17.0, 1.0}, Confidence::sure, HookupChannel::left),
            make(Fault::imbalance, 4.8, {4.8, 5.2, 5.0}, Confidence::sure, HookupChannel::right),
            make(Fault::hum, -58.0, {9.0, 50.02, 31.0, 0.6, 1.0}, Confidence::likely),
            make(Fault::plugWiggle, 7.0, {3.0, 4.0}, Confidence::sure, HookupChannel::left),
            make(Fault::wrongSpeed, 0.71, {45.0, 33.3}),
            make(Fault::dcOffset, -31.0, {0.028}),
            make(Fault::radioLines, 22.0, {6.0, 8000.0, 1.0}),
            make(Fault::gainLow, -49.0, {38.0, 37.0}, Confidence::likely)};
}

} // namespace phonostage::tests
