// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/LoadStation.h"

namespace phonostage::dsp {

template <std::size_t biquads> void LoadStation::run(const StereoDouble* from, StereoDouble* to, int count) {
    std::array<BiquadSection, biquads> q{};
    for (std::size_t k = 0; k < biquads; ++k)
        q[k] = BiquadSection(biquad_[k], state_[k]);
    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        for (auto& s : q)
            x = s.process(x);
        to[i] = x;
    }
    for (std::size_t k = 0; k < biquads; ++k)
        state_[k] = q[k].state();
}

void LoadStation::set(const LoadFilter& design) {
    using Loop = decltype(loop_);
    constexpr std::array<Loop, LoadFilter::maxBiquads + 1> loops{nullptr,
                                                                 &LoadStation::run<1>,
                                                                 &LoadStation::run<2>,
                                                                 &LoadStation::run<3>,
                                                                 &LoadStation::run<4>,
                                                                 &LoadStation::run<5>,
                                                                 &LoadStation::run<6>};
    biquad_ = design.biquad;
    state_ = {};
    loop_ = loops[static_cast<std::size_t>(design.biquadCount)];
}

void LoadStation::flushTinyStates() {
    for (auto& s : state_)
        s.flushTinyStates();
}

} // namespace phonostage::dsp
