// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadEvent.h"
#include "dsp/overload/PeakTail.h"

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
    static constexpr int pieceSamples = 32;
    static constexpr int historySamples = 16; ///< that place() keeps in front of a piece

    /** What it has to know of the source. */
    struct Source {
        double step = 0.0;      ///< of quantisation
        double fullScale = 1.0; ///< levels from here to 1.0 are codes at full scale
        bool isCompanded = false;
        std::array<bool, 2> mayList{}; ///< events of positive and negative polarity; else somebody else lists them
    };

    void reset(double sampleRateHz);
    /** Begins anew; the histograms are cleared little by little. */
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
    [[nodiscard]] std::int64_t listedTo(std::size_t polarity) const { return listings_[polarity].listedTo; }
    /** Longer tops are not listed. */
    [[nodiscard]] std::int64_t longestTop() const { return longTop_; }
    /** Local peaks that lie just below full scale, since reset. */
    [[nodiscard]] std::int64_t peaksBelowFullScale() const { return peaksBelow_; }

private:
    static constexpr std::size_t widthCount = 3, topCount = 256, mostSelected = 128;
    static constexpr std::size_t below = 0,
                                 probe = 1; ///< crowds: below the largest peak, and one that lies further down
    static constexpr int mostBands = 34;
    static constexpr double quietest = 0.03; ///< -30 dBFS: peaks must stand clear of the noise
    static constexpr std::size_t whole = 0, older = 1, fresh = 2, spanCount = 3;
    static constexpr std::size_t evaluatedSpans = 2;

    /** Distances from a top at which the signal is looked at, in samples. */
    static constexpr std::array<int, 7> distances = {1, 2, 4, 8, 16, 32, 64};
    static constexpr int farthest = 64, ringSamples = 1024;

    struct Top {
        std::int64_t start = 0, position = 0; ///< of its first and its largest sample in the crowd
        int length = 0;                       ///< from the first to the last
        float level = 0.0f;
        bool isLong = false; ///< or otherwise none that is cut
        /** Mean of the samples at each distance on both sides, over the level: of a tone always the same. */
        std::array<float, distances.size()> sides{};
    };

    /** The tops within one width of the largest peak; or, as a probe, from some level further down on. A top ends where
       the signal has fallen by three times the width: noise does not cut it into pieces. */
    struct Crowd {
        double floor = 0.0, end = 0.0;
        bool isOpen = false;
        double high = 0.0;
        std::int64_t start = 0, last = 0, highest = 0;
        std::array<Top, topCount> tops{}; ///< a ring
        std::size_t count = 0, next = 0;
        std::size_t incomplete = 0; ///< of the newest, those whose sides are not known

        [[nodiscard]] std::size_t place(std::size_t i) const { return (next + topCount - count + i) % topCount; }
        [[nodiscard]] const Top& top(std::size_t i) const { return tops[place(i)]; }
    };

    struct Polarity {
        std::array<PeakHistogram, spanCount> peaks; ///< by slots_
        std::array<std::array<Crowd, 2>, evaluatedSpans> crowds;
        std::array<double, evaluatedSpans> probeTops{}; ///< upper edges of the probes' bands; 0: there is none
        bool hasOlderCrowds = false;                    ///< else those of the older span are those of the whole
    };

    struct Listing {
        bool isOn = false;
        std::size_t span = 0, which = 0;
        double floor = 0.0, ceiling = 0.0; ///< tops between them are listed
        std::size_t backlog = 0;           ///< tops of the ring that are still to be listed
        std::int64_t listedTo = -1;
    };

    /** Levels of peaks that are neither too small nor the largest for any histogram, while none is being cleared. */
    struct Plain {
        double from = 0.0, to = -1.0;
    };

    enum class Task { begin, gather, seek, fit, select, measure, compare, found, list };

    [[nodiscard]] PeakHistogram& peaks(std::size_t p, std::size_t span) { return polarities_[p].peaks[slots_[span]]; }
    [[nodiscard]] bool isClearing() const { return cleared_ < PeakHistogram::binCount; }
    [[nodiscard]] const Crowd& crowd(std::size_t p, std::size_t span, std::size_t which) const {
        return polarities_[p].crowds[polarities_[p].hasOlderCrowds ? span : whole][which];
    }
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
    void listTop(std::size_t p, std::size_t span, std::size_t which, const Top& top, const Source& source,
                 OverloadTally& tally);
    void setThreshold();
    void setPlain();
    void renew();

    void begin(const Source& source);
    void beginWidth(const Source& source);
    void gather();
    [[nodiscard]] bool nextBand();
    void fit();
    void verdict();
    void select(const Source& source);
    void measure();
    void compare();
    void found(const Source& source, OverloadTally& tally);
    void list(OverloadTally& tally);
    void tellTop(Listing& listing, const Top& top, OverloadTally& tally) const;
    void nextUnit();

    std::int64_t swapAfter_ = 0, sinceSwap_ = 0;
    int cleared_ = 0;                          ///< bins; below binCount the histograms are being cleared
    bool clearsAll_ = false;                   ///< all of them, else the fresh ones
    double threshold_ = 0.0;                   ///< samples below it are no peaks that matter
    std::array<Plain, 2> plain_{};             ///< of both polarities
    double lastPeak_ = 0.0;                    ///< of the piece before
    int openCrowds_ = 0;                       ///< of both polarities
    std::array<double, 2> lowestFloors_{};     ///< of all crowds of a polarity
    std::array<std::int64_t, 2> notedPeaks_{}; ///< and at least one in each piece
    std::int64_t pieces_ = 0;
    std::int64_t peaksBelow_ = 0;
    std::int64_t longTop_ = 0, settled_ = 0, sinceGrowth_ = 0;
    double grownTo_ = 0.0; ///< largest peak when sinceGrowth_ began
    /** The newest samples, by position, behind those in front of the first one of them. */
    std::array<double, historySamples + ringSamples> ring_{};
    bool mayBeIncomplete_ = false; ///< there may be tops whose sides are not known
    std::array<Polarity, 2> polarities_{};
    std::array<std::size_t, spanCount> slots_{whole, older, fresh};
    std::array<Listing, 2> listings_{};

    // The evaluation under way.
    Task task_ = Task::begin;
    std::size_t p_ = 0, span_ = 0, width_ = 0;
    int band_ = 0, lag_ = 0;
    std::array<double, mostBands> counts_{};
    double above_ = 0.0; ///< peaks in the bands above band_
    TailFit fit_;
    double bestZ_ = 0.0, bestCount_ = 0.0, allPeaks_ = 0.0;
    std::size_t bestWidth_ = 0;
    double deepZ_ = 0.0, deepTop_ = 0.0, deepCount_ = 0.0, deepWidth_ = 0.0; ///< of the clearest crowd further down
    std::array<Top, mostSelected> selection_{};
    std::array<float, mostSelected> sides_{}, levels_{};
    std::array<float, distances.size()> sideSums_{};
    float tolerance_ = 0.0f, highest_ = 0.0f, lowest_ = 0.0f;
    std::size_t cursor_ = 0, distance_ = 0;
    int longOnes_ = 0, atFullScale_ = 0, cut_ = 0;
    int selected_ = 0, comparedPairs_ = 0, equalPairs_ = 0, pair_ = 0, same_ = 0;
    bool isDeep_ = false; ///< the crowd is the probe's
    bool isSoft_ = false; ///< peaks are cut off softly
    double level_ = 0.0;
    std::int64_t since_ = -1;
};

} // namespace phonostage::dsp
