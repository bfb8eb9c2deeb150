// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/LevelRamp.h"

#include "dsp/engine/ChannelMatrix.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

StereoDouble between(StereoDouble from, StereoDouble to, double parts) {
    return (to - from) * StereoDouble(1.0 / parts);
}

} // namespace

LevelFactors levelFactors(const LevelSettings& s, bool mono) {
    const double gain = decibelsToFactor(s.gainDb + s.outputTrimDb);
    LevelFactors f;
    if (mono) {
        f.direct = StereoDouble(s.invertLeft ? -gain : gain);
    } else {
        const ChannelMatrix m = channelMatrix(s);
        f.direct = StereoDouble(gain * m.leftFromLeft, gain * m.rightFromRight);
        f.crossed = StereoDouble(gain * m.leftFromRight, gain * m.rightFromLeft);
    }
    f.inputVolts = StereoDouble(voltsAtFullScale(s.inputDbv));
    f.outputVolts = voltsAtFullScale(s.outputDbv);
    f.outputScale = StereoDouble(1.0 / f.outputVolts);
    return f;
}

void LevelRamp::start(const LevelFactors& target, int samples) {
    target_ = target;
    remaining_ = std::max(samples, 1);
    const double parts = remaining_;
    step_.direct = between(now_.direct, target.direct, parts);
    step_.crossed = between(now_.crossed, target.crossed, parts);
    step_.inputVolts = between(now_.inputVolts, target.inputVolts, parts);
    step_.outputScale = between(now_.outputScale, target.outputScale, parts);
    now_.outputVolts = target.outputVolts; // only converts what meters hold
}

void LevelRamp::advance() {
    if (remaining_ == 0) return;
    if (--remaining_ == 0) {
        now_ = target_;
        return;
    }
    now_.direct += step_.direct;
    now_.crossed += step_.crossed;
    now_.inputVolts += step_.inputVolts;
    now_.outputScale += step_.outputScale;
}

} // namespace phonostage::dsp
