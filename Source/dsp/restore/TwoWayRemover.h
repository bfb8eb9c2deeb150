// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/ClickRemover.h"

#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Estimates clicks and crackle as ClickRemover does, but for files, where time does not matter: looks 60 ms ahead and
    back, and goes through the sound in both directions. Only what both find is taken out, and of two estimates the
    smaller one: a sound that begins is no click to who hears it backwards. Backwards it goes segment by segment, with a
   run-in. Late by latencyFrames(); the work of a segment comes at once, and memory may be allocated: not for the audio
   thread. Figures: Resources/docs/restoration.md. */
class TwoWayRemover {
public:
    void prepare(double sampleRateHz);
    /** Starts again; what was before is silence. firstFrame: the position of the first frame, for events. */
    void start(std::int64_t firstFrame);
    void set(const ClickThresholds& thresholds);
    /** Where events go; null: nowhere. */
    void report(ClickList* list) { list_ = list; }
    /** Where a click stays; null: nowhere. It must outlive this. */
    void keep(const KeptPlaces* places) { forward_.keep(places); }

    /** removed[i]: the click in the frame that came latencyFrames() before, 0 where there is none. */
    void process(const StereoDouble* in, StereoDouble* removed, int count);

    /** 0.9 s. */
    [[nodiscard]] static int latencyFrames(double sampleRateHz);

private:
    void endSegment();
    void goBackwards();
    void tell();
    [[nodiscard]] float takenOut(const ClickEvent& click) const;
    [[nodiscard]] bool isTold(const ClickEvent& click) const;

    ClickRemover forward_, backward_;
    ClickList heard_; ///< by forward_
    ClickList* list_ = nullptr;
    std::size_t late_ = 0, segment_ = 0, runIn_ = 0, filled_ = 0, read_ = 0;
    std::int64_t slack_ = 0;           ///< frames between parts of one click
    std::int64_t segmentStart_ = 0;    ///< position of its first frame
    std::vector<StereoDouble> input_;  ///< from late_ frames before the segment to the end of its run-in
    std::vector<StereoDouble> ahead_;  ///< what forward_ gave with each: of late_ frames before
    std::vector<StereoDouble> behind_; ///< what backward_ gave, of the segment
    std::vector<StereoDouble> removed_;
    std::vector<ClickEvent> waiting_, told_;
};

} // namespace phonostage::dsp
