// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/ChannelsAndGain.h"

namespace phonostage::dsp {

void applyChannelsAndGain(const LevelRamp& at, double filterGain, StereoDouble* frames, int count) {
    const StereoDouble gain = filterGain;
    if (at.isMoving()) {
        LevelRamp follow = at;
        for (int i = 0; i < count; ++i) {
            const LevelFactors& f = follow.now();
            frames[i] = gain * f.direct * frames[i] + gain * f.crossed * frames[i].swapped();
            follow.advance();
        }
        return;
    }
    const StereoDouble direct = gain * at.now().direct, crossed = gain * at.now().crossed;
    if (StereoDouble::same(crossed, StereoDouble())) {
        for (int i = 0; i < count; ++i)
            frames[i] = direct * frames[i];
    } else {
        for (int i = 0; i < count; ++i)
            frames[i] = direct * frames[i] + crossed * frames[i].swapped();
    }
}

} // namespace phonostage::dsp
