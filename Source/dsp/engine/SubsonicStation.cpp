// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/SubsonicStation.h"

namespace phonostage::dsp {

template <std::size_t seconds, bool first>
void SubsonicStation::run(const StereoDouble* from, StereoDouble* to, int count) {
    Sections sections = sections_;
    for (int i = 0; i < count; ++i) {
        StereoDouble x = from[i];
        for (std::size_t n = 0; n < seconds; ++n)
            x = sections.second[n].process(x);
        if constexpr (first) x = sections.first.process(x);
        to[i] = x;
    }
    sections_ = sections;
}

void SubsonicStation::set(const StageDesign& design) {
    using Loop = decltype(loop_);
    constexpr std::array<Loop, 6> loops{nullptr,
                                        &SubsonicStation::run<0, true>,
                                        &SubsonicStation::run<1, false>,
                                        &SubsonicStation::run<1, true>,
                                        &SubsonicStation::run<2, false>,
                                        &SubsonicStation::run<2, true>};
    sections_ = {};
    for (std::size_t n = 0; n < sections_.second.size(); ++n) {
        sections_.second[n].c1 = design.subsonic2[n].c1;
        sections_.second[n].c2 = design.subsonic2[n].c2;
    }
    sections_.first.k = design.subsonic1Section.k;
    loop_ = loops[static_cast<std::size_t>(design.subsonic2Count) * 2 + (design.subsonic1 ? 1 : 0)];
}

void SubsonicStation::flushTinyStates() {
    for (auto& s : sections_.second) {
        flushTiny(s.band);
        flushTiny(s.low);
    }
    flushTiny(sections_.first.low);
}

} // namespace phonostage::dsp
