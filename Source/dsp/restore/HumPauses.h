// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumBank.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::dsp {

/** Knows which lines are there without music: with the needle up, in a lead-in, between tracks.

    A pause is known by what it is like, at any level: for 2 s what lies beside the lines from 300 Hz upwards is steady
    (within 3 dB, without what is shorter than a tenth of a second: clicks) and smooth as noise is: in each sixth of a
   second, neighbouring harmonics differ by less than 2.2 dB in the mean. Noise has 1.4 to 1.7, crackle 0.6 to 2.2,
   music from 2.5 upwards. Phasors are in a frame of their own, that of the tracker, which turns with the lines.
   Allocates nothing. */
class HumPauses {
public:
    using Set = HumBank::Set;
    using Phasor = HumBank::Phasor;

    /** Forgets all. usable: harmonics that are measured. */
    void reset(std::size_t usable);
    /** What comes next does not follow what came. */
    void interrupt();
    /** ... and the frame is another: of the lines only their sizes are known. */
    void loseFrame();

    /** Phasors of a hop, turned back by the lines' phase. leak: the largest part that any of them may have of strong
       lines elsewhere; what is no larger counts as nothing. */
    void addHop(const Set& turned, double leak);
    /** Those within 3 Hz, of the last 32 hops; with each eighth hop. Looks whether there was a pause. */
    void addNarrow(const Set& narrow);

    /** The lines' phase has moved a little against the frame: follows them, where they are as they were in the pauses.
        sure: whether a line is known at all now; spread: how far it strays. */
    void follow(const Set& lines, const std::array<bool, HumBank::lines>& sure,
                const std::array<double, HumBank::lines>& spread);
    /** All lines were turned by so many cycles of the fundamental. */
    void turn(double cycles);

    /** There was a pause since reset(). */
    [[nodiscard]] bool wasHeard() const { return heard_ > 0; }
    /** Of a line as it is now, what was there in the pauses: all of it, or where more has joined it, as much as then; 0
        where it was not there. */
    [[nodiscard]] Phasor hum(std::size_t line, Phasor now) const;

    static constexpr std::size_t hopsPerBlock = 8;

private:
    static constexpr std::size_t blocks = 12;      ///< of a pause: 2 s
    static constexpr std::size_t lowest = 5;       ///< harmonic, from 0, from which on noise is looked at
    static constexpr std::size_t clickHops = 5;    ///< what is shorter is no part of the level: a click, not a drum
    static constexpr std::size_t wholeNarrows = 9; ///< of a pause: those whose hops all lie in it

    void endBlock();
    [[nodiscard]] bool isSteady() const;
    [[nodiscard]] bool isNoise() const;
    void learn();
    [[nodiscard]] bool wasThere(std::size_t line) const;

    std::size_t usable_ = HumBank::harmonics;
    Set last_{};
    bool hasLast_ = false;
    std::size_t hops_ = 0;                   ///< in the present block
    double level_ = 0.0;                     ///< the highest power in it that lasts
    std::array<double, clickHops> powers_{}; ///< of the last hops
    std::size_t powerCount_ = 0;
    std::array<double, HumBank::harmonics> sums_{}; ///< by harmonic
    std::size_t blockCount_ = 0, place_ = 0;        ///< in the rings
    std::array<double, blocks> levels_{};           ///< of each
    std::array<std::array<float, HumBank::harmonics>, blocks> bands_{};
    std::array<Set, blocks> narrow_{};
    std::size_t sinceLearned_ = 0; ///< blocks

    std::int64_t heard_ = 0; ///< pauses
    bool hasFrame_ = false;
    Set line_{};                                 ///< as it is in the pauses
    std::array<double, HumBank::lines> stray_{}; ///< power by which that may err
};

} // namespace phonostage::dsp
