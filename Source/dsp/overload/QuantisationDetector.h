// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace phonostage::dsp {

/** How finely a source is quantised, learnt from a few of its samples.

    Two answers: the word's LSB, which says where the largest code lies, and the step that the samples really take,
    which also knows words that were scaled after the converter (a 16-bit recording turned down in a float host).
    Both only ever become finer. Full scale is 1.0; 16 and 20 bit are known on the grids n/2^(b-1) and n/(2^(b-1) - 1).
 */
class QuantisationDetector {
public:
    /** toldBits 16, 20 or 24 is the finest that the word can be; any other value: unknown. */
    void reset(int toldBits);
    /** Two neighbouring samples, finite. True where an answer has changed. */
    bool examine(double sample, double previous);
    /** Whether examine() would change an answer, or might. */
    [[nodiscard]] bool wouldLearn(double sample, double previous) const;
    /** No sample at all would change an answer: what is left is as fine as it can be. */
    [[nodiscard]] bool isSettled() const { return alive_ == 0 && companded_ == 0 && knowsStep(); }
    /** examine() for samples of which wouldLearn() has said no. */
    void pass(double sample, double previous);

    /** 2^-15, 2^-19 or 2^-23; the last for float sources too. */
    [[nodiscard]] double wordLsb() const { return wordLsb_; }

    /** The smallest difference between samples so far, from the word's LSB to a 16-bit one; coarser where all samples
        lie on a coarser grid, as those of 8 or 12 bits. */
    [[nodiscard]] double step() const { return step_; }

    /** All samples but silence are codes of the A-law or of the mu-law, decoded to 16 bit. */
    [[nodiscard]] bool isCompanded() const { return companded_ != 0 && hasCode_; }

    /** More samples cannot make the step finer, unless they are on a finer grid. */
    [[nodiscard]] bool knowsStep() const { return smallestStep_ <= wordLsb_; }

private:
    [[nodiscard]] double smallestWith(double sample, double previous) const;
    [[nodiscard]] unsigned contradicted(double sample) const;
    [[nodiscard]] unsigned companded(double sample) const;
    [[nodiscard]] bool isFiner(double sample) const;
    bool noteCode(double sample);
    void countSeen(double sample);
    void remember(double sample);
    bool update();

    unsigned alive_ = 0;     ///< the grids that no sample has yet contradicted
    unsigned companded_ = 0; ///< laws that no sample has yet contradicted
    bool hasCode_ = false;   ///< a sample that is not silence has come
    unsigned coarsest_ = 1;  ///< of 16-bit codes so far, a power of two that divides them all
    double toldLsb_ = 0.0;
    double smallestStep_ = 0.0;
    static constexpr std::size_t seenCount = 32;
    std::array<double, seenCount> seen_{};       ///< in the order they came, in turns
    std::array<double, seenCount + 2> sorted_{}; ///< the same in order, between two that are infinite
    std::size_t nextSeen_ = 0;
    int sinceSeen_ = 0;
    double wordLsb_ = 0.0;
    double step_ = 0.0;
};

} // namespace phonostage::dsp
