// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/ExactPhase.h"
#include "dsp/engine/Chunk.h"
#include "dsp/simd/StereoDouble.h"

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** The filter behind the de-emphasis that makes the phase exact. Real-time safe throughout. */
class ExactPhaseStation {
public:
    /** Takes a design over and clears all state. */
    void set(const ExactPhaseFilter& design);

    [[nodiscard]] bool isOn() const { return design_.tapCount > 0; }
    [[nodiscard]] int latencyFrames() const { return design_.delayFrames; }

    /** In place; at most spanFrames. Each frame is the same sum in the same order, whatever comes at once. */
    void process(StereoDouble* frames, int count);

private:
    static constexpr std::size_t room = 512;

    using Loop = void (*)(const ExactPhaseFilter&, const StereoDouble* newest, StereoDouble* to, std::size_t count);

    ExactPhaseFilter design_;
    Loop loop_ = nullptr;
    std::array<StereoDouble, room> heard_; ///< what has come, with the frames before it that the filter needs
    std::size_t end_ = 0;
};

} // namespace phonostage::dsp
