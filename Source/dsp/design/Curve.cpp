// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/design/Curve.h"

#include "dsp/design/DeEmphasisNetwork.h"

namespace phonostage::dsp {
namespace {

// One microsecond figure typed in decimal must not fall out of its range by the rounding of the last bit.
constexpr double slack = 1.0 + 1e-12;

// Written so that a NaN is outside every range.
bool isWithin(double seconds, double lowest, double highest) {
    return seconds >= lowest / slack && seconds <= highest * slack;
}

} // namespace

const char* whyIllegal(const Curve& curve) {
    if (curve.shelfSeconds && !isWithin(*curve.shelfSeconds, 500e-6, 32000e-6))
        return "The bass shelf must be between 500 and 32000 us: choose a value in that range, or none.";
    if (curve.turnoverSeconds && !isWithin(*curve.turnoverSeconds, 100e-6, 2000e-6))
        return "The turnover must be between 100 and 2000 us: choose a value in that range, or none.";
    if (curve.rolloffSeconds && !(*curve.rolloffSeconds > 0.0 && *curve.rolloffSeconds <= 300e-6 * slack))
        return "The roll-off must be above 0 and at most 300 us: choose a value in that range, or none.";
    if (curve.shelfSeconds && !curve.turnoverSeconds)
        return "The bass shelf (500 to 32000 us) needs a turnover: give a turnover of 100 to 2000 us, or no shelf.";
    if (curve.shelfSeconds && !(*curve.shelfSeconds > *curve.turnoverSeconds))
        return "The bass shelf (500 to 32000 us) must be longer than the turnover: make the shelf longer or the "
               "turnover "
               "(100 to 2000 us) shorter.";
    return nullptr;
}

std::complex<double> analogueResponse(const Curve& curve, double frequencyHz, bool withLowLimit) {
    return response(networkOf(curve), frequencyHz, withLowLimit);
}

std::complex<double> analogueResponse(const FilterSettings& settings, double frequencyHz, bool withLowLimit) {
    return response(networkOf(settings), frequencyHz, withLowLimit);
}

} // namespace phonostage::dsp
