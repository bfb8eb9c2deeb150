// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupVerdict.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace phonostage::dsp {

// Of listening, before a rule speaks at all, is sure, or hears how much the level moves.
inline constexpr double soonSeconds = 4.0, laterSeconds = 10.0, lateSeconds = 30.0;

/** A verdict under way: what the rules have in common. */
struct HookupScene {
    const HookupFeatures& features;
    const HookupContext& context;
    HookupVerdict verdict;
    // What the rules before have found.
    bool isDead = false, isMono = false, isAntiphase = false, isInverted = false;
    bool isEqualised = false, isLineSource = false;

    /** The louder channel: dBV where calibrated, else dBFS of a mean square. */
    [[nodiscard]] double level() const { return inVolts(louderDb()); }
    [[nodiscard]] double louderDb() const { return std::max(features.levelDb[0], features.levelDb[1]); }
    [[nodiscard]] bool isCalibrated() const { return context.fullScaleDbv.has_value(); }
    /** dBV of a mean square in dB: a sine at full scale has -3.01. */
    [[nodiscard]] double inVolts(double db) const { return db + (isCalibrated() ? *context.fullScaleDbv + 3.0 : 0.0); }
    /** There is music, and not groove alone. */
    [[nodiscard]] bool isPlaying() const { return verdict.hasMusic && !verdict.isGrooveOnly; }
    [[nodiscard]] bool isOneSignal() const { return isMono || isAntiphase; }

    // The weaker channel.
    [[nodiscard]] std::size_t weakSide() const { return features.balanceDb < 0.0 ? 1 : 0; }
    [[nodiscard]] HookupChannel weakChannel() const {
        return features.balanceDb < 0.0 ? HookupChannel::right : HookupChannel::left;
    }
    [[nodiscard]] double weakness() const { return std::fabs(features.balanceDb); } ///< dB
    /** A balance, right over left, as that of the stronger over the weaker channel. */
    [[nodiscard]] double towardsWeak(double balanceDb) const {
        return features.balanceDb < 0.0 ? -balanceDb : balanceDb;
    }

    /** Where one channel is upside down, the sum is the record's vertical movement. */
    [[nodiscard]] const HookupRotation& verticalRotation() const {
        return isInverted ? features.lateral : features.vertical;
    }

    /** Likewise of the second look; one signal has but one direction. */
    [[nodiscard]] const HookupTurns& turns() const {
        return isInverted || isMono || context.isOneChannel ? features.turns.lateral : features.turns.vertical;
    }

    HookupFinding& add(HookupFault fault, bool isSure, double value) {
        HookupFinding finding;
        finding.fault = fault;
        finding.confidence = isSure ? Confidence::sure : Confidence::likely;
        finding.value = value;
        verdict.findings.push_back(finding);
        return verdict.findings.back();
    }
};

} // namespace phonostage::dsp
