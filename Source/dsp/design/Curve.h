// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>

namespace phonostage::dsp {

/** A record's playback curve as time constants in seconds; never coefficients.

    H(s) = (1 + s*turnover) / ((1 + s*shelf) (1 + s*rolloff)), 0 dB at 1 kHz. Without a bass shelf the pole is at 0 Hz
    (an integrator), limited by a second-order Butterworth high-pass at 1 Hz. With neither shelf nor turnover the bass
   is flat. The defaults are RIAA (IEC 60098). */
struct Curve {
    std::optional<double> shelfSeconds = 3180e-6;   ///< 500 us to 32000 us, or none
    std::optional<double> turnoverSeconds = 318e-6; ///< 100 us to 2000 us, or none; below the shelf's
    std::optional<double> rolloffSeconds = 75e-6;   ///< above 0 to 300 us, or none (flat treble)
    bool iec = false;                               ///< IEC amendment: 7950 us high-pass; playback only
    bool neumann = false;                           ///< 3.18 us zero; no part of any standard
    bool inverse = false;                           ///< the recording side; iec is ignored there

    bool operator==(const Curve&) const = default;

    /** No equalisation at all (the switches may still act). */
    static constexpr Curve flat() { return {std::nullopt, std::nullopt, std::nullopt}; }
    /** True where the bass pole is at 0 Hz: a turnover without a shelf. */
    [[nodiscard]] bool isIntegrating() const { return turnoverSeconds && !shelfSeconds; }
};

constexpr double iecSeconds = 7950e-6;     ///< IEC 98 amendment 4 (1976)
constexpr double neumannSeconds = 3.18e-6; ///< the "fourth time constant", 50.05 kHz

/** Null where the curve is legal; else one sentence that names the field, its range and the remedy. */
[[nodiscard]] const char* whyIllegal(const Curve& curve);

/** The exact analogue response at a frequency in Hz, |H(1 kHz)| = 1, phase of H itself (no delay removed). For an
    integrating playback curve it includes the 1 Hz high-pass when withLowLimit is true. */
[[nodiscard]] std::complex<double> analogueResponse(const Curve& curve, double frequencyHz, bool withLowLimit = true);

} // namespace phonostage::dsp
