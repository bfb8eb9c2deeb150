// SPDX-License-Identifier: GPL-3.0-or-later
//
// No step takes more than some hundred instructions, but for the choice of a crowd's tops, which only a crowd brings
// about.

#include "dsp/overload/CeilingEvaluation.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace phonostage::dsp {
namespace {

// Of each width: the width itself, exp(-width), and the histogram's bins in it.
constexpr std::array<double, 3> widths = {0.005, 0.02, 0.06};
constexpr std::array<double, 3> underTop = {0.99501247919268232, 0.98019867330675525, 0.94176453358424872};
constexpr std::array<int, 3> binsOf = {4, 16, 48};
// Bands that are counted, and the lowest in which a crowd is looked for: 6 dB CeilingCrowds::below the largest peak.
constexpr std::array<int, 3> bandsOf = {14, 34, 24};
constexpr std::array<int, 3> lowestBandOf = {0, 18, 12};
constexpr double stepsInWidth = 4.0; // a narrower band would be one of codes, not of levels

constexpr std::int64_t leastPeaks = 200;
constexpr double leastCrowd = 10.0;
constexpr double likelyZ = 6.0, sureZ = 12.0;
// What is filtered, resampled or coupled by a capacitor behind the stage that clips overshoots a little: the crowd then
// lies CeilingCrowds::below some peaks that are larger. Music has no such hump; the tail's own bend is allowed for.
constexpr double leastDeepCrowd = 16.0, leastDeepTops = 24.0, leastDeepZ = 9.0, mostAbove = 1.5, leastHump = 1.3,
                 leastEdge = 1.5, tailError = 0.1;
// Tops are alike where their sides differ by no more, with noise of -60 dBFS.
constexpr double sameSides = 0.03, sameSidesSoft = 0.08, sameSidesDeep = 0.1, noise = 0.0015;
constexpr int leastSame = 3, ofPairs = 5; // of the pairs of tops, where the signal repeats
constexpr float equalLevels = 2e-7f, belowHighest = 0.998f;
constexpr int mostEqual = 20; // one in so many pairs
constexpr float fallen =
    0.85f; // what the sides are compared at: the nearest distance where they are CeilingCrowds::below it
// The signal's fall at twice the distance, over that at the distance: 4 for a parabola, at most 4 for tones.
constexpr float cutFall = 8.0f;
constexpr int mostLags = 64, pairsAtOnce = 48;
constexpr std::size_t topsAtOnce = 16;
constexpr std::size_t listedAtOnce = 4;
constexpr double probeAbove = 1.02; // tops so far above a CeilingCrowds::probe's band belong to it

/** A soft knee leaves no crowd at the top, but as many peaks as further down. Clean music has few there: of 510
   channels at most 27, and at most a quarter of the mean of the bands 2 to 7 CeilingCrowds::below. In standard
   deviations beyond that.
 */
double cutOffZ(const double* counts) {
    double mean = 0.0;
    for (int band = 2; band < 8; ++band)
        mean += counts[band] / 6.0;
    const double expected = std::max(0.25 * mean, 15.0);
    return (counts[0] - expected) / std::sqrt(expected + 1.0);
}

} // namespace

void CeilingEvaluation::clear() {
    listings_.fill(Listing());
    restart();
}

void CeilingEvaluation::restart() {
    task_ = Task::begin;
    p_ = span_ = 0;
}

int CeilingEvaluation::step(const CeilingCrowds& crowds, bool isBlind, const Source& source, OverloadTally& tally) {
    const int units = task_ == Task::select || task_ == Task::measure  ? 6
                      : task_ == Task::compare || task_ == Task::space ? 7
                                                                       : 3;
    wantedProbe_.reset();
    switch (task_) {
    case Task::begin:
        begin(crowds, isBlind, source);
        break;
    case Task::gather:
        gather(crowds);
        break;
    case Task::seek:
        if (nextBand())
            task_ = Task::fit;
        else {
            ++width_;
            beginWidth(crowds, source);
        }
        break;
    case Task::fit:
        fit(crowds);
        break;
    case Task::select:
        select(crowds, source);
        break;
    case Task::measure:
        measure();
        break;
    case Task::compare:
        compare();
        break;
    case Task::space:
        space();
        break;
    case Task::found:
        found(crowds, source, tally);
        break;
    case Task::list:
        list(crowds, tally);
        break;
    }
    return units;
}

void CeilingEvaluation::nextUnit() {
    task_ = Task::begin;
    span_ = (span_ + 1) % CeilingCrowds::evaluatedSpans;
    if (span_ == 0) p_ = 1 - p_;
}

void CeilingEvaluation::begin(const CeilingCrowds& crowds, bool isBlind, const Source& source) {
    if (isBlind || source.isCompanded || crowds.pieces + crowds.notedPeaks[p_] < leastPeaks ||
        crowds.peaks(p_, span_).largest() < CeilingCrowds::quietest)
        return nextUnit();
    bestZ_ = deepZ_ = 0.0;
    isSoft_ = false;
    width_ = 0;
    beginWidth(crowds, source);
}

void CeilingEvaluation::beginWidth(const CeilingCrowds& crowds, const Source& source) {
    while (width_ < widthCount && crowds.peaks(p_, span_).largest() * widths[width_] < stepsInWidth * source.step)
        ++width_;
    band_ = 0;
    if (width_ < widthCount)
        task_ = Task::gather;
    else
        verdict(crowds);
}

void CeilingEvaluation::gather(const CeilingCrowds& crowds) {
    const PeakHistogram& of = crowds.peaks(p_, span_);
    const int begin = band_ * binsOf[width_];
    // A piece has fewer peaks than samples.
    const bool isNarrow = crowds.pieces < std::numeric_limits<std::uint32_t>::max() / CeilingCrowds::pieceSamples;
    const std::int64_t count = width_ == 0   ? of.sum<binsOf[0]>(begin, isNarrow)
                               : width_ == 1 ? of.sum<binsOf[1]>(begin, isNarrow)
                                             : of.sum<binsOf[2]>(begin, isNarrow);
    counts_[static_cast<std::size_t>(band_)] = static_cast<double>(count);
    if (++band_ < bandsOf[width_]) return;
    allPeaks_ = 0.0;
    for (int band = 0; band < std::min(band_, TailFit::mostBands); ++band)
        allPeaks_ += counts_[static_cast<std::size_t>(band)];
    band_ = -1;
    above_ = 0.0;
    task_ = Task::seek;
}

// The next band in which a crowd may be.
bool CeilingEvaluation::nextBand() {
    while (++band_ <= lowestBandOf[width_]) {
        const double* counts = counts_.data() + band_;
        const double above = above_;
        above_ += counts[0];
        const auto isCutOff = [this](const double* some) {
            return width_ == widthCount - 1 && band_ == 1 && cutOffZ(some) >= leastDeepZ;
        };
        const bool mayBe = band_ == 0 ? counts[0] >= leastCrowd
                                      : counts[0] >= leastDeepCrowd && above <= mostAbove * counts[0] &&
                                            ((counts[0] >= leastHump * 0.5 * (counts[2] + counts[3]) &&
                                              counts[0] >= leastEdge * counts[-1]) ||
                                             isCutOff(counts));
        if (!mayBe) continue;
        fit_.start(counts, bandsOf[width_] - band_);
        return true;
    }
    return false;
}

void CeilingEvaluation::fit(const CeilingCrowds& crowds) {
    if (!fit_.iterate()) return;
    task_ = Task::seek;
    const double count = counts_[static_cast<std::size_t>(band_)];
    const double cut = width_ == widthCount - 1 && band_ < 2 ? cutOffZ(counts_.data() + band_) : 0.0;
    if (band_ == 0) {
        const double crowded = fit_.z(0.0), z = crowded >= likelyZ ? crowded : cut;
        if (z <= bestZ_ || (bestZ_ >= likelyZ && crowded < likelyZ)) return;
        bestZ_ = z;
        bestCount_ = count;
        bestWidth_ = width_;
        isSoft_ = crowded < likelyZ;
        return;
    }
    const double z = std::max(fit_.z(tailError), cut);
    if (z <= deepZ_) return;
    deepZ_ = z;
    deepCount_ = count;
    deepWidth_ = widths[width_];
    deepTop_ = crowds.peaks(p_, span_).largest() * std::exp(-band_ * deepWidth_);
}

// What crowds at the top has been kept since it came; what crowds further down is looked at from now on.
void CeilingEvaluation::verdict(const CeilingCrowds& crowds) {
    // While the signal still grows, the largest peak is no ceiling.
    if (span_ == CeilingCrowds::whole && crowds.sinceGrowth < crowds.settled) return nextUnit();
    isDeep_ = false;
    cursor_ = 0;
    if (bestZ_ >= likelyZ) {
        task_ = Task::select;
        return;
    }
    const std::size_t span = crowds.crowdSpan(p_, span_);
    const double probed = crowds.polarities[p_].probeTops[span];
    if (deepZ_ < leastDeepZ) return nextUnit();
    if (probed < deepTop_ * (1.0 - deepWidth_) || probed > deepTop_ * (1.0 + deepWidth_)) {
        wantedProbe_ = Probe{p_, span, deepTop_, deepWidth_};
        return nextUnit();
    }
    bestZ_ = deepZ_;
    bestCount_ = deepCount_;
    isDeep_ = true;
    task_ = Task::select;
}

// The crowd's tops, the newest first.
void CeilingEvaluation::select(const CeilingCrowds& crowds, const Source& source) {
    const Crowd& some = crowds.crowd(p_, span_, isDeep_ ? CeilingCrowds::probe : CeilingCrowds::below);
    if (cursor_ == 0) {
        const std::size_t crowdSpan = crowds.crowdSpan(p_, span_);
        const double top =
            isDeep_ ? crowds.polarities[p_].probeTops[crowdSpan] * probeAbove : crowds.peaks(p_, span_).largest();
        highest_ = static_cast<float>(top);
        lowest_ = static_cast<float>(isDeep_ ? some.floor : top * underTop[bestWidth_]);
        selected_ = longOnes_ = atFullScale_ = 0;
        level_ = 0.0;
        sideSums_.fill(0.0f);
    }
    const auto fullScale = static_cast<float>(source.fullScale);
    const std::size_t known = some.count - some.incomplete, end = std::min(known, cursor_ + topsAtOnce);
    for (; cursor_ < end && selected_ < static_cast<int>(mostSelected); ++cursor_) {
        const Top& one = some.top(known - 1 - cursor_);
        if (one.level < lowest_ || one.level > highest_) continue;
        if (selected_ == 0) newest_ = one.start;
        since_ = one.start;
        levels_[static_cast<std::size_t>(selected_)] = one.level;
        selection_[static_cast<std::size_t>(selected_++)] = one;
        longOnes_ += one.isLong ? 1 : 0;
        atFullScale_ += one.level >= fullScale && one.level <= 1.0f ? 1 : 0;
        level_ += static_cast<double>(one.level);
        for (std::size_t i = 0; i < CeilingCrowds::distances.size(); ++i)
            sideSums_[i] += one.sides[i];
    }
    if (cursor_ < known && selected_ < static_cast<int>(mostSelected)) return;
    const double least = isDeep_ ? leastDeepTops : leastCrowd;
    if (selected_ < static_cast<int>(least) || 2 * atFullScale_ > selected_ || 3 * longOnes_ > selected_)
        return nextUnit();
    // A crowd further down that is judged within one burst would be judged by that alone.
    if (isDeep_ && selected_ < static_cast<int>(mostSelected) && 2 * (newest_ - since_) < crowds.settled)
        return nextUnit();
    level_ /= selected_;
    tolerance_ = static_cast<float>((isDeep_ ? sameSidesDeep : isSoft_ ? sameSidesSoft : sameSides) + noise / level_);
    highest_ *= belowHighest;
    distance_ = 0;
    while (distance_ + 1 < CeilingCrowds::distances.size() &&
           sideSums_[distance_] >= fallen * static_cast<float>(selected_))
        ++distance_;
    cursor_ = 0;
    cut_ = 0;
    task_ = Task::measure;
}

// Whether most tops are cut; else they are compared, at a distance where the signal has fallen.
void CeilingEvaluation::measure() {
    const std::size_t end = std::min(static_cast<std::size_t>(selected_), cursor_ + topsAtOnce);
    for (; cursor_ < end; ++cursor_) {
        const Top& top = selection_[cursor_];
        sides_[cursor_] = top.sides[distance_];
        times_[cursor_] = static_cast<float>(top.position - since_);
        // The nearest distance that lies outside of the flat part.
        std::size_t out = 0;
        while (out + 2 < CeilingCrowds::distances.size() && 2 * CeilingCrowds::distances[out] < top.length)
            ++out;
        cut_ += 1.0f - top.sides[out + 1] > cutFall * std::max(1.0f - top.sides[out], 0.0f) ? 1 : 0;
    }
    if (cursor_ < static_cast<std::size_t>(selected_)) return;
    lag_ = 1;
    comparedPairs_ = equalPairs_ = pair_ = same_ = 0;
    task_ = 2 * cut_ > selected_ ? Task::found : Task::compare;
}

// Where at some lag most tops are like one another, the signal repeats: a tone.
void CeilingEvaluation::compare() {
    const int pairs = selected_ - lag_, end = std::min(pairs, pair_ + pairsAtOnce);
    // Of locals alone, without branches: so the compiler takes several pairs at once.
    const float *const sides = sides_.data(), *const levels = levels_.data();
    const float tolerance = tolerance_, highest = highest_;
    const int lag = lag_;
    int same = 0, equal = 0;
    for (int i = pair_; i < end; ++i) {
        same += std::fabs(sides[i] - sides[i + lag]) <= tolerance ? 1 : 0;
        equal += (std::fabs(levels[i] - levels[i + lag]) <= equalLevels ? 1 : 0) & (levels[i] < highest ? 1 : 0);
    }
    pair_ = std::max(pair_, end);
    same_ += same;
    equalPairs_ += equal;
    if (pair_ < pairs) return;
    if (ofPairs * same_ >= leastSame * pairs) return nextUnit();
    comparedPairs_ += pairs;
    pair_ = same_ = 0;
    if (++lag_ <= std::min(mostLags, selected_ / 2)) return;
    // Tops that are equal CeilingCrowds::below the largest one are those of coarse codes, as telephone codecs have
    // them.
    if (equalPairs_ * mostEqual > comparedPairs_) return nextUnit();
    spacing_.start();
    task_ = Task::space;
}

// Where other sounds come between, no lag fits: but the tops of a tone are evenly spaced.
void CeilingEvaluation::space() {
    if (!spacing_.advance(std::span(times_).first(static_cast<std::size_t>(selected_)))) return;
    if (spacing_.isEven()) return nextUnit();
    task_ = Task::found;
}

void CeilingEvaluation::found(const CeilingCrowds& crowds, const Source& source, OverloadTally& tally) {
    auto& ceiling = tally.counts.ceiling;
    if (ceiling.since < 0 || since_ < ceiling.since) ceiling.since = since_;
    if (bestZ_ > ceiling.z) {
        ceiling.z = bestZ_;
        ceiling.confidence = bestZ_ >= sureZ ? Confidence::sure : Confidence::likely;
        ceiling.level = level_;
        ceiling.share = allPeaks_ > 0.0 ? std::min(1.0, bestCount_ / allPeaks_) : 1.0;
    }
    Listing& listing = listings_[p_];
    const bool isListed = listing.isOn && level_ >= listing.floor && level_ <= listing.ceiling;
    if (!source.mayList[p_] || isListed) return nextUnit();
    listing.isOn = true;
    listing.span = crowds.crowdSpan(p_, span_);
    listing.which = isDeep_ ? CeilingCrowds::probe : CeilingCrowds::below;
    const Crowd& some = crowds.crowd(p_, span_, listing.which);
    const double largest = crowds.peaks(p_, span_).largest();
    listing.floor = isDeep_ ? some.floor : largest * underTop[bestWidth_];
    listing.ceiling =
        isDeep_ ? crowds.polarities[p_].probeTops[listing.span] * probeAbove : largest / underTop[bestWidth_];
    listing.backlog = some.count - some.incomplete;
    task_ = Task::list;
}

void CeilingEvaluation::list(const CeilingCrowds& crowds, OverloadTally& tally) {
    Listing& listing = listings_[p_];
    const Crowd& crowd = crowds.polarities[p_].crowds[listing.span][listing.which];
    for (std::size_t i = 0; i < listedAtOnce && listing.isOn && listing.backlog > 0; ++i) {
        tellTop(listing, crowd.top(crowd.count - crowd.incomplete - listing.backlog), tally);
        --listing.backlog;
    }
    if (!listing.isOn || listing.backlog == 0) nextUnit();
}

void CeilingEvaluation::topCompleted(std::size_t p, std::size_t span, std::size_t which, const Top& top,
                                     const Source& source, OverloadTally& tally) {
    Listing& listing = listings_[p];
    if (!listing.isOn || listing.span != span || listing.which != which) return;
    const auto level = static_cast<double>(top.level);
    if ((level > listing.ceiling && which != CeilingCrowds::probe) || !source.mayList[p]) {
        listing.isOn = false; // there is no such ceiling, or somebody else knows it
        return;
    }
    if (listing.backlog > 0)
        listing.backlog = std::min(listing.backlog + 1, CeilingCrowds::topCount);
    else
        tellTop(listing, top, tally);
}

void CeilingEvaluation::tellTop(Listing& listing, const Top& top, OverloadTally& tally) const {
    const auto level = static_cast<double>(top.level);
    if (top.start <= listing.listedTo || level < listing.floor || level > listing.ceiling) return;
    if (top.isLong) return;
    listing.listedTo = top.start;
    OverloadEvent event;
    event.start = top.start;
    event.length = event.samples = top.length;
    event.kind = OverloadKind::ceilingStatistic;
    event.levelDbfs = decibels(level);
    tally.add(event);
}

} // namespace phonostage::dsp
