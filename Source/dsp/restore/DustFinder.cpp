// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/DustFinder.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace phonostage::dsp {
namespace {

constexpr std::array<double, 3> widthsSeconds{35e-6, 55e-6, 80e-6}; ///< a particle is some four of them long
constexpr double filterReach = 3.0;                                 ///< widths either side
constexpr double trustedShare = 0.75;                               ///< of the clicks' threshold
// Real music has sounds of these shapes. Those stand out less, are wider, are left with more error, and are a hill more
// often than its slope. Of 333 particles 54 % are within these limits. Of what wider ones (0.65, 110 us, 2, any hill)
// took in 30 pieces without clicks 22 % are, with 7 % of its energy.
constexpr double mostPowerLeft = 1.2; ///< of the sound's error: more is no particle, or not only one
constexpr double mostHillShare = 0.6;
constexpr double mostErrorLeft = 4.0;     ///< standard deviations
constexpr double mostOtherShare = 0.35;   ///< of its size, that the other channel may have: crosstalk has less
constexpr double mostOtherByChance = 3.5; ///< standard deviations, that it may have in any case
constexpr double upsideDown = -0.8;       ///< likeness of the channels: vertical, as music seldom is
constexpr double besideMs = 5.0;          ///< the error is looked at so far either side
constexpr double leastOverRms = 1.15;     ///< of its rms there, for what is trusted by the median
constexpr double coreReach = 2.5;         ///< widths: most of it

double productOf(const std::vector<double>& shape, int lag) {
    return dot(shape.data(), shape.data() + lag, std::max(0, static_cast<int>(shape.size()) - lag));
}

} // namespace

void DustFinder::prepare(const HopLayout& layout) {
    layout_ = layout;
    for (std::size_t n = 0; n < widths; ++n) {
        Filter& f = filters_[n];
        f.width = widthsSeconds[n] * layout.rateHz;
        f.half = static_cast<int>(std::ceil(filterReach * f.width));
        std::vector<double> hill, slope;
        for (int i = -f.half; i <= f.half; ++i) {
            hill.push_back(DustShape::term(0, i / f.width));
            slope.push_back(DustShape::term(1, i / f.width));
        }
        f.hill.assign(hill.begin(), hill.end());
        f.slope.assign(slope.begin(), slope.end());
        f.hillProducts.clear();
        f.slopeProducts.clear();
        for (int lag = 0; lag <= layout.order; ++lag) {
            f.hillProducts.push_back(productOf(hill, lag));
            f.slopeProducts.push_back(productOf(slope, lag));
        }
    }
    fit_.prepare(layout.order, filters_.back().width);
    const auto window = static_cast<std::size_t>(layout.window);
    for (auto* const values : {&score_, &hillError_, &slopeError_})
        values->assign(window, 0.0F);
    which_.assign(window, 0);
    blocked_.assign(window, 0);
    found_.resize(mostFound); // touched, so that no page is missing in a block
    found_.clear();
}

int DustFinder::mostFrames() const { return 2 * static_cast<int>(std::ceil(DustShape::reach * filters_.back().width)); }

void DustFinder::clear() {
    std::fill(blocked_.begin(), blocked_.end(), std::uint8_t{0});
    found_.clear();
    position_ = end_ = 0;
}

void DustFinder::block(int from, int to) {
    const int first = std::clamp(from, 0, layout_.window), last = std::clamp(to, first, layout_.window);
    std::fill(blocked_.begin() + first, blocked_.begin() + last, std::uint8_t{1});
}

bool DustFinder::isFree(int from, int to) const {
    const auto first = blocked_.begin() + std::clamp(from, 0, layout_.window);
    const auto last = blocked_.begin() + std::clamp(to, from, layout_.window);
    return std::find(first, last, std::uint8_t{1}) == last;
}

void DustFinder::begin(const PassRange& range, const ChannelWindow& own, const ChannelWindow& other, double clickSigmas,
                       double& cost) {
    range_ = range;
    own_ = &own;
    other_ = &other;
    sigmas_ = trustedShare * clickSigmas;
    candidates_ = 0;
    const int half = mostFrames() / 2;
    position_ = std::max(range.from, range.errorFrom + half);
    end_ = std::min({range.to + half, range.errorTo - half, layout_.window - layout_.order - half});
    std::fill(score_.begin(), score_.end(), 0.0F);
    for (std::size_t n = 0; n < widths; ++n) {
        score(filters_[n], static_cast<std::uint8_t>(n));
        cost += 2.0 * (predictionCost(2 * filters_[n].half) + 2.0) * std::max(0, end_ - position_);
    }
}

// Power of the prediction's share of a shape, over that of one sample: what the errors of both ways are divided by.
double DustFinder::gain(const std::vector<double>& products) const {
    const double* const model = own_->model.products();
    double sum = 0.0;
    for (int lag = 0; lag <= layout_.order; ++lag)
        sum += (lag == 0 ? 1.0 : 2.0) * products[static_cast<std::size_t>(lag)] * model[lag];
    return own_->model.energy() / std::max(sum, 1e-30);
}

// twoSided is what both predictions have in common, A'A y: its product with a shape is how much of it is there.
void DustFinder::score(const Filter& f, std::uint8_t index) {
    const int order = 2 * f.half;
    const auto hillGain = static_cast<float>(gain(f.hillProducts));
    const auto slopeGain = static_cast<float>(gain(f.slopeProducts));
    const int from = position_ + f.half, to = end_ + f.half;
    predictForward(own_->twoSided.data(), f.hill.data(), order, hillError_.data(), from, to);
    predictForward(own_->twoSided.data(), f.slope.data(), order, slopeError_.data(), from, to);
    for (int i = from; i < to; ++i) {
        const float hill = hillError_[static_cast<std::size_t>(i)], slope = slopeError_[static_cast<std::size_t>(i)];
        const float power = hillGain * hill * hill + slopeGain * slope * slope;
        const auto middle = static_cast<std::size_t>(i - f.half);
        if (power <= score_[middle]) continue;
        score_[middle] = power;
        which_[middle] = index;
    }
}

bool DustFinder::next(ClickFinder& finder, double& cost) {
    const int before = position_;
    while (position_ < end_ && candidates_ < mostCandidates && found_.size() < found_.capacity()) {
        const double limit = sigmas_ * own_->sigma(position_);
        const auto isHigh = [&](int i) {
            return static_cast<double>(score_[static_cast<std::size_t>(i)]) >= limit * limit;
        };
        if (!isHigh(position_)) {
            ++position_;
            continue;
        }
        ++candidates_;
        int at = position_;
        for (; position_ < end_ && position_ - at <= layout_.pulseFrames * 2 && isHigh(position_); ++position_)
            if (score_[static_cast<std::size_t>(position_)] > score_[static_cast<std::size_t>(at)]) at = position_;
        DustShape shape;
        shape.at = at;
        shape.width = filters_[which_[static_cast<std::size_t>(at)]].width;
        if (isDust(shape, finder, cost)) {
            const int half = mostFrames() / 2;
            found_.push_back(shape);
            block(at - half, at + half + 1);
        }
        cost += 5.0 * (position_ - before);
        return true;
    }
    cost += 5.0 * (position_ - before);
    return false;
}

// Of the error: in crackle it is far above the median, and any shape is made by chance.
double DustFinder::rmsBeside(int at, int half) const {
    const int reach = layout_.frames(besideMs);
    double sum = 1e-30;
    int count = 1;
    for (int i = std::max(range_.errorFrom, at - reach); i < std::min(range_.errorTo, at + reach); ++i) {
        if (std::abs(i - at) <= half) continue;
        const auto error = static_cast<double>(own_->forward[static_cast<std::size_t>(i)]);
        sum += error * error;
        ++count;
    }
    return std::sqrt(sum / count);
}

bool DustFinder::isDust(DustShape& shape, ClickFinder& finder, double& cost) {
    const int at = static_cast<int>(shape.at), half = static_cast<int>(std::ceil(DustShape::reach * shape.width));
    // What begins behind the hop is the next one's; the last one had what began before.
    if (at - half < range_.from - 1 || at - half >= range_.to || !isFree(at - half, at + half + 1)) return false;
    if (!fit_.fit(*own_, shape, cost)) return false;
    if (fit_.powerLeft() > mostPowerLeft || fit_.mostLeft() > mostErrorLeft) return false;
    const double size = fit_.match().size();
    if (std::fabs(fit_.match().hill) > mostHillShare * size) return false;
    const DustFit::Match beside = fit_.matchOf(*other_, cost);
    const double likeness = fit_.match().likeness(beside);
    if (beside.size() > std::max(mostOtherByChance, mostOtherShare * size) && likeness > upsideDown) return false;
    const int core = static_cast<int>(std::ceil(coreReach * shape.width));
    cost += 6.0 * layout_.frames(besideMs);
    if (size * own_->sigma(at) < sigmas_ * leastOverRms * rmsBeside(at, half)) return false;
    return !finder.mayBeMusic({.from = at - core,
                               .to = at + core + 1,
                               .at = at,
                               .peak = size * own_->sigma(at),
                               .correlation = likeness,
                               .balanceDb = std::fabs(20.0 * std::log10(size / (beside.size() + 1e-12)))},
                              sigmas_, cost);
}

} // namespace phonostage::dsp
