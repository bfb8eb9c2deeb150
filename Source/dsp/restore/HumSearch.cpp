// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumSearch.h"

#include "dsp/Angles.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double nearHz = 2.2, farHz = 8.0;    // what counts as a line's surroundings
constexpr double leastDb = 8.0, mostDb = 25.0; // a line scores what it stands out by above the one, up to the other
constexpr double mostBelowDb = 40.0;           // the strongest: a line further below it may be what leaks of that
constexpr double rangeHz = 0.5, gridHz = 0.01; // of the fundamental
constexpr double placeHz = 0.1;                // of the fundamental, between two looks at the surroundings

} // namespace

void HumSearch::prepare(const HumBank& bank) {
    mainsHz_ = bank.mainsHz();
    hopSeconds_ = bank.hopSeconds();
    const auto length = static_cast<std::size_t>(std::lround(windowSeconds / hopSeconds_));
    window_.resize(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double place = 2.0 * pi * (static_cast<double>(i) + 0.5) / static_cast<double>(length);
        window_[i] = 0.42 - 0.5 * std::cos(place) + 0.08 * std::cos(2.0 * place);
    }
    reset();
}

void HumSearch::reset() {
    stage_ = Stage::waiting;
    pause_ = 0;
    done_ = rounds_ = 0;
    nextEnd_ = static_cast<std::int64_t>(window_.size()) + 1; // the very first hop is only half of one
    score_ = frequencyHz_ = 0.0;
}

void HumSearch::step(const HumBank& bank) {
    if (stage_ == Stage::waiting) {
        if (bank.hops() < nextEnd_) return;
        lastHop_ = nextEnd_ - 1;
        nextEnd_ += static_cast<std::int64_t>(window_.size() / 2);
        stage_ = Stage::powers;
        at_ = 0;
        return;
    }
    if (++pause_ < stepsApart) return;
    pause_ = 0;
    if (stage_ == Stage::powers)
        powerStep(bank);
    else if (stage_ == Stage::surroundings)
        surroundingStep();
    else
        scoreStep();
}

void HumSearch::powerStep(const HumBank& bank) {
    const std::size_t harmonic = at_ / bins, bin = at_ % bins;
    const double offsetHz = binHz * (static_cast<double>(bin) - 0.5 * static_cast<double>(bins - 1));
    const HumBank::Phasor turn = std::polar(1.0, -2.0 * pi * offsetHz * hopSeconds_);
    HumBank::Phasor rotor = 1.0, left = 0.0, right = 0.0;
    const std::int64_t first = lastHop_ + 1 - static_cast<std::int64_t>(window_.size());
    for (std::size_t i = 0; i < window_.size(); ++i) {
        const auto& set = bank.set(first + static_cast<std::int64_t>(i));
        const HumBank::Phasor weight = window_[i] * rotor;
        left += times(weight, set[harmonic]);
        right += times(weight, set[HumBank::harmonics + harmonic]);
        rotor = times(rotor, turn);
    }
    powers_[static_cast<std::size_t>(done_) % windows][harmonic][bin] = std::norm(left) + std::norm(right);
    if (++at_ < harmonics * bins) return;
    at_ = 0;
    ++done_;
    stage_ = done_ >= fewestWindows ? Stage::surroundings : Stage::waiting;
    if (stage_ == Stage::waiting) return;
    least_ = powers_[0];
    double most = 0.0;
    const auto known = std::min(static_cast<std::size_t>(done_), windows);
    for (std::size_t w = 1; w < known; ++w)
        for (std::size_t h = 0; h < harmonics; ++h)
            for (std::size_t b = 0; b < bins; ++b)
                least_[h][b] = std::min(least_[h][b], powers_[w][h][b]);
    for (const auto& harmonicPowers : least_)
        most = std::max(most, *std::max_element(harmonicPowers.begin(), harmonicPowers.end()));
    strongest_ = finiteDecibelsOfPower(most);
}

void HumSearch::surroundingStep() {
    const std::size_t harmonic = at_ / places, place = at_ % places;
    const double centreHz = (placeHz * static_cast<double>(place) - rangeHz) * static_cast<double>(harmonic + 1);
    std::array<double, bins> near{};
    std::size_t count = 0;
    for (std::size_t b = 0; b < bins; ++b) {
        const double away = std::abs(binHz * (static_cast<double>(b) - 0.5 * static_cast<double>(bins - 1)) - centreHz);
        if (away >= nearHz && away <= farHz) near[count++] = least_[harmonic][b];
    }
    const auto middle = near.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(near.begin(), middle, near.begin() + static_cast<std::ptrdiff_t>(count));
    around_[harmonic][place] = std::max(finiteDecibelsOfPower(*middle), strongest_ - mostBelowDb);
    if (++at_ < harmonics * places) return;
    at_ = 0;
    best_ = bestMerit_ = 0.0;
    bestHz_ = mainsHz_;
    stage_ = Stage::scores;
}

double HumSearch::standsOut(std::size_t harmonic, double offset) const {
    const double bin = offset * static_cast<double>(harmonic + 1) / binHz + 0.5 * static_cast<double>(bins - 1);
    const auto below = static_cast<std::size_t>(bin);
    const double part = bin - static_cast<double>(below);
    const double low = finiteDecibelsOfPower(least_[harmonic][below]),
                 high = finiteDecibelsOfPower(least_[harmonic][std::min(below + 1, bins - 1)]);
    const auto place = static_cast<std::size_t>(std::lround((offset + rangeHz) / placeHz));
    return low + part * (high - low) - around_[harmonic][place];
}

void HumSearch::scoreStep() {
    const double offset = gridHz * static_cast<double>(at_) - rangeHz;
    double sum = 0.0, merit = 0.0;
    for (std::size_t h = 0; h < harmonics; ++h) {
        const double db = std::max(standsOut(h, offset) - leastDb, 0.0);
        sum += std::min(db, mostDb);
        merit += std::min(db, mostDb) + 0.1 * db; // strong lines are above the most over a wide range
    }
    if (merit > bestMerit_) {
        bestMerit_ = merit;
        best_ = sum;
        bestHz_ = mainsHz_ + offset;
    }
    if (++at_ < grid) return;
    stage_ = Stage::waiting;
    score_ = best_;
    frequencyHz_ = bestHz_;
    ++rounds_;
}

} // namespace phonostage::dsp
