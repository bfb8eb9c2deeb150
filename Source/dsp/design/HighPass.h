// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

namespace phonostage::dsp {

/** A second-order high-pass whose poles are those of the bilinear transform, in a form that keeps its precision however
    small corner / rate is. State: band, low.

        high = x - low - c1 * band;   low += c2 * band;   band += high;

    c1 = (1 - p1) + (1 - p2) and c2 = (1 - p1)(1 - p2) for the poles p1, p2. (low takes the band of the frame before:
   that keeps it off the loop that a frame has to wait for.) high has a double zero exactly at DC and equals the
    bilinear high-pass but for the constant scale; band = high / (1 - z^-1) is its running sum: the same section serves
    as an integrator with a low limit. */
struct HighPass2 {
    double c1 = 0.0;
    double c2 = 0.0;
    double scale = 1.0; ///< multiplies high (and band) to give unity gain at half the rate
};

/** First-order high-pass: y = x - s; s += k y. Zero exactly at DC; scale as in HighPass2. */
struct HighPass1 {
    double k = 0.0;
    double scale = 1.0;
};

/** Designs a second-order high-pass. cornerHz above 0 and below rate / 4; q is the pole Q (0.7071 is Butterworth). */
[[nodiscard]] HighPass2 designHighPass2(double cornerHz, double q, double sampleRateHz);
[[nodiscard]] HighPass1 designHighPass1(double cornerHz, double sampleRateHz);

/** Exact responses of the running sections, scale included. The integral is high / (1 - z^-1). */
[[nodiscard]] std::complex<double> response(const HighPass2&, double frequencyHz, double sampleRateHz);
[[nodiscard]] std::complex<double> integralResponse(const HighPass2&, double frequencyHz, double sampleRateHz);
[[nodiscard]] std::complex<double> response(const HighPass1&, double frequencyHz, double sampleRateHz);

/** The 1 Hz Butterworth that removes DC and limits curves with no bass shelf: 0.00003 dB at 20 Hz. */
constexpr double dcCornerHz = 1.0;

} // namespace phonostage::dsp
