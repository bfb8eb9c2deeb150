// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/MonoBassStation.h"

namespace phonostage::dsp {

void MonoBassStation::set(const MonoBassDesign& design) {
    design_ = design;
    band_ = low_ = StereoDouble();
}

void MonoBassStation::process(StereoDouble* volts, int count) {
    const StereoDouble half = 0.5;
    StereoDouble band = band_, low = low_;
    if (design_.order == 1) {
        const StereoDouble k = design_.first.k, scale = design_.first.scale;
        for (int i = 0; i < count; ++i) {
            const StereoDouble v = volts[i];
            const StereoDouble side = half * (v - v.swapped());
            const StereoDouble high = side - low;
            low += k * high;
            volts[i] = v - (side - scale * high);
        }
    } else if (design_.order == 2) {
        const StereoDouble c1 = design_.second.c1, c2 = design_.second.c2, scale = design_.second.scale;
        for (int i = 0; i < count; ++i) {
            const StereoDouble v = volts[i];
            const StereoDouble side = half * (v - v.swapped());
            const StereoDouble high = (side - low) - c1 * band;
            low += c2 * band;
            band += high;
            volts[i] = v - (side - scale * high);
        }
    }
    band_ = band;
    low_ = low;
}

void MonoBassStation::flushTinyStates() {
    flushTiny(band_);
    flushTiny(low_);
}

} // namespace phonostage::dsp
