// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/overload/CeilingStatistic.h"

#include "dsp/overload/PeakBits.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace phonostage::dsp {
namespace {

constexpr double swapSeconds = 30.0;        // half of the longest span
constexpr int binsAtOnce = 256;             // to clear in one step
constexpr double nearFullScale = 1.2e-4;    // peaks just below full scale, or
constexpr double nearFullScaleSteps = 64.0; // whichever is wider

constexpr double underLargest = 0.94176453358424872; // exp(-0.06)
constexpr double longTopSeconds = 0.0007;            // of what a record or a click has, none is so long
constexpr std::int64_t longestTopSamples = 256;
constexpr double stepDown = 0.5, plateau = 0.02; // of a top's level
constexpr double settledSeconds = 1.0, growth = 1.06;
constexpr double sameLargest = 0.9995; // spans whose largest peaks are as near have the same crowds
constexpr int quietUnits = 2, clearingUnits = 12, lookedUnits = 7, peakUnits = 3, crowdUnits = 2,
              completedUnits = 3; // of work

} // namespace

void CeilingStatistic::reset(double sampleRateHz) {
    longTop_ = std::min<std::int64_t>(static_cast<std::int64_t>(longTopSeconds * sampleRateHz), longestTopSamples);
    crowds_.settled = static_cast<std::int64_t>(settledSeconds * sampleRateHz);
    swapAfter_ = static_cast<std::int64_t>(swapSeconds * sampleRateHz);
    clearCounts();
    for (auto& polarity : crowds_.polarities) {
        for (auto& peaks : polarity.peaks)
            peaks.clear();
        for (auto& span : polarity.crowds)
            span.fill(Crowd());
    }
    ring_.fill(0.0);
    cleared_ = PeakHistogram::binCount;
    peaksBelow_ = 0;
    lastPeak_ = 0.0;
}

void CeilingStatistic::clearCounts() {
    cleared_ = 0;
    clearsAll_ = true;
    sinceSwap_ = crowds_.sinceGrowth = 0;
    grownTo_ = 0.0;
    threshold_ = 0.0;
    plain_.fill(Plain());
    for (auto& polarity : crowds_.polarities) {
        for (auto& peaks : polarity.peaks)
            peaks.forgetLargest();
        for (auto& span : polarity.crowds)
            for (auto& crowd : span) {
                crowd.isOpen = false;
                crowd.count = crowd.next = crowd.incomplete = 0;
                crowd.floor = crowd.end = 0.0;
            }
        polarity.hasOlderCrowds = false;
        polarity.probeTops.fill(0.0);
    }
    openCrowds_ = 0;
    lowestFloors_.fill(0.0);
    crowds_.notedPeaks.fill(0);
    crowds_.pieces = 0;
    evaluation_.clear();
}

// Clears the next bins; else the span that is fresh becomes the older one.
void CeilingStatistic::renew() {
    if (isClearing()) {
        for (std::size_t p = 0; p < 2; ++p)
            for (std::size_t span = clearsAll_ ? whole : fresh; span < spanCount; ++span)
                peaks(p, span).clearBins(cleared_, binsAtOnce);
        cleared_ += binsAtOnce;
        setPlain();
        return;
    }
    sinceSwap_ = 0;
    cleared_ = 0;
    clearsAll_ = false;
    std::swap(crowds_.slots[older], crowds_.slots[fresh]);
    for (std::size_t p = 0; p < 2; ++p) {
        peaks(p, fresh).forgetLargest();
        setFloors(p, older);
    }
    setThreshold();
    setPlain();
}

void CeilingStatistic::setPlain() {
    for (std::size_t p = 0; p < 2; ++p) {
        plain_[p] = Plain();
        if (isClearing()) continue;
        const auto& peaks = crowds_.polarities[p].peaks;
        const auto [least, most] = std::minmax({peaks[0].largest(), peaks[1].largest(), peaks[2].largest()});
        if (least > 0.0) plain_[p] = {most * PeakHistogram::reach, least}; // else one has none so far
    }
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
    Polarity& polarity = crowds_.polarities[p];
    Crowd& crowd = polarity.crowds[span][below];
    crowd.floor = peaks(p, span).largest() * underLargest;
    crowd.end = crowd.floor * underLargest * underLargest;
    const double ofAll = peaks(p, whole).largest(), ofOlder = peaks(p, older).largest();
    const bool hadOlderCrowds = polarity.hasOlderCrowds;
    polarity.hasOlderCrowds = ofOlder > 0.0 && ofOlder < ofAll * sameLargest;
    if (polarity.hasOlderCrowds != hadOlderCrowds) {
        for (auto& some : polarity.crowds[older]) {
            openCrowds_ -= some.isOpen ? 1 : 0;
            some.isOpen = false;
            some.count = some.incomplete = 0;
        }
    }
    setLowestFloor(p);
}

void CeilingStatistic::setLowestFloor(std::size_t p) {
    const Polarity& polarity = crowds_.polarities[p];
    double lowest = polarity.crowds[polarity.hasOlderCrowds ? older : whole][below].floor;
    for (std::size_t span = whole; span <= (polarity.hasOlderCrowds ? older : whole); ++span)
        if (polarity.probeTops[span] > 0.0) lowest = std::min(lowest, polarity.crowds[span][probe].floor);
    lowestFloors_[p] = lowest;
}

void CeilingStatistic::startProbe(std::size_t p, std::size_t span, double top, double width) {
    Polarity& polarity = crowds_.polarities[p];
    Crowd& crowd = polarity.crowds[span][probe];
    openCrowds_ -= crowd.isOpen ? 1 : 0;
    crowd.isOpen = false;
    crowd.count = crowd.incomplete = 0;
    polarity.probeTops[span] = top;
    crowd.floor = top * std::exp(-width);
    crowd.end = top * std::exp(-3.0 * width);
    setLowestFloor(p);
}

// The crowds are far apart in memory: they are looked through only where one may have such tops.
int CeilingStatistic::completeCrowds(std::int64_t newest, const Source& source, OverloadTally& tally) {
    int units = 0;
    mayBeIncomplete_ = false;
    for (std::size_t p = 0; p < 2; ++p) {
        for (std::size_t span = 0; span < evaluatedSpans; ++span)
            for (std::size_t which : {below, probe}) {
                const Crowd& crowd = crowds_.polarities[p].crowds[span][which];
                if (crowd.incomplete == 0) continue;
                completeTops(p, span, which, newest, source, tally);
                mayBeIncomplete_ |= crowd.incomplete > 0;
                units += completedUnits;
            }
    }
    return units;
}

int CeilingStatistic::process(int count, std::int64_t position, double peak, const Source& source,
                              OverloadTally& tally) {
    const bool wasBlind = isBlind();
    sinceSwap_ += count;
    crowds_.sinceGrowth += count;
    if (isClearing() || sinceSwap_ >= swapAfter_) renew();
    const double reach = std::max(peak, lastPeak_);
    lastPeak_ = peak;
    // A piece does not go beyond the ring's end; there its last samples are put in front of the next one's.
    if (const auto end = position + count; end % ringSamples == 0)
        std::copy_n(ring_.end() - historySamples, historySamples, ring_.begin());
    if (wasBlind) return clearingUnits;
    const int units = mayBeIncomplete_ ? completeCrowds(position + count - 1, source, tally) : 0;
    ++crowds_.pieces;
    const bool isQuiet = (reach < threshold_ || reach == 0.0) && openCrowds_ == 0;
    return units + (isQuiet ? quietUnits : look(count, position, peak, reach, source));
}

// At a piece that may have peaks, or a crowd's tops. reach is the largest |x| of it and the one before.
int CeilingStatistic::look(int count, std::int64_t position, double peak, double reach, const Source& source) {
    const double* const samples = place(position);
    const bool isOpen = openCrowds_ > 0;
    int units = lookedUnits;
    // The newest sample has no neighbour yet.
    std::uint64_t bits = 0;
    if (peak >= threshold_ || std::fabs(samples[-1]) >= threshold_) bits = peakBits(samples - 1, count, threshold_);
    for (; bits != 0; bits &= bits - 1) {
        const double sample = samples[std::countr_zero(bits) - 1];
        notePeak(sample >= 0.0 ? 0 : 1, std::fabs(sample), source);
        units += peakUnits;
    }
    const double nearest = std::max(std::min(lowestFloors_[0], lowestFloors_[1]), quietest);
    return units + (isOpen || reach >= nearest ? lookAtCrowds(samples, count, position) : 0);
}

int CeilingStatistic::lookAtCrowds(const double* samples, int count, std::int64_t position) {
    int open = openCrowds_, units = 0;
    for (int i = -1; i < count - 1; ++i) {
        const double level = std::fabs(samples[i]);
        const std::size_t p = samples[i] >= 0.0 ? 0 : 1;
        if (open == 0 && (level < lowestFloors_[p] || level < quietest)) continue;
        if (open > 0) stepCrowds(1 - p, -level, position + i);
        stepCrowds(p, level, position + i);
        open = openCrowds_;
        units += crowdUnits;
    }
    return units;
}

void CeilingStatistic::notePeak(std::size_t p, double level, const Source& source) {
    ++crowds_.notedPeaks[p];
    if (level < threshold_ || level == 0.0) return;
    if (level < source.fullScale &&
        level >= source.fullScale - std::max(nearFullScale, nearFullScaleSteps * source.step))
        ++peaksBelow_;
    const int bin = PeakHistogram::binOf(level);
    if (level >= plain_[p].from && level <= plain_[p].to) {
        for (auto& histogram : crowds_.polarities[p].peaks)
            histogram.addBelow(bin);
        return;
    }
    bool isLarger = false;
    for (std::size_t span = whole; span < (isClearing() ? fresh : spanCount); ++span) {
        auto& histogram = peaks(p, span);
        const double largest = histogram.largest();
        if (level < largest * PeakHistogram::reach) continue;
        histogram.add(level, bin);
        if (level > largest) {
            isLarger = true;
            if (level > grownTo_ * growth) {
                grownTo_ = level;
                crowds_.sinceGrowth = 0;
            }
            if (span < evaluatedSpans) setFloors(p, span);
        }
    }
    if (isLarger) {
        setThreshold();
        setPlain();
    }
}

void CeilingStatistic::stepCrowds(std::size_t p, double sample, std::int64_t position) {
    const Polarity& polarity = crowds_.polarities[p];
    for (std::size_t span = whole; span <= (polarity.hasOlderCrowds ? older : whole); ++span) {
        stepCrowd(p, span, below, sample, position);
        if (polarity.probeTops[span] > 0.0) stepCrowd(p, span, probe, sample, position);
    }
}

void CeilingStatistic::stepCrowd(std::size_t p, std::size_t span, std::size_t which, double sample,
                                 std::int64_t position) {
    Crowd& crowd = crowds_.polarities[p].crowds[span][which];
    if (sample >= crowd.floor && sample >= quietest && crowd.floor > 0.0) {
        if (!crowd.isOpen) {
            crowd.isOpen = true;
            ++openCrowds_;
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
        --openCrowds_;
        endTop(crowd);
    }
}

void CeilingStatistic::endTop(Crowd& crowd) {
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
    mayBeIncomplete_ = true;
}

// The sides of those tops that lie far enough back.
void CeilingStatistic::completeTops(std::size_t p, std::size_t span, std::size_t which, std::int64_t newest,
                                    const Source& source, OverloadTally& tally) {
    Crowd& crowd = crowds_.polarities[p].crowds[span][which];
    while (crowd.incomplete > 0) {
        Top& top = crowd.tops[crowd.place(crowd.count - crowd.incomplete)];
        if (newest < top.position + farthest) return;
        if (newest - top.position + farthest >= ringSamples)
            top.isLong = true;
        else if (!top.isLong)
            takeSides(top, p == 0 ? 1.0 : -1.0);
        --crowd.incomplete;
        evaluation_.topCompleted(p, span, which, top, source, tally);
    }
}

void CeilingStatistic::takeSides(Top& top, double sign) const {
    const auto at = [&](std::int64_t position) {
        return position < 0 ? 0.0 : ring_[static_cast<std::size_t>(historySamples + position % ringSamples)];
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

int CeilingStatistic::step(const Source& source, OverloadTally& tally) {
    const int units = evaluation_.step(crowds_, isBlind(), source, tally);
    if (const auto& wanted = evaluation_.wantedProbe())
        startProbe(wanted->polarity, wanted->span, wanted->top, wanted->width);
    return units;
}

void CeilingStatistic::finish(const Source& source, OverloadTally& tally) {
    evaluation_.restart();
    crowds_.sinceGrowth = crowds_.settled;
    do
        step(source, tally);
    while (!evaluation_.isAtStart());
}

} // namespace phonostage::dsp
