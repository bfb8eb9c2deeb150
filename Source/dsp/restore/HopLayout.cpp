// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HopLayout.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

constexpr double hopMs = 9.8, behindMs = 15.0, aheadMs = 30.0;
constexpr double farMs = 60.0;        ///< behind and ahead
constexpr double roughAheadMs = 8.0;  ///< what the rough pass sees behind its hop
constexpr double roughModelMs = 40.0; ///< the window of its model

} // namespace

HopLayout HopLayout::at(double rateHz, Reach reach) {
    HopLayout l;
    l.rateHz = rateHz;
    l.pulseFrames = std::max(4, l.frames(0.1));
    l.subFrames = 4 * l.pulseFrames;
    const auto wholeBlocks = [&](double ms) { return std::max(1, l.frames(ms) / l.subFrames) * l.subFrames; };
    l.hop = wholeBlocks(hopMs);
    l.behind = wholeBlocks(reach == Reach::far ? farMs : behindMs);
    l.ahead = wholeBlocks(reach == Reach::far ? farMs : aheadMs);
    l.window = l.behind + l.hop + l.ahead;
    l.order = rateHz > 60000.0 ? 60 : rateHz > 24000.0 ? 40 : 24;
    l.roughFrom = l.window - wholeBlocks(roughAheadMs) - l.hop;
    l.roughModel = l.window - wholeBlocks(roughModelMs);
    l.mostMarked = l.frames(4.0);
    l.context = l.frames(3.0);
    l.oldModels = 3;
    l.mostUnknowns = l.hop * 3 / 5;
    return l;
}

HopLayout HopLayout::lower(int factor) const {
    constexpr int lowOrder = 12;
    constexpr int leastSub = 16; // the median of a block wants so many
    HopLayout l = *this;
    l.rateHz = rateHz / factor;
    l.isLowBand = true;
    const int quarter = subFrames / factor;
    l.pulseFrames = quarter % 2 == 0 ? 2 : 3;
    l.subFrames = leastSub;
    l.levelsBeside = l.frames(4.0) / leastSub;
    for (int* const length : {&l.hop, &l.behind, &l.ahead, &l.window, &l.roughFrom, &l.roughModel, &l.mostMarked,
                              &l.context, &l.mostUnknowns})
        *length /= factor;
    l.order = lowOrder;
    return l;
}

} // namespace phonostage::dsp
