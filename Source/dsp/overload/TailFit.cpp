// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/TailFit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr int mostIterations = 12;
constexpr double leastExpected = 0.3;
constexpr double steepest = 3.0; // natural logarithm a band: the data say no more than that

} // namespace

// Bands are counted from the middle of those that are fitted: level and slope are then nearly independent.
void TailFit::start(const double* counts, int bandCount) {
    bandCount_ = std::min(bandCount, mostBands);
    std::copy_n(counts, bandCount_, counts_.begin());
    middle_ = 0.5 * (firstFitted + bandCount_ - 1);
    double sum = 0.0;
    for (int band = firstFitted; band < bandCount_; ++band)
        sum += counts_[static_cast<std::size_t>(band)];
    level_ = std::log(std::max(sum, 0.01) / (bandCount_ - firstFitted));
    slope_ = 0.0;
    iterations_ = sum > 0.0 ? 0 : mostIterations;
}

bool TailFit::iterate() {
    if (iterations_ >= mostIterations) return true;
    ++iterations_;
    const double ratio = std::exp(slope_);
    double mean = std::exp(level_ + slope_ * (firstFitted - middle_));
    double m0 = 0.0, m1 = 0.0, m2 = 0.0, g0 = 0.0, g1 = 0.0;
    for (int band = firstFitted; band < bandCount_; ++band) {
        const double x = band - middle_;
        const double excess = counts_[static_cast<std::size_t>(band)] - mean;
        g0 += excess;
        g1 += x * excess;
        m0 += mean;
        m1 += x * mean;
        m2 += x * x * mean;
        mean *= ratio;
    }
    const double determinant = m0 * m2 - m1 * m1;
    if (!(determinant > 1e-12 * m0 * m2)) return iterations_ = mostIterations, true;
    const double stepLevel = (g0 * m2 - g1 * m1) / determinant, stepSlope = (g1 * m0 - g0 * m1) / determinant;
    level_ += std::clamp(stepLevel, -2.0, 2.0);
    slope_ = std::clamp(slope_ + std::clamp(stepSlope, -0.5, 0.5), -steepest, steepest);
    if (std::fabs(stepLevel) < 1e-4 && std::fabs(stepSlope) < 1e-4) iterations_ = mostIterations;
    return iterations_ >= mostIterations;
}

double TailFit::z(double modelError) const {
    const double expected = std::max(std::exp(level_ - slope_ * middle_), leastExpected);
    const double error = modelError * expected;
    return (counts_[0] - expected) / std::sqrt(expected + 1.0 + error * error);
}

} // namespace phonostage::dsp
