// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** Halves the rate of both channels (left is the real part, right the imaginary part). A half-band filter of 63 taps:
    0.21 of the rate passes within 0.01 dB, and what would fold onto it is 70 dB down. */
class HookupDecimator {
public:
    /** In place: values keeps what is left. */
    void process(std::vector<std::complex<double>>& values);

private:
    static constexpr std::size_t taps = 63;
    std::array<std::complex<double>, 2 * taps> line_{}; ///< twice, so that the last 63 lie in one piece
    std::size_t place_ = 0;
    bool isOdd_ = false;
};

} // namespace phonostage::dsp
