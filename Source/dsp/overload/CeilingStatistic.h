// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/CeilingCrowds.h"
#include "dsp/overload/CeilingEvaluation.h"
#include "dsp/overload/OverloadEvent.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** Finds a ceiling below full scale whose tops are no longer equal: noise, dither, resampling or a change of level came
    behind the stage that clipped.

    The local peaks of clean music thin out towards the largest one; those of clipped music crowd there. Per polarity,
   since reset and over the last 30 to 60 s: a histogram of the peaks' levels, in bands of 0.5, 2 and 6 % below the
   largest, and z, by which the topmost band exceeds what the bands below it let expect. Tones, chords and sweeps crowd
   as well. So a crowd counts only where its tops are cut (flatter than a parabola that goes on as steeply as the signal
   comes in) or where no top is like one before (what repeats is a tone).

    The evaluation is done in small steps, one for each 32 samples, a whole one about twice a second at 48 kHz.
   Memory is bounded (0.3 MB). Real-time safe. Design and figures: Resources/docs/overload.md. */
class CeilingStatistic {
public:
    using Source = CeilingCrowds::Source;

    static constexpr int pieceSamples = CeilingCrowds::pieceSamples;
    static constexpr int historySamples = 16; ///< that place() keeps in front of a piece

    void reset(double sampleRateHz);
    /** Starts again; the histograms are cleared little by little. */
    void clearCounts();

    /** Where the samples of the piece that position lies in have to be put, finite: from that of position on to the
       end of the piece, at the next multiple of 32. In memory in front are those before it, historySamples at least. */
    [[nodiscard]] double* place(std::int64_t position) {
        return ring_.data() + historySamples + static_cast<std::size_t>(position) % ringSamples;
    }
    /** The next samples, which are in their place, in pieces that end at multiples of 32. The newest is only looked
       ahead to. peak is the largest |x| of them. Returns what that took, in some 65 instructions. */
    int process(int count, std::int64_t position, double peak, const Source& source, OverloadTally& tally);
    /** One step of the evaluation. Returns what that took, in the same units. */
    int step(const Source& source, OverloadTally& tally);
    /** The input has ended: evaluates once more, as a whole. */
    void finish(const Source& source, OverloadTally& tally);

    /** Up to which position tops of this polarity have been listed; -1: none. */
    [[nodiscard]] std::int64_t listedTo(std::size_t polarity) const { return evaluation_.listedTo(polarity); }
    /** Longer tops are not listed. */
    [[nodiscard]] std::int64_t longestTop() const { return longTop_; }
    /** Local peaks that lie just below full scale, since reset. */
    [[nodiscard]] std::int64_t peaksBelowFullScale() const { return peaksBelow_; }

private:
    using Top = CeilingCrowds::Top;
    using Crowd = CeilingCrowds::Crowd;
    using Polarity = CeilingCrowds::Polarity;

    static constexpr std::size_t topCount = CeilingCrowds::topCount;
    static constexpr std::size_t below = CeilingCrowds::below, probe = CeilingCrowds::probe;
    static constexpr std::size_t whole = CeilingCrowds::whole, older = CeilingCrowds::older,
                                 fresh = CeilingCrowds::fresh, spanCount = CeilingCrowds::spanCount;
    static constexpr std::size_t evaluatedSpans = CeilingCrowds::evaluatedSpans;
    static constexpr double quietest = CeilingCrowds::quietest;
    static constexpr auto& distances = CeilingCrowds::distances;
    static constexpr int farthest = distances.back(), ringSamples = 1024;

    /** Levels of peaks that are neither too small nor the largest for any histogram, while none is being cleared. */
    struct Plain {
        double from = 0.0, to = -1.0;
    };

    [[nodiscard]] PeakHistogram& peaks(std::size_t p, std::size_t span) { return crowds_.peaks(p, span); }
    [[nodiscard]] bool isClearing() const { return cleared_ < PeakHistogram::binCount; }
    /** All the histograms are being cleared. */
    [[nodiscard]] bool isBlind() const { return isClearing() && clearsAll_; }
    int completeCrowds(std::int64_t newest, const Source& source, OverloadTally& tally);
    int look(int count, std::int64_t position, double peak, double reach, const Source& source);
    int lookAtCrowds(const double* samples, int count, std::int64_t position);
    void notePeak(std::size_t p, double level, const Source& source);
    void setFloors(std::size_t p, std::size_t span);
    void stepCrowds(std::size_t p, double sample, std::int64_t position);
    void stepCrowd(std::size_t p, std::size_t span, std::size_t which, double sample, std::int64_t position);
    void completeTops(std::size_t p, std::size_t span, std::size_t which, std::int64_t newest, const Source& source,
                      OverloadTally& tally);
    void takeSides(Top& top, double sign) const;
    void setLowestFloor(std::size_t p);
    void startProbe(std::size_t p, std::size_t span, double top, double width);
    void endTop(Crowd& crowd);
    void setThreshold();
    void setPlain();
    void renew();

    std::int64_t swapAfter_ = 0, sinceSwap_ = 0;
    int cleared_ = 0;                      ///< bins; below binCount the histograms are being cleared
    bool clearsAll_ = false;               ///< all of them, else the fresh ones
    double threshold_ = 0.0;               ///< samples below it are no peaks that matter
    std::array<Plain, 2> plain_{};         ///< of both polarities
    double lastPeak_ = 0.0;                ///< of the piece before
    int openCrowds_ = 0;                   ///< of both polarities
    std::array<double, 2> lowestFloors_{}; ///< of all crowds of a polarity
    std::int64_t peaksBelow_ = 0;
    std::int64_t longTop_ = 0;
    double grownTo_ = 0.0; ///< largest peak when crowds_.sinceGrowth began
    /** The newest samples, by position, behind those in front of the first one of them. */
    std::array<double, historySamples + ringSamples> ring_{};
    bool mayBeIncomplete_ = false; ///< there may be tops whose sides are not known
    CeilingCrowds crowds_;
    CeilingEvaluation evaluation_;
};

} // namespace phonostage::dsp
