// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <array>
#include <cstddef>
#include <span>

namespace phonostage::dsp {

/** Halves the rate of both channels. A half-band filter of 63 taps: 0.21 of the rate passes within 0.01 dB, and what
    would fold onto it is 70 dB down. Any cut of the input gives the same bits, with wide registers and without. */
class HookupDecimator {
public:
    /** In place: values begins with what is left. Returns how many that are. */
    std::size_t process(std::span<StereoDouble> values);

private:
    // Every second tap is 0, but for the middle one: of the even frames only one counts, which is 15 pairs old.
    static constexpr std::size_t oldEven = 15, oldOdd = 31, pairsAtOnce = 128;

    void give(std::size_t pairs, StereoDouble* to);

    std::array<StereoDouble, oldEven + pairsAtOnce> even_;
    std::array<StereoDouble, oldOdd + pairsAtOnce> odd_;
    bool isOdd_ = false; ///< an even frame waits for its odd one
};

} // namespace phonostage::dsp
