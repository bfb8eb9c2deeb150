// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/IntegratorStation.h"

namespace phonostage::dsp {

void IntegratorStation::process(const StereoDouble* highPass, StereoDouble* integral, int count) {
    StereoDouble sum = sum_;
    for (int i = 0; i < count; ++i) {
        sum += highPass[i];
        integral[i] = sum;
    }
    sum_ = sum;
}

} // namespace phonostage::dsp
