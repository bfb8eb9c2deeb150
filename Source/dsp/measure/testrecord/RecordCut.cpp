// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/RecordCut.h"

#include <cmath>
#include <complex>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double shelfSeconds = 3180e-6, turnoverSeconds = 318e-6, rolloffSeconds = 75e-6;

double velocity(RecordCut cut, double frequencyHz) {
    const std::complex<double> s(0.0, 2.0 * std::numbers::pi * frequencyHz);
    const auto bass = (1.0 + s * shelfSeconds) / (1.0 + s * turnoverSeconds);
    switch (cut) {
    case RecordCut::riaa:
        return std::abs(bass * (1.0 + s * rolloffSeconds));
    case RecordCut::jvc:
        return std::abs(bass);
    case RecordCut::constantVelocity:
        return 1.0;
    case RecordCut::str100:
        return std::abs(s * turnoverSeconds / (1.0 + s * turnoverSeconds));
    }
    return 1.0;
}

} // namespace

double recordedVelocity(RecordCut cut, double frequencyHz) {
    return velocity(cut, frequencyHz) / velocity(cut, 1000.0);
}

} // namespace phonostage::dsp
