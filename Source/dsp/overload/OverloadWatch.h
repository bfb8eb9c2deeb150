// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/CeilingStatistic.h"
#include "dsp/overload/ClipLevelTracker.h"
#include "dsp/overload/OverloadEvent.h"
#include "dsp/overload/QuantisationDetector.h"

#include <array>
#include <cstdint>

namespace phonostage::dsp {

/** Looks at one channel's raw samples and changes nothing. Real-time safe; any cut into blocks gives the same result.
    What counts as an overload, and why: Resources/docs/overload.md.

    Each polarity has a tracker of its ceiling, since an analogue stage clips asymmetrically.
    - At full scale, the largest or smallest code of the word (16, 20 or 24 bit; a converter that is scaled by 2^(b-1) -
   1 on its way ends a code earlier), or flat at or beyond +-1.0 in float: samples that are entered or left steeply.
      FullScaleEvents groups them and decides.
    - Below it, sample by sample: runs of at least 3 samples at the highest level since reset, to within one LSB, where
   it recurs: two such runs, or one among three visits, or one at the same level as the other polarity's known ceiling.
      Runs that came before the proof are then listed too: events may come out of order. A higher sample disproves the
      ceiling. Nothing is looked for below -60 dBFS, at 16 bit below -42 dBFS.
    - Below it, where the tops are no longer equal: CeilingStatistic.
    - Steeply: the samples beside the run fall off faster than any smooth peak that is as flat as the run could. So a
      sine of any level and frequency, even one that is quantised at full scale, raises no event.
    - A run that comes from a plateau in one step and goes to a plateau in one step (an ideal square wave, at full scale
      too) is none, unless that ceiling is also reached through a sample between plateaus within a second before or
      after: then it is clipping too hard for the rate to show. At full scale a pulse of less than 1 ms that stands
   alone for a second is one.
    - A constant is none below full scale. At full scale it is one where it lasts 0.25 s, or fills the whole input.
    - Codes of the A-law and the mu-law are no converter's: nothing is found in them.
    - Samples at the largest or smallest code, and all at or beyond +-1.0, count as fullScaleSamples. A float signal
      above 1.0 that still moves is at no ceiling: its headroom is negative, but it makes no event.
    - Samples that are not finite or beyond +-1e6 (the guard makes them 0) count as 0 everywhere here, peak included. */
class OverloadWatch {
public:
    /** wordBits: 16, 20 or 24 where the source's word length is known; any other value finds it from the samples. */
    void prepare(double sampleRateHz, int wordBits, int channel = 0, OverloadObserver* observer = nullptr);
    void reset();
    /** Forgets counts, peak and runs that wait for proof; positions, the ceiling and a run under way go on. */
    void clearCounts();
    /** Raw samples, full scale 1.0; anything, NaN included. */
    void process(const double* samples, int count);

    struct Work {
        int samples = 0; ///< that were looked at, from the first on
        int units = 0;   ///< what that took, in some 65 instructions each: quietUnits in 32 samples of quiet music
    };

    /** As process(), but no further than the work is small: to the end of 32 samples that are far from any ceiling,
       else a few. count is 1 or more. */
    Work advance(const double* samples, int count);
    /** Ends a run that reaches to the end of the input. */
    void flush();

    [[nodiscard]] const OverloadCounts& counts() const { return sink_.tally.counts; }

    static constexpr int pieceSamples = 32;
    static constexpr int quietUnits = 12;

private:
    static constexpr int closePieceSamples = 8;

    Work processPiece(const double* samples, int count, int closeCount);
    int endPiece();
    [[nodiscard]] CeilingStatistic::Source source() const;
    Work pass(const double* at, int count);
    bool passSample(const double* at, std::int64_t position);
    int step(const double* signal, int count);
    [[nodiscard]] bool isExamined(std::int64_t position) const;
    int repeats(const double* at, int count);
    void refresh();
    void countFullScale();
    [[nodiscard]] int placeInPiece() const {
        return static_cast<int>(static_cast<std::uint64_t>(position_) % pieceSamples);
    }
    [[nodiscard]] int openTrackers() const { return (positive_.isOpen() ? 1 : 0) + (negative_.isOpen() ? 1 : 0); }

    double sampleRateHz_ = 48000.0;
    int wordBits_ = 0;
    QuantisationDetector grid_;
    OverloadSink sink_;
    ClipLevelTracker positive_, negative_;
    CeilingStatistic statistic_;
    std::int64_t position_ = 0;
    int pieceCount_ = 0;      ///< samples of the piece under way
    double piecePeak_ = -1.0; ///< of it, where all of it is known
};

} // namespace phonostage::dsp
