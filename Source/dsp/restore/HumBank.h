// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** The product without the standard's care for infinities, which costs five times as much. */
[[nodiscard]] inline std::complex<double> times(std::complex<double> a, std::complex<double> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/** Phasors of the harmonics of a mains frequency, both channels, one set a period (a hop): what the signal has within
    some 25 Hz round each. Keeps the sets of some seconds. Only prepare() allocates. */
class HumBank {
public:
    static constexpr std::size_t harmonics = 40;
    static constexpr std::size_t lines = 2 * harmonics; ///< left's, then right's

    using Phasor = std::complex<double>;
    using Set = std::array<Phasor, lines>;

    /** sampleRateHz: the low one. */
    void prepare(double sampleRateHz, double mainsHz, double memorySeconds);
    void reset();

    /** True where a hop is complete. */
    [[nodiscard]] bool push(StereoDouble sample);

    [[nodiscard]] double mainsHz() const { return mainsHz_; }
    [[nodiscard]] int hopSamples() const { return 2 * blockSamples_; }
    [[nodiscard]] double hopSeconds() const { return hopSamples() / sampleRateHz_; }
    /** Hops since reset; the newest is hops() - 1. */
    [[nodiscard]] std::int64_t hops() const { return hops_; }
    [[nodiscard]] int memoryHops() const { return static_cast<int>(sets_.size()); }
    [[nodiscard]] const Set& set(std::int64_t hop) const { return sets_[static_cast<std::size_t>(hop) % sets_.size()]; }

    /** The middle of a hop's window, in samples since reset. */
    [[nodiscard]] double middleOf(std::int64_t hop) const {
        return static_cast<double>((hop + 1) * hopSamples()) - 2.0 * blockSamples_ - 0.5;
    }
    /** What a line's phasor is multiplied by that is so far off its harmonic. */
    [[nodiscard]] double gainAt(double offsetHz) const;
    /** Up to 0.42 of the rate. */
    [[nodiscard]] std::size_t usableHarmonics() const { return usable_; }

private:
    static constexpr std::size_t blocks = 4; ///< of half a hop, in a window

    void endBlock();
    void startRotors();

    double sampleRateHz_ = 6000.0, mainsHz_ = 50.0;
    int blockSamples_ = 60, inBlock_ = 0;
    std::size_t usable_ = harmonics;
    std::int64_t samples_ = 0, hops_ = 0, blocksSeen_ = 0;
    std::array<double, harmonics> cosine_{}, sine_{}, stepCosine_{}, stepSine_{}; ///< exp(-j h phase), and its step
    std::array<double, lines> real_{}, imaginary_{};                              ///< sums of the present block
    std::array<Set, blocks> sums_{};                                              ///< of the last blocks
    std::vector<Set> sets_;
};

} // namespace phonostage::dsp
