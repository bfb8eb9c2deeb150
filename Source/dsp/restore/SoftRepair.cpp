// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/SoftRepair.h"

#include "dsp/restore/PredictionKernels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr int roughRounds = 2; ///< in which the prior is learnt
constexpr int lastRounds = 3;
constexpr double priorWeight = 2.0;   ///< M = this s2 / v
constexpr int smoothing = 3;          ///< samples either side, falling weights
constexpr double leastPrior = 0.05;   ///< of the variance of an interpolated sample
constexpr double surePower = 12.0;    ///< of the click, over that of its error, to be taken for smooth
constexpr double leastLikeness = 0.5; ///< of two samples as far apart as at this rate, for it to count
constexpr double likenessRateHz = 48000.0;
constexpr double mostLikeness = 0.95;   ///< of neighbours in a click
constexpr double leastCoherence = 0.15; ///< with the other channel, for it to help
constexpr double predictedCost = 2.5;   ///< instructions a frame and coefficient, in doubles, of both channels
constexpr double sliceCost = 16000.0;   ///< instructions, some microseconds

} // namespace

void SoftRepair::prepare(const HopLayout& layout) {
    layout_ = layout;
    const int most = 2 * layout.mostMarked;
    const auto unknowns = static_cast<std::size_t>(most);
    solver_.prepare(most, layout.order);
    unknowns_.assign(unknowns, 0);
    for (auto* const values : {&right_, &solution_, &prior_, &size_, &beside_})
        values->assign(unknowns, 0.0);
    // Unknowns may stand as far apart as the order.
    const auto longest = static_cast<std::size_t>(layout.window);
    error_.assign(longest, 0.0);
    otherError_.assign(longest, 0.0);
    ownError_.assign(longest, 0.0);
}

double SoftRepair::expectedCost(const HopLayout& layout, int marked, bool isFinal) {
    if (marked == 0) return 0.0;
    const double band = std::min(marked - 1, layout.order), rounds = isFinal ? lastRounds : roughRounds;
    const double predicted = 2.0 * layout.context + 3.0 * layout.order + 2.0 * marked;
    return predictedCost * layout.order * predicted + marked * (300.0 + rounds * BandedSolver::factorCost(band) +
                                                                (rounds - 1.0) * BandedSolver::inverseCost(band));
}

void SoftRepair::begin(ChannelWindow& own, const ChannelWindow& other, int from, int to) {
    own_ = &own;
    other_ = &other;
    position_ = from;
    to_ = to;
    rounds_ = to > layout_.behind + layout_.hop ? roughRounds : lastRounds;
    step_ = Step::find;
}

bool SoftRepair::next(double& cost) {
    switch (step_) {
    case Step::find:
        if (!findCluster(cost)) return false;
        setUp(cost);
        step_ = Step::factor;
        break;
    case Step::factor:
        if (solver_.factor(sliceCost, cost)) step_ = Step::solve;
        break;
    case Step::solve:
        for (int m = 0; m < count_; ++m) {
            const auto at = static_cast<std::size_t>(m);
            solution_[at] = right_[at];
            if (round_ > 0) solution_[at] += pull(m);
        }
        solver_.solve(solution_.data(), cost);
        if (++round_ < rounds_) {
            solver_.beginInverse();
            step_ = Step::invert;
        } else {
            for (int m = 0; m < count_; ++m)
                own_->x[static_cast<std::size_t>(unknowns_[static_cast<std::size_t>(m)])] =
                    solution_[static_cast<std::size_t>(m)];
            step_ = Step::find;
        }
        break;
    case Step::invert:
        if (!solver_.invert(sliceCost, cost)) break;
        updatePrior();
        cost += 130.0 * count_;
        solver_.begin(unknowns_.data(), count_, own_->model.products(), layout_.order, prior_.data(), beside_.data());
        step_ = Step::factor;
        break;
    }
    return true;
}

// Marks with gaps below the order between them, as many as there is room for.
bool SoftRepair::findCluster(double& cost) {
    const int order = layout_.order, end = layout_.window - order;
    const int room = static_cast<int>(unknowns_.size());
    const auto& marks = own_->marks;
    for (;;) {
        const int before = position_;
        while (position_ < to_ && marks[static_cast<std::size_t>(position_)] == 0)
            ++position_;
        cost += 8.0 * (position_ - before);
        if (position_ >= to_) return false;
        count_ = 0;
        int last = position_;
        for (int i = position_; i < end && i - last <= order && count_ < room; ++i) {
            if (marks[static_cast<std::size_t>(i)] == 0) continue;
            unknowns_[static_cast<std::size_t>(count_++)] = i;
            last = i;
        }
        position_ = last + 1;
        if (count_ > 0 && unknowns_[0] >= order && last < end) return true;
    }
}

void SoftRepair::setUp(double& cost) {
    const int order = layout_.order, first = unknowns_[0], last = unknowns_[static_cast<std::size_t>(count_ - 1)];
    const int end = last + 1 + order;
    const double* const a = own_->model.coefficients();
    for (int m = 0; m < count_; ++m)
        own_->x[static_cast<std::size_t>(unknowns_[static_cast<std::size_t>(m)])] = 0.0;
    predictForward(own_->x.data() + first, a, order, error_.data(), 0, end - first);
    takeOther(cost);
    for (int m = 0; m < count_; ++m) {
        const auto at = static_cast<std::size_t>(m);
        right_[at] = -dot(a, error_.data() + (unknowns_[at] - first), order + 1);
        prior_[at] = 0.0;
    }
    const double sigma = own_->sigma(first);
    variance_ = sigma * sigma;
    round_ = 0;
    solver_.begin(unknowns_.data(), count_, own_->model.products(), order, prior_.data());
    cost += predictedCost * order * (end - first + count_);
}

bool SoftRepair::isOtherClean() const {
    const int first = unknowns_[0], last = unknowns_[static_cast<std::size_t>(count_ - 1)];
    const auto from = other_->marks.begin() + std::max(0, first - 2);
    const auto to = other_->marks.begin() + std::min(layout_.window, last + 3);
    return std::find_if(from, to, [](std::uint8_t mark) { return mark != 0; }) == to;
}

// What the other channel's error tells of this one's: its share is learnt beside the marks.
void SoftRepair::takeOther(double& cost) {
    if (!isOtherClean()) return;
    const int order = layout_.order, first = unknowns_[0], last = unknowns_[static_cast<std::size_t>(count_ - 1)];
    const int end = last + 1 + order;
    const int from = std::max(order, first - layout_.context), to = std::min(layout_.window, end + layout_.context);
    const double* const a = own_->model.coefficients();
    predictForward(other_->x.data() + from, a, order, otherError_.data(), 0, to - from);
    predictForward(own_->x.data() + from, a, order, ownError_.data(), 0, to - from);
    double other2 = 0.0, own2 = 0.0, both = 0.0;
    int lastMark = from - 1;
    for (int i = from - order; i < from; ++i)
        if (own_->marks[static_cast<std::size_t>(i)] != 0 || other_->marks[static_cast<std::size_t>(i)] != 0)
            lastMark = i;
    if (lastMark == from - 1 && own_->marks[static_cast<std::size_t>(lastMark)] == 0 &&
        other_->marks[static_cast<std::size_t>(lastMark)] == 0)
        lastMark = from - order - 1;
    for (int i = from; i < to; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (own_->marks[at] != 0 || other_->marks[at] != 0) lastMark = i;
        if ((i >= first && i < end) || i - lastMark <= order) continue;
        const double other = otherError_[static_cast<std::size_t>(i - from)];
        const double own = ownError_[static_cast<std::size_t>(i - from)];
        other2 += other * other;
        own2 += own * own;
        both += own * other;
    }
    cost += predictedCost * order * (to - from);
    const double coherence = other2 > 0.0 && own2 > 0.0 ? both * both / (other2 * own2) : 0.0;
    if (coherence <= leastCoherence) return;
    const double share = both / (other2 * 1.02) * std::min(1.0, (coherence - leastCoherence) / 0.2);
    addScaled(error_.data(), otherError_.data() + (first - from), -share, end - first);
}

void SoftRepair::updatePrior() {
    const double least = variance_ / own_->model.energy();
    const double* const inverse = solver_.inverseDiagonal();
    for (int m = 0; m < count_; ++m) {
        const auto at = static_cast<std::size_t>(m);
        const double click = own_->y[static_cast<std::size_t>(unknowns_[at])] - solution_[at];
        size_[at] = click * click - variance_ * std::max(0.0, inverse[m]);
    }
    for (int m = 0; m < count_; ++m) {
        double sum = 0.0, weights = 0.0;
        for (int t = std::max(0, m - smoothing); t <= std::min(count_ - 1, m + smoothing); ++t) {
            const double weight = smoothing + 1 - std::abs(t - m);
            sum += weight * size_[static_cast<std::size_t>(t)];
            weights += weight;
        }
        const double size = std::max(sum / weights - least, leastPrior * least);
        prior_[static_cast<std::size_t>(m)] = priorWeight * variance_ / size;
    }
    joinPrior();
}

bool SoftRepair::isJoined(int m) const {
    return m > 0 && m < count_ &&
           unknowns_[static_cast<std::size_t>(m)] == unknowns_[static_cast<std::size_t>(m - 1)] + 1;
}

// How alike neighbours are in the click: 0 for noise and what swings fast, nearly 1
// for a smooth click. 0, too, where what was estimated may as well be the error of filling in.
double SoftRepair::likeness() {
    const int apart = std::max(1, static_cast<int>(std::lround(layout_.rateHz / likenessRateHz)));
    double both = 0.0, power = 0.0, error = 0.0;
    for (int m = 0; m < count_; ++m) {
        const auto at = static_cast<std::size_t>(m);
        size_[at] = own_->y[static_cast<std::size_t>(unknowns_[at])] - solution_[at];
        power += size_[at] * size_[at];
        if (m >= apart && unknowns_[at] - unknowns_[at - static_cast<std::size_t>(apart)] == apart)
            both += size_[at] * size_[at - static_cast<std::size_t>(apart)];
        error += variance_ * solver_.inverseDiagonal()[m];
    }
    if (round_ == 1) isSure_ = power > surePower * error;
    if (!isSure_ || both <= leastLikeness * power) return 0.0;
    return std::min(std::pow(both / power, 1.0 / apart), mostLikeness);
}

// A prior with which neighbours are alike: a chain, so that its inverse has one diagonal beside the main one. A smooth
// click of 40 samples is then no more unlikely than one of a few, and is not drawn to nothing.
void SoftRepair::joinPrior() {
    const double like = likeness(), gain = 1.0 / (1.0 - like * like), more = like * like * gain;
    double before = 0.0;
    for (int m = 0; m < count_; ++m) {
        const auto at = static_cast<std::size_t>(m);
        const double alone = prior_[at];
        beside_[at] = isJoined(m) ? -like * gain * std::sqrt(alone * before) : 0.0;
        prior_[at] *= 1.0 + (isJoined(m) ? more : 0.0) + (isJoined(m + 1) ? more : 0.0);
        before = alone;
    }
}

// Of the prior towards what is there.
double SoftRepair::pull(int m) const {
    const auto at = static_cast<std::size_t>(m);
    const auto y = [&](std::size_t n) { return own_->y[static_cast<std::size_t>(unknowns_[n])]; };
    double sum = prior_[at] * y(at);
    if (m > 0) sum += beside_[at] * y(at - 1);
    if (m + 1 < count_) sum += beside_[at + 1] * y(at + 1);
    return sum;
}

} // namespace phonostage::dsp
