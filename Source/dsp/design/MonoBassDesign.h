// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/HighPass.h"
#include "dsp/design/StageSettings.h"

#include <complex>

namespace phonostage::dsp {

/** The high-pass of (L-R)/2, designed for one rate. Plain data. */
struct MonoBassDesign {
    int order = 0; ///< 0: off; else 1 or 2
    HighPass1 first;
    HighPass2 second;
};

[[nodiscard]] MonoBassDesign designMonoBass(const MonoBass& settings, double sampleRateHz);

/** The exact response that (L-R)/2 has; 1 where it is off. That of (L+R)/2 is 1. */
[[nodiscard]] std::complex<double> response(const MonoBassDesign& design, double frequencyHz, double sampleRateHz);

} // namespace phonostage::dsp
