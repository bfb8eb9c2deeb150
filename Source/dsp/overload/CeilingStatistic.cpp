// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/CeilingStatistic.h"

#include "dsp/simd/StereoDouble.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double swapSeconds = 30.0;        // half of the longest span
constexpr int binsAtOnce = 256;             // to clear in one step
constexpr double nearFullScale = 1.2e-4;    // peaks just below full scale, or
constexpr double nearFullScaleSteps = 64.0; // whichever is wider

constexpr double underTop = 0.94176453358424872; // exp(-0.06)
constexpr double longTopSeconds = 0.0007;        // of what a record or a click has, none is so long
constexpr std::int64_t longestTopSamples = 256;
constexpr double stepDown = 0.5, plateau = 0.02; // of a top's level
constexpr double settledSeconds = 1.0, growth = 1.06;
constexpr double sameLargest = 0.9995; // spans whose largest peaks are as near have the same crowds
constexpr int quietUnits = 2, clearingUnits = 12, lookedUnits = 7, peakUnits = 3, crowdUnits = 2,
              completedUnits = 3; // of work

/** A bit for each of count samples that is a local peak of its polarity, at or beyond the threshold. Without branches:
   which samples are peaks cannot be foretold. */
std::uint64_t peakBits(const double* at, int count, double threshold) {
    std::uint64_t bits = 0;
    int i = 0;
#if PHONOSTAGE_PAIR_SSE2
    const __m128d high = _mm_set1_pd(threshold), low = _mm_set1_pd(-threshold);
    for (; i + 2 <= count; i += 2) {
        const __m128d before = _mm_loadu_pd(at + i - 1), sample = _mm_loadu_pd(at + i), next = _mm_loadu_pd(at + i + 1);
        const __m128d up = _mm_and_pd(_mm_cmpge_pd(sample, high),
                                      _mm_and_pd(_mm_cmpgt_pd(sample, before), _mm_cmpge_pd(sample, next)));
        const __m128d down =
            _mm_and_pd(_mm_cmple_pd(sample, low), _mm_and_pd(_mm_cmplt_pd(sample, before), _mm_cmple_pd(sample, next)));
        bits |= static_cast<std::uint64_t>(_mm_movemask_pd(_mm_or_pd(up, down))) << i;
    }
#endif
    for (; i < count; ++i) {
        const double before = at[i - 1], sample = at[i], next = at[i + 1];
        const bool isUp = sample >= threshold && sample > before && sample >= next;
        const bool isDown = sample <= -threshold && sample < before && sample <= next;
        bits |= static_cast<std::uint64_t>(isUp || isDown) << i;
    }
    return bits;
}

} // namespace

void CeilingStatistic::reset(double sampleRateHz) {
    longTop_ = std::min<std::int64_t>(static_cast<std::int64_t>(longTopSeconds * sampleRateHz), longestTopSamples);
    settled_ = static_cast<std::int64_t>(settledSeconds * sampleRateHz);
    swapAfter_ = static_cast<std::int64_t>(swapSeconds * sampleRateHz);
    clearCounts();
    for (auto& polarity : polarities_) {
        for (auto& peaks : polarity.peaks)
            peaks.clear();
        for (auto& span : polarity.crowds)
            span.fill(Crowd());
    }
    cleared_ = PeakHistogram::binCount;
    peaksBelow_ = 0;
    lastPeak_ = 0.0;
}

void CeilingStatistic::clearCounts() {
    cleared_ = 0;
    clearsAll_ = true;
    sinceSwap_ = sinceGrowth_ = 0;
    grownTo_ = 0.0;
    threshold_ = 0.0;
    for (auto& polarity : polarities_) {
        for (auto& peaks : polarity.peaks)
            peaks.forgetLargest();
        for (auto& span : polarity.crowds)
            for (auto& crowd : span) {
                crowd.isOpen = false;
                crowd.count = crowd.next = crowd.incomplete = 0;
                crowd.floor = crowd.end = 0.0;
            }
        polarity.openCrowds = 0;
        polarity.incomplete = 0;
        polarity.hasOlderCrowds = false;
        polarity.probeTops.fill(0.0);
        polarity.lowestFloor = 0.0;
        polarity.peakCount = 0;
    }
    listings_.fill(Listing());
    task_ = Task::begin;
    p_ = span_ = 0;
}

void CeilingStatistic::passTime(int count) {
    sinceSwap_ += count;
    sinceGrowth_ += count;
    if (isClearing()) {
        for (std::size_t p = 0; p < 2; ++p)
            for (std::size_t span = clearsAll_ ? whole : fresh; span < spanCount; ++span)
                peaks(p, span).clearBins(cleared_, binsAtOnce);
        cleared_ += binsAtOnce;
        return;
    }
    if (sinceSwap_ < swapAfter_) return;
    sinceSwap_ = 0;
    cleared_ = 0;
    clearsAll_ = false;
    std::swap(slots_[older], slots_[fresh]);
    for (std::size_t p = 0; p < 2; ++p) {
        peaks(p, fresh).forgetLargest();
        setFloors(p, older);
    }
    setThreshold();
}

void CeilingStatistic::setThreshold() {
    double least = 1e9;
    for (std::size_t p = 0; p < 2; ++p) {
        least = std::min({least, peaks(p, whole).largest(), peaks(p, fresh).largest()});
        if (peaks(p, older).largest() > 0.0) least = std::min(least, peaks(p, older).largest());
    }
    threshold_ = std::max(least * PeakHistogram::reach, 0.5 * quietest);
}

void CeilingStatistic::setFloors(std::size_t p, std::size_t span) {
    Polarity& polarity = polarities_[p];
    Crowd& crowd = polarity.crowds[span][below];
    crowd.floor = peaks(p, span).largest() * underTop;
    crowd.end = crowd.floor * underTop * underTop;
    const double ofAll = peaks(p, whole).largest(), ofOlder = peaks(p, older).largest();
    const bool hadOlderCrowds = polarity.hasOlderCrowds;
    polarity.hasOlderCrowds = ofOlder > 0.0 && ofOlder < ofAll * sameLargest;
    if (polarity.hasOlderCrowds != hadOlderCrowds) {
        for (auto& some : polarity.crowds[older]) {
            polarity.openCrowds -= some.isOpen ? 1 : 0;
            some.isOpen = false;
            some.count = some.incomplete = 0;
        }
    }
    setLowestFloor(p);
}

void CeilingStatistic::setLowestFloor(std::size_t p) {
    Polarity& polarity = polarities_[p];
    polarity.lowestFloor = polarity.crowds[polarity.hasOlderCrowds ? older : whole][below].floor;
    for (std::size_t span = whole; span <= (polarity.hasOlderCrowds ? older : whole); ++span)
        if (polarity.probeTops[span] > 0.0)
            polarity.lowestFloor = std::min(polarity.lowestFloor, polarity.crowds[span][probe].floor);
}

void CeilingStatistic::startProbe(std::size_t p, std::size_t span, double top, double width) {
    Polarity& polarity = polarities_[p];
    Crowd& crowd = polarity.crowds[span][probe];
    polarity.openCrowds -= crowd.isOpen ? 1 : 0;
    crowd.isOpen = false;
    crowd.count = crowd.incomplete = 0;
    polarity.probeTops[span] = top;
    crowd.floor = top * std::exp(-width);
    crowd.end = top * std::exp(-3.0 * width);
    setLowestFloor(p);
}

int CeilingStatistic::process(const double* samples, int count, std::int64_t position, double peak,
                              const Source& source, OverloadTally& tally) {
    const bool isBlind = isClearing() && clearsAll_;
    passTime(count);
    const double reach = std::max(peak, lastPeak_);
    lastPeak_ = peak;
    std::copy_n(samples, count, ring_.begin() + position % ringSamples); // a piece does not go beyond the ring's end
    if (isBlind) return clearingUnits;
    int units = 0;
    for (std::size_t p = 0; p < 2; ++p) {
        for (std::size_t span = 0; span < evaluatedSpans; ++span)
            for (std::size_t which : {below, probe})
                if (polarities_[p].crowds[span][which].incomplete > 0) {
                    completeTops(p, span, which, position + count - 1, source, tally);
                    units += completedUnits;
                }
    }
    for (auto& polarity : polarities_)
        ++polarity.peakCount; // at least
    const bool isOpen = polarities_[0].openCrowds + polarities_[1].openCrowds > 0;
    if (reach < threshold_ && !isOpen) return units + quietUnits;
    // The newest sample has no neighbour yet.
    for (std::uint64_t bits = peakBits(samples - 1, count, threshold_); bits != 0; bits &= bits - 1) {
        const double sample = samples[std::countr_zero(bits) - 1];
        notePeak(sample >= 0.0 ? 0 : 1, std::fabs(sample), source);
        units += peakUnits;
    }
    const double nearest = std::max(std::min(polarities_[0].lowestFloor, polarities_[1].lowestFloor), quietest);
    return units + lookedUnits + (isOpen || reach >= nearest ? lookAtCrowds(samples, count, position) : 0);
}

int CeilingStatistic::lookAtCrowds(const double* samples, int count, std::int64_t position) {
    int open = polarities_[0].openCrowds + polarities_[1].openCrowds, units = 0;
    for (int i = -1; i < count - 1; ++i) {
        const double level = std::fabs(samples[i]);
        const std::size_t p = samples[i] >= 0.0 ? 0 : 1;
        if (open == 0 && (level < polarities_[p].lowestFloor || level < quietest)) continue;
        if (open > 0) stepCrowds(1 - p, -level, position + i);
        stepCrowds(p, level, position + i);
        open = polarities_[0].openCrowds + polarities_[1].openCrowds;
        units += crowdUnits;
    }
    return units;
}

void CeilingStatistic::notePeak(std::size_t p, double level, const Source& source) {
    ++polarities_[p].peakCount;
    if (level < threshold_) return;
    if (level < source.fullScale &&
        level >= source.fullScale - std::max(nearFullScale, nearFullScaleSteps * source.step))
        ++peaksBelow_;
    const double logLevel = std::log(level);
    bool isLarger = false;
    for (std::size_t span = whole; span < (isClearing() ? fresh : spanCount); ++span) {
        auto& histogram = peaks(p, span);
        const double largest = histogram.largest();
        if (level < largest * PeakHistogram::reach) continue;
        histogram.add(level, logLevel);
        if (level > largest) {
            isLarger = true;
            if (level > grownTo_ * growth) {
                grownTo_ = level;
                sinceGrowth_ = 0;
            }
            if (span < evaluatedSpans) setFloors(p, span);
        }
    }
    if (isLarger) setThreshold();
}

void CeilingStatistic::stepCrowds(std::size_t p, double sample, std::int64_t position) {
    const Polarity& polarity = polarities_[p];
    for (std::size_t span = whole; span <= (polarity.hasOlderCrowds ? older : whole); ++span) {
        stepCrowd(p, span, below, sample, position);
        if (polarity.probeTops[span] > 0.0) stepCrowd(p, span, probe, sample, position);
    }
}

void CeilingStatistic::stepCrowd(std::size_t p, std::size_t span, std::size_t which, double sample,
                                 std::int64_t position) {
    Crowd& crowd = polarities_[p].crowds[span][which];
    if (sample >= crowd.floor && sample >= quietest && crowd.floor > 0.0) {
        if (!crowd.isOpen) {
            crowd.isOpen = true;
            ++polarities_[p].openCrowds;
            crowd.high = 0.0;
            crowd.start = position;
        }
        if (sample > crowd.high) {
            crowd.high = sample;
            crowd.highest = position;
        }
        crowd.last = position;
    } else if (crowd.isOpen && sample < crowd.end) {
        crowd.isOpen = false;
        --polarities_[p].openCrowds;
        endTop(crowd);
    }
}

void CeilingStatistic::endTop(Crowd& crowd) const {
    if (crowd.high < crowd.floor) return; // the largest peak has grown meanwhile
    Top& top = crowd.tops[crowd.next];
    top.start = crowd.start;
    top.position = crowd.highest;
    top.length = static_cast<int>(std::min<std::int64_t>(crowd.last - crowd.start + 1, 1 << 30));
    top.level = static_cast<float>(crowd.high);
    top.isLong = top.length > longTop_;
    crowd.next = (crowd.next + 1) % topCount;
    crowd.count = std::min(crowd.count + 1, topCount);
    crowd.incomplete = std::min(crowd.incomplete + 1, topCount);
}

// The sides of those tops that lie far enough back.
void CeilingStatistic::completeTops(std::size_t p, std::size_t span, std::size_t which, std::int64_t newest,
                                    const Source& source, OverloadTally& tally) {
    Crowd& crowd = polarities_[p].crowds[span][which];
    while (crowd.incomplete > 0) {
        Top& top = crowd.tops[crowd.place(crowd.count - crowd.incomplete)];
        if (newest < top.position + farthest) return;
        if (newest - top.position + farthest >= ringSamples)
            top.isLong = true;
        else if (!top.isLong)
            takeSides(top, p == 0 ? 1.0 : -1.0);
        --crowd.incomplete;
        listTop(p, span, which, top, source, tally);
    }
}

void CeilingStatistic::takeSides(Top& top, double sign) const {
    const auto at = [&](std::int64_t position) {
        return position < 0 ? 0.0 : ring_[static_cast<std::size_t>(position % ringSamples)];
    };
    // A plateau between plateaus is that of a square wave.
    const auto isStep = [&](std::int64_t near, std::int64_t far) {
        const double level = static_cast<double>(top.level);
        return sign * at(near) < stepDown * level && std::fabs(at(near) - at(far)) < plateau * level;
    };
    const std::int64_t end = top.start + top.length;
    if (isStep(top.start - 1, top.start - 2) && isStep(end, end + 1)) top.isLong = true;
    const double scale = sign / (2.0 * static_cast<double>(top.level));
    for (std::size_t i = 0; i < distances.size(); ++i)
        top.sides[i] = static_cast<float>(scale * (at(top.position - distances[i]) + at(top.position + distances[i])));
}

void CeilingStatistic::listTop(std::size_t p, std::size_t span, std::size_t which, const Top& top, const Source& source,
                               OverloadTally& tally) {
    Listing& listing = listings_[p];
    if (!listing.isOn || listing.span != span || listing.which != which) return;
    const auto level = static_cast<double>(top.level);
    if ((level > listing.ceiling && which != probe) || !source.mayList[p]) {
        listing.isOn = false; // there is no such ceiling, or somebody else knows it
        return;
    }
    if (listing.backlog > 0)
        listing.backlog = std::min(listing.backlog + 1, topCount);
    else
        tellTop(listing, top, tally);
}

} // namespace phonostage::dsp
