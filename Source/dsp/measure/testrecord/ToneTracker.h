// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/StrongestLines.h"

#include <deque>
#include <optional>

namespace phonostage::dsp {

/** A tone that holds, or held. Times in seconds from the first sample. */
struct HeldTone {
    DrivenSide side = DrivenSide::both;
    double frequencyHz = 0.0;
    double fromSeconds = 0.0, toSeconds = 0.0;
};

/** Says which steady tone plays, from the frames of StrongestLines, and nothing where it is not sure. A tone holds most
   of its channel's power and keeps its frequency within 1.2 % and its level within 1.5 dB for 3 s; music does not. Its
   channels are more than 10 dB apart, or less than 4: between, the side is not sure, and there is none. */
class ToneTracker {
public:
    static constexpr double sureSeconds = 3.0;
    static constexpr double lowestHz = 100.0, highestHz = 8000.0;

    /** Frames come one after the other. A tone that has ended, where one has: once. */
    std::optional<HeldTone> add(const LineFrame& frame, double seconds);
    /** The sound ends here: the tone that plays has ended. */
    std::optional<HeldTone> end();
    [[nodiscard]] const std::optional<HeldTone>& now() const { return now_; }

private:
    struct Point {
        double seconds = 0.0;
        float hz = 0.0F; ///< 0: no line
        float db = 0.0F, apartDb = 0.0F, share = 0.0F;
    };

    [[nodiscard]] std::optional<HeldTone> inWindow() const;
    [[nodiscard]] bool belongs(const Point& point) const;

    std::deque<Point> points_; ///< of the last sureSeconds
    std::optional<HeldTone> now_;
    float nowDb_ = 0.0F;
};

} // namespace phonostage::dsp
