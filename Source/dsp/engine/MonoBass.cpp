// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/MonoBass.h"

#include <numbers>

namespace phonostage::dsp {

MonoBassDesign designMonoBass(const MonoBass& settings, double sampleRateHz) {
    MonoBassDesign design;
    design.order = settings.slopeDbPerOctave / 6;
    if (design.order == 1)
        design.first = designHighPass1(settings.cornerHz, sampleRateHz);
    else
        design.second = designHighPass2(settings.cornerHz, std::numbers::sqrt2 / 2.0, sampleRateHz);
    return design;
}

std::complex<double> response(const MonoBassDesign& design, double frequencyHz, double sampleRateHz) {
    if (design.order == 0) return 1.0;
    return design.order == 1 ? response(design.first, frequencyHz, sampleRateHz)
                             : response(design.second, frequencyHz, sampleRateHz);
}

void MonoBassFilter::set(const MonoBassDesign& design) {
    design_ = design;
    band_ = low_ = StereoDouble();
}

void MonoBassFilter::process(StereoDouble* volts, int count) {
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

void MonoBassFilter::flushTinyStates() {
    flushTiny(band_);
    flushTiny(low_);
}

} // namespace phonostage::dsp
