// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/GlideTracker.h"
#include "dsp/measure/testrecord/LowLines.h"
#include "dsp/measure/testrecord/StrongestLines.h"
#include "dsp/measure/testrecord/ToneTracker.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** A signal of a test record. Times in seconds from the first sample. */
struct HeardBand {
    enum class Kind { tone, sweep, bassSweep };

    Kind kind = Kind::tone;
    DrivenSide side = DrivenSide::both;
    double frequencyHz = 0.0;                  ///< of a tone; where a glide is, or ended
    double startHz = 0.0;                      ///< of a glide, where it was first seen
    double logStart = 0.0, rate = 0.0;         ///< of a glide: log f = logStart + rate t
    double fromSeconds = 0.0, toSeconds = 0.0; ///< as it was seen: a sweep's beginning below 100 Hz is not
};

/** Hears which signal of a test record plays, in any order: a steady tone of one channel or both, a sweep of one or
   both, a bass sweep. Says nothing where it is not sure. Streaming; keeps a few seconds of frames. Not for the audio
   thread. */
class BandListener {
public:
    /** 44.1 to 192 kHz. */
    explicit BandListener(double rateHz);

    /** Any cut of the input gives the same. */
    void add(std::span<const double> left, std::span<const double> right);
    /** The sound ends here: what plays has ended. */
    void end();
    /** What plays now, where that is sure. */
    [[nodiscard]] std::optional<HeardBand> now() const;
    /** Something below 40 Hz glides, or may. */
    [[nodiscard]] bool mayBeBassSweep() const { return bass_.isSuspected(); }
    /** A line above 400 Hz stands out of what is heard, whatever it is: no groove noise has one. */
    [[nodiscard]] bool isTonal() const { return tonal_ > 0.5; }
    /** What has ended since the last call, in the order of its end. */
    [[nodiscard]] std::vector<HeardBand> takeOver();

private:
    void look(const LineFrame& frame);
    void look(const LowLine& line);

    StrongestLines lines_;
    LowLines low_;
    ToneTracker tone_;
    std::array<GlideTracker, 3> sweeps_; ///< left, right, both
    GlideTracker bass_;
    std::size_t frames_ = 0;
    double tonal_ = 0.0; ///< share of the frames of the last half second
    std::vector<HeardBand> over_;
};

} // namespace phonostage::dsp
