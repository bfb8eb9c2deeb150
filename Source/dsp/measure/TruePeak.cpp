// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/TruePeak.h"

#include "dsp/simd/Float4.h"
#include "dsp/simd/SamplePeak.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>

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
constexpr std::array<double, 8> middleHalf = {-0.00461944187266228, 0.0112892938801497,  -0.0213103861179469,
                                              0.0376668486242431,   -0.0625857941079168, 0.105943939166656,
                                              -0.198552584765361,   0.632168125192838};

// No phase makes more of samples up to 1 than this, the sum of |taps| of the middle one, and a hair for rounding.
constexpr double largestGain = 2.1483;

// Nor does a phase move away from the straight line between the two samples about it by more than this times the
// largest second difference of its 16: the taps' excess over those of the line, summed twice. The phases beside the
// middle one are 0.00025 samples off, hence the second.
constexpr float largestBend = 0.3820F, lineSlack = 1.0005F;

// Below this (-360 dBFS) nothing is interpolated: floats of it, weighed by the taps, would become subnormal numbers.
constexpr double quietestPeak = 1e-18;

/** Interpolated values about four positions; x[0] is the first of the 16 samples about the leftmost one. Floats: 24
   bits are plenty for a reading, and four go at a time. */
template <int Factor> Float4 interpolatedPeaks(const float* x) {
    Float4 even(0.0F), odd(0.0F), middle(0.0F);
    for (std::size_t k = 0; k < middleHalf.size(); ++k) {
        const Float4 early = Float4::load(x + k), late = Float4::load(x + 15 - k);
        const Float4 sum = early + late;
        middle += Float4(static_cast<float>(middleHalf[k])) * sum;
        if constexpr (Factor == 4) {
            even += Float4(static_cast<float>(quarterEven[k])) * sum;
            odd += Float4(static_cast<float>(quarterOdd[k])) * (early - late);
        }
    }
    if constexpr (Factor == 4) return Float4::max(middle.abs(), even.abs() + odd.abs());
    return middle.abs();
}

constexpr int groupSamples = 4, mostGroups = 13;
constexpr int xSamples = mostGroups * groupSamples + 2; ///< the last ones see second differences end

using Spread = std::array<float, std::size_t{mostGroups - 1} * groupSamples>;

/** The larger of each value and the one a group later, of groups that value tells four at a time. */
template <typename Value> void spread(const Value& value, Spread& out) {
    Float4 next = value(0);
    for (int i = 0; i < static_cast<int>(out.size()); i += groupSamples) {
        const Float4 now = next;
        next = value(i + groupSamples);
        Float4::max(now, next).store(out.data() + i);
    }
}

/** Of five groups, which four positions look at. */
Float4 largestOfFive(const Spread& values, int first) {
    const float* at = values.data() + first;
    constexpr int third = 2 * groupSamples, fourth = 3 * groupSamples;
    return Float4::max(Float4::max(Float4::load(at), Float4::load(at + third)), Float4::load(at + fourth));
}

/** Of count positions; x has 15 samples more, and is filled up with zeros to xSamples. Where no value about four
   positions can be above maximum, there is nothing to find. */
template <int Factor> double interpolatedPeak(const float* x, int count, float maximum) {
    Spread sizes, bends;
    spread([x](int i) { return Float4::load(x + i).abs(); }, sizes);
    spread(
        [x](int i) {
            const Float4 middle = Float4::load(x + i + 1);
            return ((Float4::load(x + i) - middle) - (middle - Float4::load(x + i + 2))).abs();
        },
        bends);
    const float least = maximum / static_cast<float>(largestGain);
    Float4 peak(0.0F);
    std::array<float, 8> lanes{};
    for (int i = 0; i < count; i += groupSamples) {
        if (!largestOfFive(sizes, i).isAnyAbove(least)) continue;
        Float4::max(Float4::load(x + i + 7).abs(), Float4::load(x + i + 8).abs()).store(lanes.data());
        const float line = std::max(std::max(lanes[0], lanes[1]), std::max(lanes[2], lanes[3]));
        const Float4 high = Float4(line * lineSlack) + Float4(largestBend) * largestOfFive(bends, i);
        if (!high.isAnyAbove(maximum)) continue;
        const Float4 found = interpolatedPeaks<Factor>(x + i);
        if (i + groupSamples <= count) {
            peak = Float4::max(peak, found);
        } else {
            found.store(lanes.data() + 4);
            std::fill(lanes.begin() + 4 + (count - i), lanes.end(), 0.0F);
        }
    }
    peak.store(lanes.data());
    return static_cast<double>(*std::max_element(lanes.begin(), lanes.end()));
}

} // namespace

void TruePeak::prepare(double sampleRateHz) {
    factor_ = sampleRateHz <= highest4xRateHz ? 4 : sampleRateHz <= highest2xRateHz ? 2 : 1;
    reset();
}

void TruePeak::reset() {
    maximum_ = 0.0;
    history_ = {};
    kept_.fill(0.0);
}

double TruePeak::take() {
    const double taken = maximum_;
    maximum_ = 0.0;
    return taken;
}

void TruePeak::process(const double* samples, int count) {
    for (int at = 0; at < count; at += longSamples) {
        const int n = std::min(longSamples, count - at);
        if (n <= pieceSamples || !passOver(samples + at, n)) processPieces(samples + at, n);
    }
}

/** Whether a value between samples of the piece, or between it and what came before, may be above the maximum so far.
    The same bound as that of a group, with some more room for rounding. */
bool TruePeak::mayRise(const double* piece, int count, const PeakAndBend& of) const {
    constexpr double room = 1.00001;
    const double highest = std::max(of.peak, history_.peak);
    if (!(highest > quietestPeak && largestGain * highest > maximum_)) return false;
    const double first = kept_[historySamples - 2], second = kept_[historySamples - 1];
    double bend = std::max(of.bend, history_.bend);
    bend = std::max(bend, std::fabs((first - second) - (second - piece[0])));
    if (count > 1) bend = std::max(bend, std::fabs((second - piece[0]) - (piece[0] - piece[1])));
    return room * (static_cast<double>(lineSlack) * highest + static_cast<double>(largestBend) * bend) > maximum_;
}

/** The piece's last samples become those that the next one needs. */
void TruePeak::keep(const double* piece, int count, const PeakAndBend& of) {
    if (count == pieceSamples) {
        std::copy_n(piece + (pieceSamples - historySamples), historySamples, kept_.begin());
        history_ = of; // no less than that of its end
        return;
    }
    const int kept = std::min(count, historySamples);
    std::copy(kept_.begin() + kept, kept_.end(), kept_.begin());
    std::copy_n(piece + count - kept, kept, kept_.end() - kept);
    history_ = peakAndBend(kept_.data(), historySamples);
}

/** Several pieces at once, where nothing between them can be above the maximum. Changes nothing where it may. */
bool TruePeak::passOver(const double* samples, int count) {
    const auto of = peakAndBend(samples, count);
    if (!(of.peak <= sampleLimit)) return false;
    const double before = maximum_;
    maximum_ = std::max(maximum_, of.peak);
    if (factor_ == 1) return true;
    if (mayRise(samples, count, of)) {
        maximum_ = before;
        return false;
    }
    keep(samples, count, of);
    return true;
}

void TruePeak::processPieces(const double* samples, int count) {
    for (int at = 0; at < count; at += pieceSamples)
        processPiece(samples + at, std::min(pieceSamples, count - at));
}

void TruePeak::processPiece(const double* samples, int count) {
    double guarded[pieceSamples];
    const double* piece = samples;
    auto of = peakAndBend(samples, count);
    if (!(of.peak <= sampleLimit)) {
        copyGuarded(samples, count, guarded);
        piece = guarded;
        of = peakAndBend(piece, count);
    }
    maximum_ = std::max(maximum_, of.peak); // first: there is less to find above it
    if (factor_ == 1) return;
    if (mayRise(piece, count, of)) interpolate(piece, count);
    keep(piece, count, of);
}

void TruePeak::interpolate(const double* piece, int count) {
    // History, piece, and what only fills it up.
    static_assert(historySamples + pieceSamples + 3 <= mostGroups * groupSamples);
    float x[xSamples];
    for (int i = 0; i < historySamples; ++i)
        x[i] = static_cast<float>(kept_.data()[i]);
    for (int i = 0; i < count; ++i)
        x[historySamples + i] = static_cast<float>(piece[i]);
    std::fill(x + historySamples + count, std::end(x), 0.0F);
    const auto least = static_cast<float>((1.0 - 1e-6) * maximum_);
    maximum_ =
        std::max(maximum_, factor_ == 4 ? interpolatedPeak<4>(x, count, least) : interpolatedPeak<2>(x, count, least));
}

} // namespace phonostage::dsp
