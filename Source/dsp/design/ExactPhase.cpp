// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/ExactPhase.h"

#include "dsp/Angles.h"
#include "dsp/design/fit/FitTarget.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

using Complex = std::complex<double>;

// Near half the rate every hertz of the band costs taps. The delays are those at which the error is least, with room
// for steeper loads than any in the catalogue.
struct Length {
    double fromRateHz;
    std::size_t tapCount;
    int delayFrames;
};

constexpr std::array<Length, 3> lengths{{{exactPhaseEndHz, 0, 0}, {46000.0, 65, 34}, {0.0, 97, 52}}};

const Length& lengthAt(double sampleRateHz) {
    return *std::find_if(lengths.begin(), lengths.end(), [&](const Length& l) { return sampleRateHz >= l.fromRateHz; });
}

// Points of the band, closer and closer together towards its top, where the error of a fit rises.
constexpr int points = 400;

// Of the mean square error in the band: what the sum of the taps' squares, the mean square over all frequencies,
// counts. With less the response above the band may rise by tens of dB; this leaves an error of -123 dB.
constexpr double pull = 1e-11;

using Taps = std::array<double, ExactPhaseFilter::maxTaps>;

struct Equations {
    Taps correlation{}; ///< the matrix is symmetric and Toeplitz: this is its first row
    Taps rightSide{};
};

Equations equationsOf(const FitGoal& ratio, const Length& length, double topAngle) {
    Equations equations;
    for (int i = 0; i < points; ++i) {
        const double angle = topAngle * std::sin(0.5 * pi * (i + 0.5) / points);
        const Complex wanted = ratio.wanted(angle, false) * std::polar(1.0 / points, -angle * length.delayFrames);
        const Complex delay = std::polar(1.0, -angle);
        Complex late = 1.0;
        for (std::size_t k = 0; k < length.tapCount; ++k, late *= delay) {
            equations.correlation[k] += late.real() / points;
            equations.rightSide[k] += wanted.real() * late.real() + wanted.imag() * late.imag();
        }
    }
    equations.correlation[0] += pull;
    return equations;
}

// Levinson's recursion. The pull keeps the matrix well above the rounding of doubles.
Taps solve(const Equations& equations, std::size_t count) {
    const Taps& r = equations.correlation;
    Taps predictor{}, next{}, x{};
    double error = r[0];
    predictor[0] = 1.0;
    x[0] = equations.rightSide[0] / error;
    for (std::size_t m = 1; m < count; ++m) {
        double product = 0.0, rest = equations.rightSide[m];
        for (std::size_t i = 0; i < m; ++i) {
            product += predictor[i] * r[m - i];
            rest -= x[i] * r[m - i];
        }
        const double reflection = -product / error;
        for (std::size_t i = 0; i <= m; ++i)
            next[i] = predictor[i] + reflection * predictor[m - i];
        predictor = next;
        error *= 1.0 - reflection * reflection;
        for (std::size_t i = 0; i <= m; ++i)
            x[i] += rest / error * predictor[m - i];
    }
    return x;
}

} // namespace

int exactPhaseDelayFrames(double sampleRateHz) { return lengthAt(sampleRateHz).delayFrames; }

ExactPhaseFilter fitExactPhase(const FitGoal& ratio, double sampleRateHz) {
    const Length& length = lengthAt(sampleRateHz);
    if (length.tapCount == 0) return {};
    const double topAngle = 2.0 * pi * bandTopHz(sampleRateHz) / sampleRateHz;
    return {length.tapCount, solve(equationsOf(ratio, length, topAngle), length.tapCount), length.delayFrames};
}

std::complex<double> response(const ExactPhaseFilter& design, double frequencyHz, double sampleRateHz) {
    if (design.tapCount == 0) return 1.0;
    const Complex delay = std::polar(1.0, -2.0 * pi * frequencyHz / sampleRateHz);
    Complex sum = 0.0;
    for (std::size_t k = design.tapCount; k-- > 0;)
        sum = design.tap[k] + delay * sum;
    return sum;
}

} // namespace phonostage::dsp
