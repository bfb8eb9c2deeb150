// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadWatch.h"

#include <array>
#include <cstdint>

namespace phonostage::dsp {

/** An OverloadWatch for the audio thread that does its costly work little by little.

    Looking closely at clipped samples costs some 20 times what it costs to pass over others. So the samples wait in a
    queue, and the longer it is, the more are taken from it in return for each new piece: a burst is spread over the
    blocks behind it. All counts come late by that: at 48 kHz by at most 20 ms in music (70 ms while the source's word
   is learnt), by up to 200 ms where it is clipped throughout, never by more than mostWaitingSamples. They are those of
   an OverloadWatch to the last event, true positions included, and flush() looks at all that waits. Any cut into blocks
    gives the same at the same sample. Real-time safe. */
class PacedOverloadWatch {
public:
    static constexpr int pieceSamples = OverloadWatch::pieceSamples;
    static constexpr int mostWaitingSamples = 12288;

    /** As OverloadWatch. */
    void prepare(double sampleRateHz, int wordBits, int channel = 0, OverloadObserver* observer = nullptr);
    /** Forgets counts, peak and runs that wait for proof, also those in samples that wait. */
    void clearCounts();
    /** Raw samples, full scale 1.0; anything, NaN included. */
    void process(const double* samples, int count);
    /** Looks at everything, and ends a run that reaches to the end of the input. */
    void flush();

    [[nodiscard]] const OverloadCounts& counts() const { return read_ < clearAt_ ? none_ : watch_.counts(); }

    /** Samples that have come and were not looked at. */
    [[nodiscard]] int waitingSamples() const { return static_cast<int>(written_ - read_); }

private:
    static constexpr int ringSamples = 16384;
    static constexpr int mostAtOnceSamples = 4 * pieceSamples; ///< in return for one piece

    void catchUp();
    void look();
    int take(const double* samples, int count);

    OverloadWatch watch_;
    OverloadCounts none_; ///< what there is until all has been looked at that is to be forgotten
    std::array<double, ringSamples> ring_{};
    std::int64_t written_ = 0, read_ = 0; ///< positions, since prepare
    std::int64_t clearAt_ = 0;            ///< where read_ gets there, all that was counted before is forgotten
    int credit_ = 0;                      ///< units of work to spend
};

} // namespace phonostage::dsp
