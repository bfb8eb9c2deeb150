// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/DeEmphasisSections.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::dsp {
namespace {

// 1 / (tau rate) above which a corner is left to the corrector whole.
constexpr double fastest = 5.0;

// A first-order section multiplies the difference of two samples, which a slow zero makes small, by its weight c, and
// the rounding of that difference with it. Up to this weight the noise stays 260 dB below the signal.
constexpr double largestWeight = 1500.0;

// 1 / (tau rate) up to which the IEC amendment alone, mapped exactly, is right to 8e-5 dB.
constexpr double slowest = 0.016;

// Corners as 1 - exp(-1 / (tau rate)), in the order in which they were added.
class Corners {
public:
    Corners(const CornerList& seconds, double sampleRateHz) {
        for (std::size_t i = 0; i < seconds.count(); ++i)
            if (1.0 / (seconds[i] * sampleRateHz) < fastest)
                k_[count_++] = -std::expm1(-1.0 / (seconds[i] * sampleRateHz));
    }

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] double operator[](std::size_t i) const { return k_[i]; }

private:
    std::array<double, 4> k_{};
    std::size_t count_ = 0;
};

// The weight c that puts a zero at 1 - zeroK into the section with the pole at 1 - poleK.
double weightOf(double poleK, double zeroK) { return (1.0 - zeroK) * poleK / ((1.0 - poleK) * zeroK); }

void addFirstOrder(DeEmphasis& design, const FirstOrder& section) {
    design.firstOrder[static_cast<std::size_t>(design.firstOrderCount++)] = section;
}

// Zeros and poles from some on in one section, unit gain at 0 Hz: at most two of each.
Biquad togetherIn(const Corners& zeros, std::size_t firstZero, const Corners& poles, std::size_t firstPole) {
    Biquad biquad;
    for (std::size_t i = firstZero; i < std::min(firstZero + 2, zeros.count()); ++i) {
        const double now = 1.0 / zeros[i];
        const double before = 1.0 - now;
        biquad = {biquad.b0 * now, biquad.b1 * now + biquad.b0 * before, biquad.b1 * before, 0.0, 0.0};
    }
    for (std::size_t i = firstPole; i < std::min(firstPole + 2, poles.count()); ++i) {
        const double k = poles[i];
        const double a = k - 1.0;
        biquad = {k * biquad.b0, k * biquad.b1, k * biquad.b2, biquad.a1 + a, biquad.a1 * a};
    }
    return biquad;
}

} // namespace

bool matchedSectionsDo(const CurveNetwork& network, double sampleRateHz) {
    return network.zeros.count() == 0 && network.poles.count() == 0 && network.integrators == 0 &&
           (network.highPassSeconds == 0.0 || 1.0 / (network.highPassSeconds * sampleRateHz) < slowest);
}

void normalise(DeEmphasis& design, const CurveNetwork& network, double sampleRateHz) {
    const double hz = referenceHz(network, sampleRateHz);
    design.gain *= std::abs(response(network, hz)) / std::abs(response(design, hz, sampleRateHz));
}

DeEmphasis matchedSections(const CurveNetwork& network, double sampleRateHz) {
    CornerList slowPoles = network.poles;
    DeEmphasis design;
    design.fromIntegral = network.integrators > 0;
    if (network.highPassSeconds > 0.0) design.iecK = -std::expm1(-1.0 / (network.highPassSeconds * sampleRateHz));
    if (network.integrators < 0) {
        // The differentiator of an inverse without a shelf: y = x - s is its zero at 0 Hz with the slowest pole.
        design.iecK = slowPoles.count() > 0 ? -std::expm1(-1.0 / (slowPoles[0] * sampleRateHz)) : 1.0;
        if (slowPoles.count() > 0) slowPoles.remove(0);
    }
    const Corners poles(slowPoles, sampleRateHz);
    const Corners zeros(network.zeros, sampleRateHz);

    // Slow with slow, as long as there is a pole that is not too fast for its zero.
    std::size_t paired = 0;
    while (paired < std::min(zeros.count(), poles.count()) && weightOf(poles[paired], zeros[paired]) <= largestWeight) {
        addFirstOrder(design, {poles[paired], weightOf(poles[paired], zeros[paired])});
        ++paired;
    }
    if (paired < zeros.count())
        // A section before these would have its rounding raised by a slow zero: the last poles move in.
        for (std::size_t at = paired; at < std::max(zeros.count(), poles.count()); at += 2)
            design.biquad[static_cast<std::size_t>(design.biquadCount++)] = togetherIn(zeros, at, poles, at);
    else
        for (std::size_t pole = paired; pole < poles.count(); ++pole)
            addFirstOrder(design, {poles[pole], 0.0});
    normalise(design, network, sampleRateHz);
    return design;
}

} // namespace phonostage::dsp
