// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/EngineSupport.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace phonostage::tests {

/** A curve with a bass shelf, one that starts from the running sum, and no DC removal. */
inline std::vector<dsp::FilterSettings> kinds() {
    std::vector<dsp::FilterSettings> all(3);
    all[0].subsonic = dsp::Subsonic{};
    all[1].curve = dsp::Curve{std::nullopt, 397.8e-6, 63.6e-6};
    all[2].dcRemoval = false;
    return all;
}

/** The one is the other so many frames later, to the bit. */
inline bool isShifted(const Stereo& late, const Stereo& early, std::size_t frames, std::size_t from = 0) {
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = std::max(from, frames); i < late[c].size(); ++i)
            if (late[c][i] != early[c][i - frames]) return false;
    return true;
}

/** The most by which two signals miss their sum. */
inline double furthest(const Stereo& a, const Stereo& b, const Stereo& sum) {
    double worst = 0.0;
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < a[c].size(); ++i)
            worst = std::max(worst, std::fabs(a[c][i] + b[c][i] - sum[c][i]));
    return worst;
}

} // namespace phonostage::tests
