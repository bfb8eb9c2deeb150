// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** The weighting of wow and flutter as the standards' table has it (AES6-2008, IEC 60386, DIN 45507, CCIR 409-2; after
    FidelisAnalog/AES6-Wow-and-Flutter), dB: straight between its 17 points over the logarithm of the frequency, and
    beyond its ends 17.4 dB an octave below 0.1 Hz and 6 dB above 200 Hz. hz above 0. */
[[nodiscard]] double flutterTableDb(double hz);

/** What unweighted means here, as a factor: Butterworth of order 4 at 0.2 Hz and at topHz. */
[[nodiscard]] double unweightedGain(double hz, double topHz);

/** The deviation through a filter of this gain (a factor, of the frequency in Hz above 0) and without a phase: for the
    table, which gives none. A peak of what is weighted depends on the phase by up to 30 %; see FlutterFilter. Both ends
    are continued as in a mirror: some 2 s there are not exact. */
[[nodiscard]] std::vector<double> withoutPhase(std::span<const double> deviation, double rateHz,
                                               const std::function<double(double hz)>& gain);

} // namespace phonostage::dsp
