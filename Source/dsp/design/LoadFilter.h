// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/StageSettings.h"

#include <array>
#include <complex>
#include <optional>

namespace phonostage::dsp {

/** The load correction designed for one rate: D_want / D_have, as biquads in a row and one gain.

    Within 0.01 dB of it from 20 Hz to 20 kHz (from 88.2 kHz upwards; 0.05 dB from 44.1 kHz), absolute level included,
    where no more boost is needed there than the limit allows. Where more is needed, the boost bends off below the
    limit, within 1 dB of it. Above 20 kHz it levels off: see levelOffDb. The limit is never passed up to half the rate;
    a ratio that is within 1.5 dB of it at 20 kHz and rises steeply pays for that with up to 1 dB in the band.
    Minimum phase; poles and zeros of the loads below half the rate are where the analogue has them. */
struct LoadFilter {
    static constexpr int maxBiquads = 6;

    int biquadCount = 0;                     ///< 0: nothing to run; with a gain of 1 an exact identity
    std::array<Biquad, maxBiquads> biquad{}; ///< b0 = 1 in each
    double gain = 1.0;

    double delaySamples = 0.0; ///< the constant delay that the phase figure leaves out (negative: early)
    /** 20 Hz to min(20 kHz, 0.45 rate); where the limit acts, against the ratio bent off below it. */
    double worstErrorDb = 0.0;
    double worstPhaseDeg = 0.0; ///< likewise, after delaySamples
};

/** Above 20 kHz the ratio is followed up to about this far above the largest boost below, where it bends off. */
constexpr double levelOffDb = 10.0;

/** Designs the correction. Pure and deterministic; no allocation; a few milliseconds; not for the audio thread.
    The settings must be legal (whyIllegal() is null), the rate between 8 kHz and 768 kHz. */
[[nodiscard]] LoadFilter designLoadFilter(const LoadCorrection& settings, double sampleRateHz);

/** The exact transfer function of the designed sections. */
[[nodiscard]] std::complex<double> response(const LoadFilter& design, double frequencyHz, double sampleRateHz);

/** D_want / D_have at a frequency, without a limit; D(s) = 1 / (1 + (Rc + s Lc)(1/R + s C)). */
[[nodiscard]] std::complex<double> analogueLoadRatio(const LoadCorrection& settings, double frequencyHz);

/** What is aimed at from 20 Hz to 20 kHz: the ratio's magnitude or the limit, whichever is lower. */
[[nodiscard]] double idealLoadDb(const LoadCorrection& settings, double frequencyHz);

/** What a correction does and what it costs, of idealLoadDb. */
struct LoadFacts {
    double levelAt1kDb = 0.0;
    double boostAt10kDb = 0.0;
    double maximumBoostDb = 0.0; ///< the largest from 20 Hz to 20 kHz, limited
    double maximumAtHz = 0.0;    ///< where that is (the lowest frequency of it where it is limited)
    double neededDb = 0.0;       ///< the largest from 20 Hz to 20 kHz without the limit
    bool limited = false;        ///< neededDb is above the limit
    /** How much white noise at the input is raised as heard behind RIAA, 20 Hz to 20 kHz, unweighted. */
    double noiseDb = 0.0;
    /** Across the input it makes the wanted resistance of one that is larger: 1 / (1/want - 1/have). */
    std::optional<double> parallelOhm;
};

[[nodiscard]] LoadFacts loadFacts(const LoadCorrection& settings);

/** Null where legal; else one sentence that names the field, its range and the remedy. */
[[nodiscard]] const char* whyIllegal(const LoadCorrection& settings);

} // namespace phonostage::dsp
