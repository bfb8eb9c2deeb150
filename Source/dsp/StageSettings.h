// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Curve.h"

#include <optional>

namespace phonostage::dsp {

/** The subsonic filter: a Butterworth high-pass. */
struct Subsonic {
    double cornerHz = 20.0;    ///< 5 to 40 Hz
    int slopeDbPerOctave = 18; ///< 12, 18 or 24
    bool operator==(const Subsonic&) const = default;
};

/** What needs a filter to be designed; a change is designed away from the audio thread and cross-faded. */
struct FilterSettings {
    Curve curve;
    bool dcRemoval = true; ///< second-order Butterworth high-pass at 1 Hz; off is an exact identity
    std::optional<Subsonic> subsonic;
    bool operator==(const FilterSettings&) const = default;
};

/** What comes out of the channels stage, after polarity, swap and balance; mono goes to both outputs. */
enum class ChannelMode { stereo, lateral, vertical, left, right };

/** What the engine follows smoothly by itself, sample by sample: no design needed. Read once a block. */
struct LevelSettings {
    double gainDb = 40.0;      ///< phono gain at 1 kHz, 0 to 80 dB
    double outputTrimDb = 0.0; ///< -20 to +20 dB, after the gain
    double balanceDb = 0.0;    ///< -6 to +6 dB; positive raises the right by half and lowers the left by half
    bool invertLeft = false;   ///< polarity of the left input
    bool invertRight = false;
    bool swapChannels = false;
    ChannelMode mode = ChannelMode::stereo;
    double inputDbv = 6.0;  ///< dBV rms of a sine at 0 dBFS at the input socket
    double outputDbv = 6.0; ///< dBV rms of a sine at 0 dBFS at the output
    bool operator==(const LevelSettings&) const = default;
};

/** Null where legal; else one sentence that names the field, its range and the remedy. */
[[nodiscard]] const char* whyIllegal(const FilterSettings& settings);
[[nodiscard]] const char* whyIllegal(const LevelSettings& settings);

constexpr double minSampleRateHz = 8000.0;
constexpr double maxSampleRateHz = 768000.0;

} // namespace phonostage::dsp
