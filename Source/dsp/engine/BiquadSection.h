// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/simd/StereoDouble.h"

namespace phonostage::dsp {

/** What a biquad remembers between two frames. */
struct BiquadState {
    StereoDouble s1, s2;

    void flushTinyStates() {
        flushTiny(s1);
        flushTiny(s2);
    }
};

/** A biquad with its state, in registers while a loop runs. b0 is 1 in each (designStage, designLoadFilter). */
struct BiquadSection {
    StereoDouble b1, b2, a1, a2, s1, s2;

    BiquadSection() = default;
    BiquadSection(const Biquad& b, const BiquadState& s) : b1(b.b1), b2(b.b2), a1(b.a1), a2(b.a2), s1(s.s1), s2(s.s2) {}

    StereoDouble process(StereoDouble x) {
        const StereoDouble y = x + s1;
        s1 = (b1 * x + s2) - a1 * y;
        s2 = b2 * x - a2 * y;
        return y;
    }

    [[nodiscard]] BiquadState state() const { return {s1, s2}; }
};

} // namespace phonostage::dsp
