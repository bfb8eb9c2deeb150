// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/HighPassSections.h"
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

    /** The sections with their states, for who runs them together with others. */
    struct Sections {
        std::array<HighPass2Section, 2> second;
        HighPass1Section first;
    };

    [[nodiscard]] Sections& sections() { return sections_; }

private:
    template <std::size_t seconds, bool first> void run(const StereoDouble* from, StereoDouble* to, int count);

    Sections sections_;
    void (SubsonicStation::*loop_)(const StereoDouble*, StereoDouble*, int) = nullptr; ///< null: off
};

} // namespace phonostage::dsp
