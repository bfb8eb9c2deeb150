// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadEvent.h"

#include <array>
#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** What can be wrong with the hook-up. In the order of gravity: the first is said first. Behind each, what
    HookupFinding::value and figures are. */
enum class HookupFault {
    noSignal,         ///< value: peak, dBFS. figures: seconds
    noRecord,         ///< value: level, dBV or dBFS. figures: spread of the treble, dB
    alreadyEqualised, ///< value: level, dBV, or score. figures: tone score, rotation, music below peak, over rumble
    lineSource,       ///< value: level, dBV, or score. figures: tone score, rotation, music below peak, over rumble
    gainHigh,         ///< value: peak, dBFS. figures: overloads at full scale, samples at full scale
    clippedBefore, ///< value: ceiling, dBFS. figures: share of the loudest peaks (0 to 1; 0: flat tops), ceiling in dBV
    deadChannel,   ///< value: leak, dB. figures: dB below the other channel
    antiphase,     ///< value: residue, dB
    sumDifference, ///< value: bass against middle, dB. figures: rotation
    inverted,      ///< value: correlation of the bass. figures: of the whole, sounds in opposite phase, of so many
    mono,          ///< value: residue, dB. figures: 1 where the samples are equal
    weakChannel,   ///< value: dB, negative. figures: rumble, groove noise, both dB; 1 where the bass is missing
    imbalance,     ///< value: dB. figures: music, rumble, groove noise, dB
    hum,           ///< value: strongest line, dBV or dBFS. figures: lines, Hz, height, swing, 1 for overtones
    plugWiggle,    ///< value: events. figures: drop-outs, thumps
    wrongSpeed,    ///< value: correlation. figures: rpm found, rpm chosen
    dcOffset,      ///< value: dBFS. figures: part of full scale
    radioLines,    ///< value: highest line, dB. figures: lines, Hz of the first, 1 where they are USB's
    gainLow,       ///< value: peak, dBFS. figures: seconds, dB that may be added
};
constexpr std::size_t hookupFaults = 19;

enum class HookupChannel { left, right, both };

struct HookupFinding {
    HookupFault fault = HookupFault::noSignal;
    HookupChannel channel = HookupChannel::both;
    Confidence confidence = Confidence::none; ///< likely or sure
    double value = 0.0;
    bool isInVolts = false; ///< value is in dBV, not in dBFS
    std::array<double, 5> figures{};
};

/** What is heard: every sample the same, noise of electronics, bare groove, or more than that. */
enum class HookupPhase { nothing, needleUp, leadIn, music };

/** What a capture shows. */
struct HookupVerdict {
    std::vector<HookupFinding> findings; ///< in the order of HookupFault
    bool hasMusic = false;               ///< more than the noise of electronics
    bool isGrooveOnly = false;           ///< with hasMusic: bare groove, as in the lead-in
};

} // namespace phonostage::dsp
