// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/SubsonicStation.h"

namespace phonostage::dsp {

template <std::size_t seconds, bool first>
void SubsonicStation::run(const StereoDouble* from, StereoDouble* to, int count) {
    auto s2 = secondState_;
    StereoDouble s1 = firstState_;
    const StereoDouble k = first_.k;
    std::array<StereoDouble, seconds> c1{}, c2{};
    for (std::size_t n = 0; n < seconds; ++n) {
        c1[n] = second_[n].c1;
        c2[n] = second_[n].c2;
    }
    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        for (std::size_t n = 0; n < seconds; ++n) {
            x = (x - s2[n].low) - c1[n] * s2[n].band;
            s2[n].low += c2[n] * s2[n].band;
            s2[n].band += x;
        }
        if constexpr (first) {
            x = x - s1;
            s1 += k * x;
        }
        to[i] = x;
    }
    secondState_ = s2;
    firstState_ = s1;
}

void SubsonicStation::set(const StageDesign& design) {
    using Loop = decltype(loop_);
    constexpr std::array<Loop, 6> loops{nullptr,
                                        &SubsonicStation::run<0, true>,
                                        &SubsonicStation::run<1, false>,
                                        &SubsonicStation::run<1, true>,
                                        &SubsonicStation::run<2, false>,
                                        &SubsonicStation::run<2, true>};
    second_ = design.subsonic2;
    first_ = design.subsonic1Section;
    secondState_ = {};
    firstState_ = StereoDouble();
    loop_ = loops[static_cast<std::size_t>(design.subsonic2Count) * 2 + (design.subsonic1 ? 1 : 0)];
}

void SubsonicStation::flushTinyStates() {
    for (auto& s : secondState_) {
        flushTiny(s.band);
        flushTiny(s.low);
    }
    flushTiny(firstState_);
}

} // namespace phonostage::dsp
