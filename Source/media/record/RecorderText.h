// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/RecorderState.h"

#include <string>

namespace phonostage::media {

// How the recorder's log words things.

/** A moment of the take: "3:07.123". */
[[nodiscard]] std::string frameTime(double seconds);
/** A short stretch: "12.3 ms", "1.5 s". */
[[nodiscard]] std::string lengthText(double seconds);
/** "the needle left the groove"; "" for none. */
[[nodiscard]] const char* reasonText(StopReason reason);
/** Of a device that delivers so many percent more frames than it says; fewer where it is negative. */
[[nodiscard]] std::string rateOffText(double percent, double sampleRateHz);

} // namespace phonostage::media
