// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupPeaks.h"

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

namespace phonostage::dsp {

/** How the hook-up check cuts a capture up. Frames are those of the base rate: the capture's own up to 67 kHz, above
    it halved as often as it takes. A block is 1.37 s at 48, 96 and 192 kHz, 1.49 s at 44.1, 88.2 and 176.4 kHz. */
namespace hookup {

constexpr std::size_t blockFrames = 65536;
constexpr std::size_t spectrumFrames = 4096; ///< of the short spectra
constexpr std::size_t hopFrames = 512;       ///< of levels, and of the slow signal
constexpr std::size_t spectra = blockFrames / spectrumFrames;
constexpr std::size_t hops = blockFrames / hopFrames;
constexpr std::size_t bands = 16;      ///< half octaves from 60 Hz to 15.4 kHz
constexpr std::size_t mostBlocks = 64; ///< kept: 87 s
constexpr double lowestEdgeHz = 60.0;
constexpr double humTopHz = 750.0; ///< twelve lines of 60 Hz, and what lies around them

/** 10 log10, -300 dB at least: what is silent can be reckoned with. */
[[nodiscard]] inline double toDb(double power) { return 10.0 * std::log10(power > 1e-30 ? power : 1e-30); }
[[nodiscard]] inline double toDb(float power) { return toDb(static_cast<double>(power)); }

/** Sums and differences are taken in double. */
[[nodiscard]] inline double wide(float value) { return static_cast<double>(value); }

} // namespace hookup

/** Powers of both channels and their cross spectrum, summed into half octaves. Mean squares, full scale 1.0. */
struct HookupBands {
    std::array<float, hookup::bands> left{}, right{};
    std::array<std::complex<float>, hookup::bands> cross{}; ///< left times right's conjugate
};

/** All that is kept of a block, some 23 kB: the left channel first. */
struct HookupBlock {
    std::array<double, 2> mean{}, peak{};     ///< of the samples as they came
    std::array<bool, 2> isConstant{};         ///< every sample is the same
    double equalShare = 0.0;                  ///< of the frames, those with left = right
    double oppositeShare = 0.0;               ///< with left = -right
    std::array<double, 2> rumble{};           ///< mean square from 4 to 16 Hz
    double rumbleCorrelation = 0.0;           ///< -1 to 1, in the same band
    std::array<std::vector<float>, 2> bins{}; ///< power of each bin below humTopHz
    std::array<HookupBands, hookup::spectra> spectra;
    std::array<std::array<float, hookup::hops>, 2> levels{}; ///< mean squares above 150 Hz
    std::array<std::array<float, hookup::hops>, 2> treble{}; ///< mean squares above 4 kHz
    std::array<std::array<float, hookup::hops>, 2> slow{};   ///< the signal below some 40 Hz: rumble, warp, thumps
    HookupPeaksOfBoth peaks;
};

} // namespace phonostage::dsp
