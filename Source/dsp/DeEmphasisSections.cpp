// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeEmphasisSections.h"

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

// Corners as 1 - exp(-1 / (tau rate)), in the order in which they were added.
class Corners {
public:
    void add(const std::optional<double>& seconds, double sampleRateHz) {
        if (seconds && 1.0 / (*seconds * sampleRateHz) < fastest)
            k_[count_++] = -std::expm1(-1.0 / (*seconds * sampleRateHz));
    }

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] double operator[](std::size_t i) const { return k_[i]; }

private:
    std::array<double, 2> k_{};
    std::size_t count_ = 0;
};

// The weight c that puts a zero at 1 - zeroK into the section with the pole at 1 - poleK.
double weightOf(double poleK, double zeroK) { return (1.0 - zeroK) * poleK / ((1.0 - poleK) * zeroK); }

void addFirstOrder(DeEmphasis& design, const FirstOrder& section) {
    design.firstOrder[static_cast<std::size_t>(design.firstOrderCount++)] = section;
}

// All of them in one section, unit gain at 0 Hz. At most two zeros and one pole.
Biquad togetherIn(const Corners& zeros, std::size_t firstZero, const Corners& poles, std::size_t firstPole) {
    Biquad biquad;
    for (std::size_t i = firstZero; i < zeros.count(); ++i) {
        const double now = 1.0 / zeros[i];
        const double before = 1.0 - now;
        biquad = {biquad.b0 * now, biquad.b1 * now + biquad.b0 * before, biquad.b1 * before, 0.0, 0.0};
    }
    if (firstPole < poles.count()) {
        const double k = poles[firstPole];
        biquad = {k * biquad.b0, k * biquad.b1, k * biquad.b2, k - 1.0, 0.0};
    }
    return biquad;
}

} // namespace

DeEmphasis matchedSections(const Curve& curve, double sampleRateHz) {
    const std::optional<double> neumann = curve.neumann ? std::optional(neumannSeconds) : std::nullopt;
    DeEmphasis design;
    Corners poles;
    Corners zeros;
    if (curve.inverse) {
        // The differentiator of an inverse without a shelf: y = x - s is its zero at 0 Hz with the turnover's pole.
        if (curve.isIntegrating())
            design.iecK = -std::expm1(-1.0 / (*curve.turnoverSeconds * sampleRateHz));
        else
            poles.add(curve.turnoverSeconds, sampleRateHz);
        poles.add(neumann, sampleRateHz);
        zeros.add(curve.shelfSeconds, sampleRateHz);
        zeros.add(curve.rolloffSeconds, sampleRateHz);
    } else {
        design.fromIntegral = curve.isIntegrating();
        if (curve.iec) design.iecK = -std::expm1(-1.0 / (iecSeconds * sampleRateHz));
        poles.add(curve.shelfSeconds, sampleRateHz);
        poles.add(curve.rolloffSeconds, sampleRateHz);
        zeros.add(curve.turnoverSeconds, sampleRateHz);
        zeros.add(neumann, sampleRateHz);
    }

    // Slow with slow, as long as there is a pole that is not too fast for its zero.
    std::size_t paired = 0;
    while (paired < std::min(zeros.count(), poles.count()) && weightOf(poles[paired], zeros[paired]) <= largestWeight) {
        addFirstOrder(design, {poles[paired], weightOf(poles[paired], zeros[paired])});
        ++paired;
    }
    if (paired < zeros.count())
        // A section before this one would have its rounding raised by a slow zero: the last pole moves in.
        design.biquad[static_cast<std::size_t>(design.biquadCount++)] = togetherIn(zeros, paired, poles, paired);
    else
        for (std::size_t pole = paired; pole < poles.count(); ++pole)
            addFirstOrder(design, {poles[pole], 0.0});
    design.gain = 1.0 / std::abs(response(design, 1000.0, sampleRateHz));
    return design;
}

} // namespace phonostage::dsp
