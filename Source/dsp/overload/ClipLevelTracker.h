// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/FullScaleEvents.h"
#include "dsp/overload/OverloadEvent.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace phonostage::dsp {

class QuantisationDetector;

/** Where the runs of one channel's trackers go. */
struct OverloadSink {
    OverloadTally tally;
    FullScaleEvents fullScale;
    bool isCompanded = false; ///< a source of companded codes, whose largest one is no ceiling
};

/** Finds the ceiling of one polarity of one channel and the runs at it; OverloadWatch says what counts. Samples are
   taken with the sign that makes this polarity positive. Memory is bounded: at most 32 runs wait for proof, the oldest
   give way. */
class ClipLevelTracker {
public:
    static constexpr int edgeSamples = 8;                  ///< how far beside a run its edges are looked at
    static constexpr int contextSamples = edgeSamples + 1; ///< past samples that step() may need

    void reset(double sampleRateHz);
    /** Takes over what the grid has learnt. */
    void refresh(const QuantisationDetector& grid);
    /** Forgets counted samples and runs that wait for proof; the ceiling and the run under way go on. */
    void clearCounts();

    /** While closed, samples below the threshold need not be stepped. */
    [[nodiscard]] bool isOpen() const { return open_; }

    [[nodiscard]] double threshold() const { return threshold_; }

    /** A ceiling below full scale is known. */
    [[nodiscard]] bool isProved() const { return proved_; }
    /** Where the excursion under way began, if it is at full scale; else the largest number. */
    [[nodiscard]] std::int64_t underWaySince() const {
        return open_ && isFullScale(high_) ? start_ : std::numeric_limits<std::int64_t>::max();
    }
    /** Flat tops above 1.0 are known, as floats have them. */
    [[nodiscard]] bool hasFlatAbove() const { return flatAbove_; }
    /** Levels from here on are full scale. */
    [[nodiscard]] double fullScale() const { return fullScale_; }
    /** Runs below full scale that begin up to this position and are no longer than so many samples are listed
     * elsewhere.
     */
    void passOver(std::int64_t upTo, std::int64_t longest) {
        passOverTo_ = upTo;
        passOverLongest_ = longest;
    }

    /** Real runs wait for the other polarity, or their own, to prove the ceiling. */
    [[nodiscard]] bool wantsProof() const { return !proved_ && realExcursions_ > 0; }

    [[nodiscard]] std::int64_t fullScaleSamples() const { return fullScaleSamples_; }

    /** One sample, sign times *sample; sign is 1 or -1, the same each time. The known samples before it lie in memory
     * before it: contextSamples of them, or all. */
    void step(const double* sample, double sign, int known, std::int64_t position, OverloadSink& sink);
    [[nodiscard]] bool isInRun() const { return open_ && gap_ == 0; }
    /** The last sample of the run under way. */
    [[nodiscard]] double runCode() const { return lastSample_; }
    /** As step() does it with so many more samples of runCode(), in a run. */
    void repeat(int count);
    /** All samples up to position have been stepped or need not be. */
    void advance(std::int64_t position, OverloadSink& sink) {
        if (waitingCount_ > 0) tellLonePulse(position, sink);
    }
    /** The input has ended. */
    void finish(OverloadSink& sink);
    /** Two polarities at one level prove each other's ceiling. */
    static void compare(ClipLevelTracker& a, ClipLevelTracker& b, OverloadSink& sink);

private:
    enum class Edge { gentle, steep, jump, unknown };

    struct Run {
        std::int64_t start = 0, length = 0;
        bool risesIn = false, fallsOut = false; ///< the first, the last sample is an LSB below its neighbour
        double shape = 0.0;                     ///< as CeilingRun has it, at full scale
        bool isIsolated = false;
    };

    struct Waiting {
        Run run;
        double level = 0.0;
        bool real = false;    ///< waits for the ceiling's proof; else it jumps, and waits for company
        bool isPulse = false; ///< jumps up and down
    };

    void begin(const double* sample, double sign, int known, std::int64_t position);
    void noteLevel(double level);
    void setThreshold();
    void countFullScale(double sample);
    void extendRun(double sample, std::int64_t position);
    void endRun(OverloadSink& sink);
    void close(Edge exit, OverloadSink& sink);
    [[nodiscard]] Edge entryEdge() const;
    [[nodiscard]] double smoothFall(int distance) const;
    [[nodiscard]] double jumpStep() const;
    void noteShapes();
    void decide(const Run& run, Edge entry, Edge exit, OverloadSink& sink);
    void keepCompany();
    void wait(const Run& run, bool real, bool isPulse);
    void tellLonePulse(std::int64_t position, OverloadSink& sink);
    void release(OverloadSink& sink);
    void prove(OverloadSink& sink);
    void tell(const Run& run, double level, OverloadSink& sink);

    [[nodiscard]] static bool isSteep(Edge entry, Edge exit);
    [[nodiscard]] static bool isJump(Edge entry, Edge exit);
    [[nodiscard]] bool isFullScale(double level) const { return level >= fullScale_; }

    // Of the source
    double tolerance_ = 0.0; ///< one LSB of the word, and a little for floats
    double step_ = 0.0;      ///< what one quantisation step really is
    double fullScale_ = 1.0; ///< levels from here on are full scale
    std::int64_t longRun_ = 0, company_ = 0, shortPulse_ = 0;

    // Of the ceiling
    double highest_ = 0.0;   ///< since reset
    double reference_ = 0.0; ///< where the evidence began; the ceiling is within one LSB of it
    double threshold_ = 0.0;
    int realExcursions_ = 0, visits_ = 0;
    bool proved_ = false, flatAbove_ = false;
    std::int64_t passOverTo_ = -1, passOverLongest_ = 0;
    std::int64_t companyUntil_ = -1; ///< up to here a jump counts as real

    // Of the full-scale code
    double topCode_ = 0.0;
    std::int64_t fullScaleSamples_ = 0;

    // Of the excursion under way: members at one level, with at most edgeSamples gentle samples between
    bool open_ = false;
    double high_ = 0.0, low_ = 0.0;
    std::int64_t start_ = 0, lastMember_ = 0;
    double lastSample_ = 0.0; ///< the last member
    Run run_;
    int gap_ = 0;           ///< samples since the last member
    double lastFall_ = 0.0; ///< of the previous sample of the gap, below the ceiling
    bool hasLeft_ = false;  ///< the last sample left steeply; the next one tells how
    bool leftByStep_ = false;
    double leftTo_ = 0.0;
    double behind_ = 0.0;                         ///< the first sample of the gap
    std::array<double, contextSamples> before_{}; ///< the nearest first
    int beforeCount_ = 0;
    std::array<Run, 16> runs_{};
    std::size_t runCount_ = 0;

    std::array<Waiting, 32> waiting_{};
    std::size_t waitingCount_ = 0;
};

} // namespace phonostage::dsp
