// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/LevelRamp.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

struct Matrix {
    double leftFromLeft, leftFromRight, rightFromLeft, rightFromRight;
};

Matrix channelMatrix(const LevelSettings& s) {
    const double left = (s.invertLeft ? -1.0 : 1.0), right = (s.invertRight ? -1.0 : 1.0);
    // Polarity belongs to the input channel, so it comes before the swap; balance belongs to the place after it.
    Matrix m = s.swapChannels ? Matrix{0.0, right, left, 0.0} : Matrix{left, 0.0, 0.0, right};
    const double balanceLeft = decibelsToFactor(-0.5 * s.balanceDb), balanceRight = decibelsToFactor(0.5 * s.balanceDb);
    m.leftFromLeft *= balanceLeft;
    m.leftFromRight *= balanceLeft;
    m.rightFromLeft *= balanceRight;
    m.rightFromRight *= balanceRight;
    double toLeft = 0.0, toRight = 0.0;
    switch (s.mode) {
    case ChannelMode::stereo:
        return m;
    case ChannelMode::lateral:
        toLeft = toRight = 0.5;
        break;
    case ChannelMode::vertical:
        toLeft = 0.5;
        toRight = -0.5;
        break;
    case ChannelMode::left:
        toLeft = 1.0;
        break;
    case ChannelMode::right:
        toRight = 1.0;
        break;
    }
    const double fromLeft = toLeft * m.leftFromLeft + toRight * m.rightFromLeft;
    const double fromRight = toLeft * m.leftFromRight + toRight * m.rightFromRight;
    return {fromLeft, fromRight, fromLeft, fromRight};
}

// Undoes the crosstalk in front of a matrix: the inverse of captured = [[1, rightToLeft], [leftToRight, 1]] wanted.
Matrix behindCrosstalk(const Matrix& m, double leftToRight, double rightToLeft) {
    const double scale = 1.0 / (1.0 - leftToRight * rightToLeft);
    return {scale * (m.leftFromLeft - m.leftFromRight * leftToRight),
            scale * (m.leftFromRight - m.leftFromLeft * rightToLeft),
            scale * (m.rightFromLeft - m.rightFromRight * leftToRight),
            scale * (m.rightFromRight - m.rightFromLeft * rightToLeft)};
}

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
        const Matrix m = behindCrosstalk(channelMatrix(s), s.crosstalkLeftToRight, s.crosstalkRightToLeft);
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
