// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <cstddef>
#include <tuple>

namespace phonostage::dsp {

/** Sections one behind the other, known to the compiler, so that coefficients and states stay in registers while a loop
    runs. A frame goes through all of them before the next one comes: their recursions overlap in the processor, where a
    pass per section would wait for each. */
template <typename... Section> struct Cascade {
    using Sections = std::tuple<Section...>;
    static constexpr std::size_t size = sizeof...(Section);

    Sections sections;

    /** Of a frame, by the sections from first on. */
    template <std::size_t first = 0> StereoDouble process(StereoDouble x) {
        if constexpr (first < size) {
            x = std::get<first>(sections).process(x);
            return process<first + 1>(x);
        } else {
            return x;
        }
    }

    /** from and to may be the same. */
    void run(const StereoDouble* from, StereoDouble* to, int count) {
        for (int i = 0; i < count; ++i)
            to[i] = process(from[i]);
    }
};

} // namespace phonostage::dsp
