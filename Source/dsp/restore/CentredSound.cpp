// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/CentredSound.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double leastInStretch = 5.0;      ///< standard deviations of its highest sample
constexpr double leastOfCentred = 0.8;      ///< correlation of the channels
constexpr double mostOfCentredPower = 3.16; ///< of one channel over the other: 5 dB
constexpr double mostOfApart = 0.5;         ///< correlation
constexpr double leastOfApartPower = 7.94;  ///< ... or so much of one channel over the other: 9 dB
constexpr double smallestPower = 1e-30;     ///< of silence

} // namespace

Sides sidesOf(const float* own, const float* other, int count, double sigma) {
    double own2 = smallestPower, other2 = smallestPower, both = 0.0, most = 0.0;
    for (int i = 0; i < count; ++i) {
        const auto a = static_cast<double>(own[i]), b = static_cast<double>(other[i]);
        own2 += a * a;
        other2 += b * b;
        both += a * b;
        most = std::max(most, a * a);
    }
    const double least = leastInStretch * sigma;
    if (most < least * least) return Sides::unknown;
    const double correlation = both / std::sqrt(own2 * other2), tilt = std::max(own2 / other2, other2 / own2);
    if (correlation > leastOfCentred && tilt < mostOfCentredPower) return Sides::centred;
    return correlation < mostOfApart || tilt > leastOfApartPower ? Sides::apart : Sides::unknown;
}

int centredBeside(const ErrorStretches& error, int at, int direction) {
    const int last = error.to - error.length;
    bool isPastClick = false;
    for (at = std::min(std::max(error.from, at), last); at >= error.from && at <= last;
         at += direction * (error.length / 2)) {
        const Sides sides = sidesOf(error.own + at, error.other + at, error.length, error.sigma);
        if (sides == Sides::centred) return isPastClick ? at : -1;
        isPastClick = isPastClick || sides == Sides::apart;
    }
    return -1;
}

} // namespace phonostage::dsp
