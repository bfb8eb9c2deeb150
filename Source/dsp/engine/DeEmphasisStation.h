// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/engine/BiquadSection.h"

#include <array>

namespace phonostage::dsp {

/** The de-emphasis of one design, with its state. */
class DeEmphasisStation {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const DeEmphasis& design);

    /** Filters frames; from and to may be the same. The design's gain is not applied. */
    void process(const StereoDouble* from, StereoDouble* to, int count) { loop_(design_, states_, from, to, count); }
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

    struct States {
        StereoDouble iec;
        std::array<StereoDouble, DeEmphasis::maxFirstOrder> firstOrder;
        std::array<BiquadState, DeEmphasis::maxBiquads> biquad;
    };

    [[nodiscard]] const DeEmphasis& design() const { return design_; }

    [[nodiscard]] States& states() { return states_; } ///< for who runs the sections together with others

    using Loop = void (*)(const DeEmphasis&, States&, const StereoDouble*, StereoDouble*, int);

private:
    DeEmphasis design_;
    States states_;
    Loop loop_ = nullptr;
};

} // namespace phonostage::dsp
