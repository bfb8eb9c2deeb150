// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/MonoBassDesign.h"

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

} // namespace phonostage::dsp
