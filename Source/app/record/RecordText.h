// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/record/RecordSettings.h"

#include <string>

namespace phonostage::app {

// How the Record page and the transport strip word things. Neither an elapsed time nor room is ever rounded up.

/** "0:14:27": whole seconds, hours always. */
[[nodiscard]] std::string elapsedText(double seconds);
/** "38 h", "1 h 20 min", "9 min", "40 s". */
[[nodiscard]] std::string roomText(double seconds);
/** "18 min 07 s". */
[[nodiscard]] std::string minutesText(double seconds);
/** "12:03.4": of a place on a side. */
[[nodiscard]] std::string placeText(double seconds);
/** "96 kHz", "44.1 kHz". */
[[nodiscard]] std::string kiloHertzText(double rateHz);
/** "24-bit", "32-bit float". */
[[nodiscard]] std::string wordText(media::SampleWord word);
/** "flat, 24-bit 96 kHz"; without a rate where none is known (0). */
[[nodiscard]] std::string flatFormatText(const RecordSettings& settings, double rateHz);
/** "312 MB", "83 GB", of 1000 each. */
[[nodiscard]] std::string bytesText(double bytes);
/** "side A". */
[[nodiscard]] std::string sideText(char side);

} // namespace phonostage::app
