// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/PeakHistogram.h"

#include <algorithm>

namespace phonostage::dsp {

void PeakHistogram::clear() {
    bins_.fill(0);
    forgetLargest();
}

void PeakHistogram::clearBins(int begin, int count) {
    const auto from = bins_.begin() + begin;
    std::fill(from, from + std::min(count, binCount - begin), 0u);
}

} // namespace phonostage::dsp
