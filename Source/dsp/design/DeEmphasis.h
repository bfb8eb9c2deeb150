// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

#include <array>
#include <complex>

namespace phonostage::dsp {

/** A first-order section in (1-p) form, unit gain at DC: s += k (x - s); y = s + c (x - s), s after its update. */
struct FirstOrder {
    double k = 1.0; ///< 1 - pole
    double c = 0.0; ///< weight of the zero; 0 is a plain low-pass
};

/** A second-order section, direct form 2 transposed: y = b0 x + s1; s1 = b1 x - a1 y + s2; s2 = b2 x - a2 y. */
struct Biquad {
    double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
};

/** The de-emphasis designed for one rate: everything the engine needs to run it, and nothing else.

    Order in which the engine runs it: [integrator input] -> iec -> firstOrder[] -> biquad[] -> gain.
    An integrating curve takes its input not from the high-pass output of the 1 Hz section but from that section's
    band integral B(z) = HP(z) / (1 - z^-1) (see Engine): "gain" here assumes that input. */
struct DeEmphasis {
    static constexpr int maxFirstOrder = 3;
    static constexpr int maxBiquads = 4;

    bool fromIntegral = false; ///< feed with B(z) (playback of a curve with no bass shelf)
    double iecK = 0.0; ///< 0: off; else y = x - s; s += iecK y. The inverse's differentiator, too, is this section.
    int firstOrderCount = 0;
    std::array<FirstOrder, maxFirstOrder> firstOrder{};
    int biquadCount = 0;
    std::array<Biquad, maxBiquads> biquad{};
    double gain = 1.0; ///< makes the magnitude at the record's 1 kHz exact, over all sections above (and B(z) where
                       ///< fromIntegral)

    double delaySamples = 0.0;  ///< the one constant delay that the phase figure leaves out (negative: early)
    double worstErrorDb = 0.0;  ///< on the dense grid, 20 Hz (or 20 r) to min(20 kHz, 0.45 rate)
    double worstPhaseDeg = 0.0; ///< likewise, after delaySamples
    bool magnitudeOnly = false; ///< the fallback design was taken
};

/** Designs the de-emphasis: curve, speed and undone RIAA of the settings as one minimum-phase filter. Pure and
    deterministic; no allocation; a few milliseconds; not for the audio thread. Settings must be legal (whyIllegal() is
    null) and rate between 8 kHz and 768 kHz. */
[[nodiscard]] DeEmphasis designDeEmphasis(const FilterSettings& settings, double sampleRateHz);
/** The curve alone, at its record's speed. */
[[nodiscard]] DeEmphasis designDeEmphasis(const Curve& curve, double sampleRateHz);

/** The exact transfer function of the designed sections at a frequency in Hz, cancellation-free at low frequencies.
    Where fromIntegral, the 1 Hz high-pass and the integral are included. */
[[nodiscard]] std::complex<double> response(const DeEmphasis& design, double frequencyHz, double sampleRateHz);

} // namespace phonostage::dsp
