// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/PacedOverloadWatch.h"

#include <algorithm>

namespace phonostage::dsp {
namespace {

/** Units of work in return for each piece that comes in: more than a quiet one takes, and then by the square of what
    waits. A short burst is so spread widely; where all is clipped, which takes some 80 units a piece, 3,700 wait. */
constexpr int unitsFor(int waitingSamples) {
    constexpr int squareForUnit = 800000;
    return 2 * OverloadWatch::quietUnits + waitingSamples * waitingSamples / squareForUnit;
}

constexpr int mostDebt = 256; // units: what had to be done at once does not hold up the rest for long

} // namespace

void PacedOverloadWatch::prepare(double sampleRateHz, int wordBits, int channel, OverloadObserver* observer) {
    watch_.prepare(sampleRateHz, wordBits, channel, observer);
    ring_.fill(0.0); // every page is touched here, none in process()
    written_ = read_ = clearAt_ = 0;
    credit_ = 0;
}

void PacedOverloadWatch::clearCounts() {
    if (read_ == written_)
        watch_.clearCounts();
    else
        clearAt_ = written_;
}

void PacedOverloadWatch::process(const double* samples, int count) {
    for (int at = 0; at < count;) {
        // Pieces are those of the input's positions, whatever the blocks.
        const int place = static_cast<int>(written_ % ringSamples);
        const int piece = std::min(count - at, pieceSamples - place % pieceSamples);
        const bool isNext = read_ == written_ && piece == pieceSamples;
        written_ += piece;
        if (written_ % pieceSamples == 0) credit_ += unitsFor(waitingSamples());
        // The usual case: nothing waits, and what comes need not be put into the queue.
        const int looked = isNext && credit_ > 0 ? take(samples + at, piece) : 0;
        if (looked < piece) std::copy_n(samples + at + looked, piece - looked, ring_.data() + place + looked);
        if (written_ % pieceSamples == 0) catchUp();
        at += piece;
    }
}

void PacedOverloadWatch::flush() {
    while (read_ < written_)
        look();
    watch_.flush();
    credit_ = 0;
}

// In return for a piece that has come.
void PacedOverloadWatch::catchUp() {
    const auto nearest = written_ - (mostWaitingSamples - pieceSamples),
               farthest = std::min(written_, read_ + mostAtOnceSamples);
    while (read_ < nearest || (credit_ > 0 && read_ < farthest))
        look();
    credit_ = std::clamp(credit_, -mostDebt, 0); // what was not needed is not saved up
}

void PacedOverloadWatch::look() {
    // To the end of a piece, of the samples, or of what is to be forgotten.
    auto end = std::min(read_ - read_ % pieceSamples + pieceSamples, written_);
    if (read_ < clearAt_) end = std::min(end, clearAt_);
    take(ring_.data() + read_ % ringSamples, static_cast<int>(end - read_));
    if (read_ == clearAt_) watch_.clearCounts();
}

int PacedOverloadWatch::take(const double* samples, int count) {
    const auto work = watch_.advance(samples, count);
    credit_ -= work.units;
    read_ += work.samples;
    return work.samples;
}

} // namespace phonostage::dsp
