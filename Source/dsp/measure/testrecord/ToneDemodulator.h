// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Brings a steady tone down to 0 Hz as a complex signal of about 4 kHz: its angle is the phase of the tone against a
    carrier, its size the tone's peak. Streaming; linear phase in two steps, flat to 200 Hz beside the carrier (to 0.35
    of the carrier below 560 Hz, where the filter has to be narrower to keep the carrier's own image out). */
class ToneDemodulator {
public:
    /** rateHz: 44.1 to 192 kHz (works from 16 kHz); carrierHz: 100 Hz to 7 kHz, within 1 % of the tone. */
    ToneDemodulator(double rateHz, double carrierHz);

    /** Any number of samples; what comes out is added to `out`. The first value belongs to the first sample whose
        surroundings are complete. */
    void add(std::span<const double> samples, std::vector<std::complex<float>>& out);

    [[nodiscard]] double outputRateHz() const { return outputRateHz_; }
    /** Half of the band that comes through, as far as it is flat. */
    [[nodiscard]] static double flatHz(double carrierHz);

private:
    using Complex = std::complex<double>;

    void decimate(std::vector<std::complex<float>>& out);

    double outputRateHz_ = 0.0;
    std::size_t firstStep_ = 1, secondStep_ = 1;
    double turnPerOutput_ = 0.0;        ///< radians of the carrier from one value of the first step to the next
    std::vector<Complex> bandPass_;     ///< around the carrier, newest sample last
    std::vector<double> lowPass_;       ///< symmetric
    std::vector<double> samples_;       ///< not yet used up
    std::vector<Complex> intermediate_; ///< likewise
    std::int64_t firstCount_ = 0;
};

} // namespace phonostage::dsp
