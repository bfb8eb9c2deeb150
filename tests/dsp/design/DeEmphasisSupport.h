// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/DeEmphasis.h"
#include "dsp/design/HighPass.h"

#include <array>
#include <complex>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::tests {

/** The rates at which the accuracy is promised to 20 kHz. */
inline const std::vector<double> promisedRates{44100,  48000,  50000,  64000,  88200,  96000, 100003,
                                               176400, 192000, 352800, 384000, 705600, 768000};

/** What a design does against the truth. */
struct Figures {
    double errorDb = 0.0;  ///< 20 Hz to 20 kHz; below 44.1 kHz to 0.4535 rate
    double phaseDeg = 0.0; ///< there, after the best constant delay
    double delaySamples = 0.0;
    double upperDb = 0.0; ///< to 0.45 rate
    double peakDb = -1e9; ///< above the curve, to half the rate; pole angles looked at
};

double bandTop(double rateHz);
/** The phase that is promised, degrees; below 44.1 kHz what is kept. */
double phasePromise(double rateHz);
/** True for the playback curves that rise to half the rate: the 3.18 us zero with (nearly) no roll-off. A minimum-phase
    filter with their magnitude has a phase that nothing but a peak above the curve can mend. */
bool rises(const dsp::Curve& curve);
/** The phase that is promised for those. */
double risingPhasePromise(double rateHz);

/** From 20 Hz, or 20 r where that is lower; not normalised: the level counts. */
Figures measure(const dsp::FilterSettings& settings, double rateHz, const dsp::DeEmphasis& design);
Figures measure(const dsp::Curve& curve, double rateHz, const dsp::DeEmphasis& design);

/** The delay in samples that leaves the smallest largest phase error, and that error in degrees. */
std::pair<double, double> bestDelay(const std::vector<double>& angles, const std::vector<double>& phases);

/** Legal curves and rates; every range's ends and the field's usual values come often. */
class RandomCurves {
public:
    explicit RandomCurves(unsigned long long seed) : random_(seed) {}
    dsp::Curve curve(bool inverse);
    double rate();
    double uniform(); ///< 0 to 1
    double logarithmic(double low, double high);

private:
    double pick(double low, double high, const std::vector<double>& usual);

    std::mt19937_64 random_;
};

std::string describe(const dsp::Curve& curve, double rateHz);
std::string describe(const dsp::FilterSettings& settings, double rateHz);

bool isStable(const dsp::DeEmphasis& design);
/** Zeros inside the unit circle or on it. */
bool isMinimumPhase(const dsp::DeEmphasis& design);
/** Signal over rounding noise in dB: the same structure in double and in long double, white noise and a sine. Infinite
    where long double is no finer. */
double roundingSnr(const dsp::DeEmphasis& design, double rateHz, double seconds);

/** The sections as the engine must run them, in any precision; the gain included. */
template <typename Number> class SectionRunner {
public:
    SectionRunner(const dsp::DeEmphasis& design, double rateHz)
        : design_(design), limit_(dsp::designHighPass2(dsp::dcCornerHz, 1.0 / std::numbers::sqrt2, rateHz)) {}

    Number process(Number x) {
        if (design_.fromIntegral) {
            const Number high = x - low_ - Number(limit_.c1) * band_;
            low_ += Number(limit_.c2) * band_;
            band_ += high;
            x = band_ * Number(limit_.scale);
        }
        if (design_.iecK > 0.0) {
            x -= iec_;
            iec_ += Number(design_.iecK) * x;
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(design_.firstOrderCount); ++i) {
            const auto& section = design_.firstOrder[i];
            first_[i] += Number(section.k) * (x - first_[i]);
            x = first_[i] + Number(section.c) * (x - first_[i]);
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(design_.biquadCount); ++i) {
            const auto& section = design_.biquad[i];
            const Number y = Number(section.b0) * x + s1_[i];
            s1_[i] = Number(section.b1) * x - Number(section.a1) * y + s2_[i];
            s2_[i] = Number(section.b2) * x - Number(section.a2) * y;
            x = y;
        }
        return x * Number(design_.gain);
    }

private:
    dsp::DeEmphasis design_;
    dsp::HighPass2 limit_;
    Number band_{}, low_{}, iec_{};
    std::array<Number, dsp::DeEmphasis::maxFirstOrder> first_{};
    std::array<Number, dsp::DeEmphasis::maxBiquads> s1_{}, s2_{};
};

} // namespace phonostage::tests
