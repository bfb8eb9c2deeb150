// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** A first-order section with its state, in registers while a loop runs. Where it is a low-pass it is spared the zero
    that it does not have. */
template <bool isLowPass> struct FirstOrderSection {
    StereoDouble k, c, pole;

    void take(const FirstOrder& f, StereoDouble state) {
        k = f.k;
        c = f.c;
        pole = state;
    }

    StereoDouble process(StereoDouble x) {
        pole += k * (x - pole);
        return isLowPass ? pole : pole + c * (x - pole);
    }
};

} // namespace phonostage::dsp
