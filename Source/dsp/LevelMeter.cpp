// SPDX-License-Identifier: GPL-3.0-or-later
#include "LevelMeter.h"

#include "SamplePeak.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr double highest4xRateHz = 96000.0;
constexpr double highest2xRateHz = 192000.0;

// Least squares of sum h[k] exp(jw(k - 7)) against exp(jwd), w from 0 to 0.84 pi, with sum h = 1. Taps k and 15 - k are
// even + odd and even - odd for d = 1/4, the other way round for d = 3/4, and alike for d = 1/2.
constexpr std::array<double, 8> quarterEven = {-0.0032756736559521, 0.0080084941476794,  -0.0151268881856624,
                                               0.0267645670226398,  -0.0445624032101063, 0.0758062112765277,
                                               -0.144673905293627,  0.597059597898501};
constexpr std::array<double, 8> quarterOdd = {-7.92326707497867e-05, 0.000245402844180944, -0.000604773814585105,
                                              0.00136241457923067,   -0.00304217649828152, 0.00739570270588407,
                                              -0.0239368296336595,   0.298273232825295};
constexpr std::array<double, 8> half = {-0.00461944187266228, 0.0112892938801497,  -0.0213103861179469,
                                        0.0376668486242431,   -0.0625857941079168, 0.105943939166656,
                                        -0.198552584765361,   0.632168125192838};

// No phase makes more of samples up to 1 than this, the sum of |taps| of the middle one, and a hair for rounding.
constexpr double largestGain = 2.1483;

/** Pairs of interpolated values, two positions at a time; x[0] is the first of the 16 samples about the left one. */
template <int Factor> Pair interpolatedPeak(const double* x) {
    Pair even(0.0), odd(0.0), middle(0.0);
    for (std::size_t k = 0; k < half.size(); ++k) {
        const Pair early = loadPair(x + k), late = loadPair(x + 15 - k);
        const Pair sum = early + late;
        middle += Pair(half[k]) * sum;
        if constexpr (Factor == 4) {
            even += Pair(quarterEven[k]) * sum;
            odd += Pair(quarterOdd[k]) * (early - late);
        }
    }
    if constexpr (Factor == 4) return Pair::max(middle.abs(), even.abs() + odd.abs());
    return middle.abs();
}

template <int Factor> double interpolatedPeak(const double* x, int count) {
    Pair peak(0.0);
    int i = 0;
    for (; i + 2 <= count; i += 2)
        peak = Pair::max(peak, interpolatedPeak<Factor>(x + i));
    double largest = std::max(peak.left(), peak.right());
    if (i < count) largest = std::max(largest, interpolatedPeak<Factor>(x + i).left());
    return largest;
}

} // namespace

void TruePeak::prepare(double sampleRateHz) {
    factor_ = sampleRateHz <= highest4xRateHz ? 4 : sampleRateHz <= highest2xRateHz ? 2 : 1;
    reset();
}

void TruePeak::reset() {
    maximum_ = 0.0;
    historyPeak_ = 0.0;
    history_.fill(0.0);
}

double TruePeak::take() {
    const double taken = maximum_;
    maximum_ = 0.0;
    return taken;
}

void TruePeak::process(const double* samples, int count) {
    for (int at = 0; at < count; at += pieceSamples)
        processPiece(samples + at, std::min(pieceSamples, count - at));
}

void TruePeak::processPiece(const double* samples, int count) {
    // History, piece, and one sample that only fills the last pair.
    double x[historySamples + pieceSamples + 1];
    const double* piece = samples;
    double peak = samplePeak(samples, count);
    const bool isSane = peak <= sampleLimit;
    const bool canBeat = factor_ > 1 && largestGain * std::max(peak, historyPeak_) > maximum_;
    if (canBeat || !isSane) {
        std::copy(history_.begin(), history_.end(), x);
        copyGuarded(samples, count, x + historySamples);
        x[historySamples + count] = 0.0;
        piece = x + historySamples;
        if (!isSane) peak = samplePeak(piece, count);
        if (factor_ == 4)
            maximum_ = std::max(maximum_, interpolatedPeak<4>(x, count));
        else if (factor_ == 2)
            maximum_ = std::max(maximum_, interpolatedPeak<2>(x, count));
    }
    maximum_ = std::max(maximum_, peak);
    if (factor_ == 1) return;

    const int kept = std::min(count, historySamples);
    std::copy(history_.begin() + kept, history_.end(), history_.begin());
    copyGuarded(piece + count - kept, kept, history_.data() + historySamples - kept);
    // The whole piece's peak is no less than that of its end.
    historyPeak_ = kept == historySamples ? peak : samplePeak(history_.data(), historySamples);
}

} // namespace phonostage::dsp
