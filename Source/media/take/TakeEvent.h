// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/UtcTime.h"

#include <cstdint>
#include <optional>
#include <string>

namespace phonostage::media {

/** Something that happened while a side was recorded. */
enum class TakeEventKind {
    needleDrop,  ///< first moment of groove noise
    liftOff,     ///< last moment of groove noise
    runOut,      ///< where the run-out groove begins
    overload,    ///< of the input; length, channel and level say more
    dropOut,     ///< the device reported that samples were lost here; how many is not known
    gap,         ///< samples are missing here; length says how many, where that is known
    deviceLost,  ///< the take ends here because the device went away
    deviceFound, ///< and begins here because it came back
    rateOff,     ///< the device delivers more or fewer frames than its rate says
    mark,        ///< set by a person
    started,     ///< recording began; the pre-roll lies in front of it
    stopped,
    other, ///< of a later version: `name` is its kind
};

enum class TakeChannel { both, left, right };

struct TakeEvent {
    TakeEventKind kind = TakeEventKind::mark;
    std::int64_t frame = 0;  ///< of the take, from 0
    UtcMs time = 0;          ///< by the clock; 0 where it is not known
    std::int64_t frames = 0; ///< length; 0 for a moment, or where it is not known
    TakeChannel channel = TakeChannel::both;
    std::optional<double> levelDbfs;
    std::string text; ///< for a person, one line; ""
    std::string name; ///< of kind other alone
    std::string unknownFields;

    bool operator==(const TakeEvent&) const = default;
};

/** A side of nothing but overloads must not make a sidecar that takes seconds to write: recorders list so many events
    and count the rest. */
constexpr std::size_t mostTakeEvents = 20000;

} // namespace phonostage::media
