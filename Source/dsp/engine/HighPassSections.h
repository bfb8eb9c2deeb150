// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/HighPass.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

// Sections of high-passes with their states, in registers while a loop runs. Scales are not applied.

struct HighPass1Section {
    StereoDouble k, low;

    StereoDouble process(StereoDouble x) {
        x = x - low;
        low += k * x;
        return x;
    }
};

struct HighPass2Section {
    StereoDouble c1, c2, band, low;

    StereoDouble process(StereoDouble x) {
        const StereoDouble high = (x - low) - c1 * band;
        low += c2 * band;
        band += high;
        return high;
    }
};

} // namespace phonostage::dsp
