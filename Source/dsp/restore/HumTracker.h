// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumBank.h"
#include "dsp/restore/HumPauses.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** Follows the frequency of hum that was found, and knows its lines.

    All lines have one phase in common, in cycles of the fundamental: the nominal one plus a deviation, which is
    followed. Phasors turned back by it stand still where they are hum. A line is their geometric median over some
    seconds: a note of the same frequency is an outlier unless it fills half of them. Where a tone on the mains
   frequency might play all the time, only lines count that were there in pauses too. Works in small steps, from the
   oldest hop of the bank's memory on, until it has caught up. Only prepare() allocates. */
class HumTracker {
public:
    void prepare(const HumBank& bank);
    /** Forgets all. onlyOfPauses: a line must be there without music too, as HumPauses hears it. */
    void forget(bool onlyOfPauses);
    /** From the oldest hop that the bank knows. What was heard in pauses is kept. */
    void start(const HumBank& bank, double frequencyHz);
    /** It has lines to go on with. */
    [[nodiscard]] bool canResume() const { return isLocked_ && lines_.count > 0; }
    /** The bank starts again, after a time that is not known: the lines are kept, and wait until the signal tells
        their phase. Where canResume(). */
    void resume(const HumBank& bank);
    /** ... and still do. */
    [[nodiscard]] bool isResuming() const { return isResuming_; }

    /** A step of the work; to be called with each low sample. */
    void step(const HumBank& bank);

    /** Counts how often lines() has changed. */
    [[nodiscard]] std::int64_t rounds() const { return rounds_; }

    struct Lines {
        HumBank::Set amplitude{}; ///< of x = 2 Re(sum of amplitude[h] exp(2 pi j (h + 1) phase)); 0 where there is none
        int count = 0;            ///< harmonics that either channel has
        int withheld = 0;         ///< more of them, that are there but were not in a pause
    };

    [[nodiscard]] const Lines& lines() const { return lines_; }
    [[nodiscard]] double frequencyHz() const { return mainsHz_ + rateCycles_; }
    /** Of the fundamental, in cycles, at a time in low samples since the bank's reset. */
    [[nodiscard]] double phaseAt(double lowSample) const;
    /** Seconds since a line was there. */
    [[nodiscard]] double idleSeconds() const { return idleSeconds_; }
    /** There was a pause since forget(), where that is asked for. */
    [[nodiscard]] bool heardPause() const { return pauses_.wasHeard(); }

private:
    static constexpr std::size_t narrowHops = 32, hopsApart = 8; ///< of the phasors within 3 Hz
    static constexpr std::size_t most = 100;                     ///< of them: 16 s
    static constexpr std::size_t recent = 12;                    ///< of them, that tell the frequency: 2 s
    static constexpr std::size_t deltas = 97;
    static constexpr int stepsPerLine = 8;
    static constexpr std::size_t resumeNarrows = 4; ///< that tell the phase of lines that are known: a second
    static constexpr std::size_t phases = 256, phasesAtOnce = 4;

    using Set = HumBank::Set;
    using Phasor = HumBank::Phasor;

    struct Narrow {
        Set set{};
        double seconds = 0.0; ///< since reset
    };

    enum class Stage { waiting, clipping, rates, turning, aligning, lines, steadiness, deciding };

    struct Uncertainty {
        double phase = 0.0, both = 0.0, rate = 0.0; ///< variances, cycles and Hz
    };

    void begin(const HumBank& bank);
    void keepPhase(Set& turned);
    void takeHop(const HumBank& bank);
    void addNarrow();
    void rateStep();
    void chooseRate();
    void turnBack();
    void lineStep();
    void decide(const HumBank& bank);
    void loseLock(const HumBank& bank);
    void beginLines();
    [[nodiscard]] Phasor middleOf(std::size_t line, std::size_t from, std::size_t to);
    void steadyStep();
    void beginAligning();
    void alignStep(const HumBank& bank);
    void playLines(const HumBank& bank);
    [[nodiscard]] double narrowSeconds() const { return static_cast<double>(narrowCount_) * hopsApart * hopSeconds_; }
    void clipStep();
    template <typename Size> void findLeaks(Size sizeOf);
    [[nodiscard]] const Narrow& past(std::size_t ago) const { return narrow_[(narrowEnd_ + most - 1 - ago) % most]; }

    double mainsHz_ = 50.0, hopSeconds_ = 0.02, sampleRateHz_ = 6000.0;
    std::size_t usable_ = HumBank::harmonics;
    Stage stage_ = Stage::waiting;
    std::size_t at_ = 0, lineStride_ = 1, rests_ = 0;
    int pause_ = 0;
    bool wasRound_ = false; ///< centre_ and spread_ are those of the round before
    std::int64_t nextHop_ = 0, validFrom_ = 1;
    bool hasCaughtUp_ = false;

    double foundHz_ = 50.0;
    double seconds_ = 0.0;                 ///< of the last hop's middle
    double deviation_ = 0.0;               ///< cycles, there
    double rateCycles_ = 0.0;              ///< Hz by which it grows
    std::array<Set, narrowHops> turned_{}; ///< the last hops, turned back
    std::array<double, narrowHops> turnedSeconds_{};
    std::array<double, narrowHops> window_{};
    std::size_t hopsTaken_ = 0;
    std::vector<Narrow> narrow_;
    std::size_t narrowEnd_ = 0, narrowCount_ = 0;

    std::array<double, deltas> merit_{};
    std::array<Set, recent> clipped_{};
    double change_ = 0.0, changeFrom_ = 0.0; ///< Hz, from a time on
    Set centre_{};
    std::array<double, HumBank::lines> size_{}, spread_{}, on_{};
    std::array<double, HumBank::lines> leak_{};            ///< what a line may have of all others
    double hopError_ = 0.0;                                ///< how far a hop is off a period, as a part of it
    std::array<bool, HumBank::lines> isSure_{}, isReal_{}; ///< a line; and one that is hum
    bool isLocked_ = false;                                ///< the lines tell the phase
    bool isResuming_ = false;                              ///< the lines are known, their phase is not
    bool isFresh_ = false; ///< lines are those from before resume(): what came since is too short to tell
    Set heard_{};          ///< the lines as resume() has heard them
    double heardSize_ = 0.0, bestMatch_ = 0.0, bestPhase_ = 0.0;
    HumPauses pauses_;
    bool onlyOfPauses_ = false;
    Uncertainty uncertainty_;
    std::array<double, HumBank::lines> noise_{}; ///< power round a line in a hop
    double coherence_ = 0.0, bias_ = 0.0;
    std::vector<double> scratchA_, scratchB_;
    Lines lines_;
    std::int64_t rounds_ = 0;
    double idleSeconds_ = 0.0;
};

} // namespace phonostage::dsp
