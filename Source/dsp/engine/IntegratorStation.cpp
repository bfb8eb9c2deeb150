// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/IntegratorStation.h"

namespace phonostage::dsp {

void IntegratorStation::start(StereoDouble sum) {
    sum_ = sum;
    changeBand_ = changeLow_ = StereoDouble();
}

void IntegratorStation::process(const StereoDouble* highPass, StereoDouble* integral, int count) {
    StereoDouble sum = sum_;
    for (int i = 0; i < count; ++i) {
        sum += highPass[i];
        integral[i] = sum;
    }
    sum_ = sum;
}

void IntegratorStation::addChange(const StereoDouble* change, StereoDouble* integral, int count) {
    const StereoDouble c1 = section_.c1, c2 = section_.c2;
    StereoDouble band = changeBand_, low = changeLow_;
    for (int i = 0; i < count; ++i) {
        const StereoDouble high = (change[i] - low) - c1 * band;
        low += c2 * band;
        band += high;
        integral[i] += band;
    }
    changeBand_ = band;
    changeLow_ = low;
}

void IntegratorStation::flushTinyStates() {
    flushTiny(sum_);
    flushTiny(changeBand_);
    flushTiny(changeLow_);
}

} // namespace phonostage::dsp
