// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RecorderText.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {

std::string frameTime(double seconds) { return base::clockTime(std::max(0.0, seconds)); }

std::string lengthText(double seconds) {
    return seconds < 1.0 ? base::formatUpTo(1000.0 * seconds, 1) + " ms" : base::formatUpTo(seconds, 1) + " s";
}

const char* reasonText(StopReason reason) {
    switch (reason) {
    case StopReason::hand:
        return "stopped by hand";
    case StopReason::liftOff:
        return "the needle left the groove";
    case StopReason::runOut:
        return "the run-out groove was found";
    case StopReason::length:
        return "the length was reached";
    case StopReason::diskFull:
        return "the disk is nearly full";
    case StopReason::writeError:
        return "the file could not be written any more";
    case StopReason::deviceLost:
        return "the device went away";
    case StopReason::endOfSource:
        return "the input ended";
    case StopReason::none:
        break;
    }
    return "";
}

std::string rateOffText(double percent, double sampleRateHz) {
    return "the device delivers " + base::formatUpTo(std::abs(percent), 2) + " % " +
           (percent > 0.0 ? "more" : "fewer") + " frames than its rate of " + base::formatShortest(sampleRateHz) +
           " Hz says: the pitch will be wrong; set the same rate in the device and here";
}

} // namespace phonostage::media
