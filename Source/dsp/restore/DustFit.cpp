// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/DustFit.h"

#include "dsp/restore/LevelKernels.h"
#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phonostage::dsp {
namespace {

constexpr int terms = DustShape::terms;
constexpr int rounds = 2;           ///< the hill and its slope alone, and then with the others
constexpr double likelyShare = 0.3; ///< of the first two terms, that the others have
constexpr double mostLift =
    0.4; ///< of the slope, that a hill has: the groove is as high behind a particle as before it
constexpr double conditioning = 1e-9;
constexpr double fitCost = 12.0; ///< instructions a frame and coefficient

int halfOf(double width) { return static_cast<int>(std::ceil(DustShape::reach * width)); }

} // namespace

void DustFit::prepare(int order, double mostWidth) {
    order_ = order;
    const auto count = 2 * static_cast<std::size_t>(halfOf(mostWidth)) + 1 + static_cast<std::size_t>(order);
    shape_.assign(count + static_cast<std::size_t>(order), 0.0);
    error_.assign(count, 0.0);
    for (auto& term : terms_)
        term.assign(count, 0.0);
}

double DustFit::Match::size() const { return std::hypot(hill, slope); }

double DustFit::Match::likeness(const Match& other) const {
    return (hill * other.hill + slope * other.slope) / (size() * other.size() + 1e-30);
}

bool DustFit::fit(const ChannelWindow& window, DustShape& shape, double& cost) {
    const int half = halfOf(shape.width);
    from_ = static_cast<int>(shape.at) - half;
    count_ = 2 * half + 1 + order_;
    if (from_ < order_ || from_ + count_ > window.layout.window) return false;
    model_ = window.model.coefficients();
    sigma_ = window.sigma(static_cast<int>(shape.at));
    predictForward(window.y.data() + from_, model_, order_, error_.data(), 0, count_);
    predictTerms(half, shape.width);
    match_ = matchOfError();
    shape.sizes = solve();
    judge(shape);
    cost += fitCost * order_ * count_;
    return true;
}

DustFit::Match DustFit::matchOf(const ChannelWindow& other, double& cost) {
    predictForward(other.y.data() + from_, model_, order_, error_.data(), 0, count_);
    cost += 0.1 * fitCost * order_ * count_;
    return matchOfError();
}

DustFit::Match DustFit::matchOfError() const {
    const auto along = [this](const std::vector<double>& term) {
        return dot(term.data(), error_.data(), count_) /
               (sigma_ * std::sqrt(dot(term.data(), term.data(), count_) + 1e-30));
    };
    return {.hill = along(terms_[0]), .slope = along(terms_[1])};
}

void DustFit::predictTerms(int half, double width) {
    for (int j = 0; j < terms; ++j) {
        std::fill(shape_.begin(), shape_.end(), 0.0);
        for (int i = -half; i <= half; ++i)
            shape_[static_cast<std::size_t>(order_) + static_cast<std::size_t>(half + i)] =
                DustShape::term(j, i / width);
        predictForward(shape_.data() + order_, model_, order_, terms_[static_cast<std::size_t>(j)].data(), 0, count_);
    }
}

// The normal equations, by elimination. The higher terms are held down to what is likely beside the first two.
std::array<double, terms> DustFit::solve() const {
    std::array<double, terms> sizes{};
    for (int round = 0; round < rounds; ++round) {
        const int used = round == 0 ? 2 : terms;
        const double power = sizes[0] * sizes[0] + sizes[1] * sizes[1];
        std::array<std::array<double, terms + 1>, terms> rows{};
        for (std::size_t j = 0; j < static_cast<std::size_t>(used); ++j) {
            for (std::size_t k = 0; k < static_cast<std::size_t>(used); ++k)
                rows[j][k] = dot(terms_[j].data(), terms_[k].data(), count_);
            rows[j][terms] = dot(terms_[j].data(), error_.data(), count_);
            if (j == 0 && round > 0)
                rows[j][j] += sigma_ * sigma_ / (mostLift * mostLift * sizes[1] * sizes[1] + 1e-30);
            if (j >= 2) rows[j][j] += sigma_ * sigma_ / (likelyShare * likelyShare * power + 1e-30);
            rows[j][j] *= 1.0 + conditioning;
        }
        for (std::size_t j = 0; j < static_cast<std::size_t>(used); ++j) {
            for (std::size_t k = j + 1; k < static_cast<std::size_t>(used); ++k) {
                const double share = rows[k][j] / rows[j][j];
                for (std::size_t n = j; n <= terms; ++n)
                    rows[k][n] -= share * rows[j][n];
            }
        }
        for (auto j = static_cast<std::size_t>(used); j-- > 0;) {
            double sum = rows[j][terms];
            for (std::size_t n = j + 1; n < static_cast<std::size_t>(used); ++n)
                sum -= rows[j][n] * sizes[n];
            sizes[j] = sum / rows[j][j];
        }
    }
    return sizes;
}

void DustFit::judge(const DustShape& shape) {
    for (std::size_t j = 0; j < terms; ++j)
        addScaled(error_.data(), terms_[j].data(), -shape.sizes[j], count_);
    powerLeft_ = dot(error_.data(), error_.data(), count_) / (sigma_ * sigma_ * count_);
    mostLeft_ = largestOf(error_.data(), count_) / sigma_;
}

} // namespace phonostage::dsp
