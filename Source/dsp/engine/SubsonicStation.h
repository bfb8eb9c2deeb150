// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/StageDesign.h"
#include "dsp/simd/StereoDouble.h"

#include <array>

namespace phonostage::dsp {

/** The subsonic filter of one design, with its state. */
class SubsonicStation {
public:
    /** Takes a design over and clears all state. Real-time safe. */
    void set(const StageDesign& design);

    [[nodiscard]] bool isOn() const { return loop_ != nullptr; }

    /** Filters frames; from and to may be the same. Only where it is on. The sections' scales are not applied. */
    void process(const StereoDouble* from, StereoDouble* to, int count) { (this->*loop_)(from, to, count); }
    /** Zeroes states that have decayed below silenceVolts. */
    void flushTinyStates();

private:
    template <std::size_t seconds, bool first> void run(const StereoDouble* from, StereoDouble* to, int count);

    struct SecondOrderState {
        StereoDouble band, low;
    };

    std::array<HighPass2, 2> second_{};
    HighPass1 first_;
    std::array<SecondOrderState, 2> secondState_;
    StereoDouble firstState_;
    void (SubsonicStation::*loop_)(const StereoDouble*, StereoDouble*, int) = nullptr; ///< null: off
};

} // namespace phonostage::dsp
