// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace phonostage::dsp {

/** How the velocity of a test record's sweep goes with the frequency. */
enum class RecordCut {
    riaa,             ///< the recording curve of RIAA, as on HFN-002 and CTC-330
    jvc,              ///< RIAA without the 75 us: constant velocity above 1 kHz, as on TRS-1007
    constantVelocity, ///< everywhere
    str100,           ///< constant amplitude below 500 Hz, constant velocity above: 318 us alone, as on STR-100
};

/** Recorded velocity at a frequency of the record in Hz, a factor, 1 at 1 kHz. */
[[nodiscard]] double recordedVelocity(RecordCut cut, double frequencyHz);

} // namespace phonostage::dsp
