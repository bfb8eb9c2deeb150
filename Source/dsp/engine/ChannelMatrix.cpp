// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/ChannelMatrix.h"

namespace phonostage::dsp {
namespace {

ChannelMatrix ofWantedChannels(const LevelSettings& s) {
    const double left = (s.invertLeft ? -1.0 : 1.0), right = (s.invertRight ? -1.0 : 1.0);
    // Polarity belongs to the input channel, so it comes before the swap; balance belongs to the place after it.
    ChannelMatrix m = s.swapChannels ? ChannelMatrix{0.0, right, left, 0.0} : ChannelMatrix{left, 0.0, 0.0, right};
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
ChannelMatrix behindCrosstalk(const ChannelMatrix& m, double leftToRight, double rightToLeft) {
    const double scale = 1.0 / (1.0 - leftToRight * rightToLeft);
    return {scale * (m.leftFromLeft - m.leftFromRight * leftToRight),
            scale * (m.leftFromRight - m.leftFromLeft * rightToLeft),
            scale * (m.rightFromLeft - m.rightFromRight * leftToRight),
            scale * (m.rightFromRight - m.rightFromLeft * rightToLeft)};
}

} // namespace

ChannelMatrix channelMatrix(const LevelSettings& s) {
    return behindCrosstalk(ofWantedChannels(s), s.crosstalkLeftToRight, s.crosstalkRightToLeft);
}

} // namespace phonostage::dsp
