// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/UtcTime.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::media {

enum class RecorderState {
    off,
    armed,     ///< waits for the needle, or the time, with the pre-roll in hand
    recording, ///< what comes is written
    stopping,  ///< stopped, but still written for a while, so that "Go on" leaves no gap
    stopped,   ///< the take is closed and has its name
};

/** "off", "armed", ... */
[[nodiscard]] const char* stateName(RecorderState state);

/** What made a recording end. */
enum class StopReason { none, hand, liftOff, runOut, length, diskFull, writeError, deviceLost, endOfSource };

/** How a recording begins. */
enum class StartBy { hand, needle, time, now };

/** A line of the recorder's log: each change of state, and all that happened. */
struct RecorderLogLine {
    UtcMs time = 0;
    std::int64_t frame = 0; ///< of the take, or of what was delivered while there is none
    RecorderState state = RecorderState::off;
    bool isProblem = false;
    std::string text;
};

/** One channel's level at the input, before and while it records. */
struct RecorderLevel {
    double peakDbfs = -160.0;            ///< of the last second
    double highestDbfs = -160.0;         ///< since it was armed
    std::optional<double> musicPeakDbfs; ///< where music peaks: short clicks are left out
    std::int64_t overloads = 0;          ///< since it was armed
    bool areClicksOnly = false;          ///< all of them are clicks above music that has room
};

/** All that a screen or a terminal shows; a copy. */
struct RecorderStatus {
    RecorderState state = RecorderState::off;
    StopReason stopReason = StopReason::none;
    double sampleRateHz = 0.0;
    int channels = 0;
    bool hasDevice = false;
    bool goesOnWhenBack = false; ///< the device went away: recording goes on in a new part when it is back
    std::filesystem::path file;  ///< that is written, or was last
    int part = 1;
    std::int64_t frames = 0;              ///< of the take, pre-roll included
    std::int64_t safeFrames = 0;          ///< of them on disk
    std::int64_t takeStart = 0;           ///< where the take began, in frames since the device did
    double secondsLeftToGoOn = 0.0;       ///< in state stopping
    std::optional<double> roomSeconds;    ///< that the disk has for more; empty where it is not known
    double heldSeconds = 0.0;             ///< in memory, not yet written
    double highWater = 0.0;               ///< of the ring, 0 to 1, since it was armed
    std::int64_t dropOuts = 0;            ///< that the device reported
    std::int64_t overflows = 0;           ///< stretches that the ring had no room for
    std::int64_t missingFrames = 0;       ///< of both, as far as is known
    std::optional<double> rateOffPercent; ///< where the device's rate is wrong
    std::array<RecorderLevel, 2> level;
    std::optional<double> turnUpDb; ///< advice: this much at the interface (negative: down); for the next side
    bool isNeedleDown = false;
    bool keepsAwake = true;          ///< false where the computer may go to sleep
    std::int64_t roundedSamples = 0; ///< finer than the file's word
    std::string problem;             ///< the newest, one line; "" where there is none
};

} // namespace phonostage::media
