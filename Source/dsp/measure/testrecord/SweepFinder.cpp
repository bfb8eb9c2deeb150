// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/testrecord/SweepFinder.h"

#include "dsp/measure/Percentiles.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace phonostage::dsp {
namespace {

constexpr double pilotHz = 1000.0, pilotNear = 60.0, pilotSteady = 8.0;
constexpr float pilotShare = 0.6F, sweepShare = 0.35F;
constexpr double leastPilotSeconds = 1.0, pilotEdgeSeconds = 0.15;
constexpr std::size_t pilotGap = 2; ///< frames that clicks may spoil
constexpr double slowest = 0.05, fastest = 1.0, leastSweepSeconds = 3.0;
constexpr double nearFit = 0.03; ///< of the logarithm
constexpr int draws = 600;
constexpr float quietest = 1e-3F;
constexpr double edgeSeconds = 0.06;
constexpr float edgeFall = 0.25F;
constexpr std::size_t leastFrames = 30;
constexpr std::size_t spoiltFrames = 5; ///< a quarter of a second

std::size_t channelOf(DrivenSide side) { return side == DrivenSide::right ? 1 : 0; }

} // namespace

double SweepBand::frequencyAt(double seconds) const { return std::exp(logStart + rate * seconds); }
double SweepBand::timeOf(double frequencyHz) const { return (std::log(frequencyHz) - logStart) / rate; }

SweepFinder::SweepFinder(double rateHz) : lines_(rateHz) {}

void SweepFinder::add(std::span<const double> left, std::span<const double> right) {
    lines_.add(left, right, [this](const LineFrame& frame) {
        if (timeOf(frames_.size()) <= mostSeconds) frames_.push_back(frame);
    });
}

std::vector<SweepBand::Pilot> SweepFinder::pilots(DrivenSide side) const {
    std::vector<SweepBand::Pilot> found;
    const auto c = channelOf(side);
    std::vector<float> tones;
    std::size_t first = 0, last = 0;
    const auto close = [&] {
        if (!tones.empty() && timeOf(last) - timeOf(first) > leastPilotSeconds)
            found.push_back({timeOf(first) + pilotEdgeSeconds, timeOf(last) - pilotEdgeSeconds, medianOf(tones)});
        tones.clear();
    };
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        const auto& line = frames_[i][c];
        const auto hz = static_cast<double>(line.hz);
        const bool isTone = std::abs(hz - pilotHz) < pilotNear && line.share > pilotShare && drives(frames_[i], side);
        const bool isSame = !tones.empty() && std::abs(hz - static_cast<double>(tones.front())) < pilotSteady;
        if (isTone && (tones.empty() || !isSame)) {
            close();
            first = i;
        }
        if (isTone) {
            tones.push_back(line.hz);
            last = i;
        } else if (!tones.empty() && i - last > pilotGap)
            close();
    }
    close();
    return found;
}

/** A straight line through the logarithms of the frames' frequencies. */
void SweepFinder::fitTo(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const {
    const auto c = channelOf(side);
    double number = 0.0, sumT = 0.0, sumTt = 0.0, sumL = 0.0, sumTl = 0.0;
    for (const auto i : frames) {
        const double t = timeOf(i), l = std::log(static_cast<double>(frames_[i][c].hz));
        number += 1.0;
        sumT += t;
        sumTt += t * t;
        sumL += l;
        sumTl += t * l;
    }
    band.rate = (number * sumTl - sumT * sumL) / (number * sumTt - sumT * sumT);
    band.logStart = (sumL - band.rate * sumT) / number;
}

std::optional<SweepBand> SweepFinder::sweepOf(DrivenSide side) const {
    const auto c = channelOf(side);
    std::vector<std::size_t> tried;
    std::vector<float> powers;
    for (std::size_t i = 0; i < frames_.size(); ++i)
        if (frames_[i][c].share > sweepShare && drives(frames_[i], side)) {
            tried.push_back(i);
            powers.push_back(frames_[i][c].power);
        }
    if (tried.size() < leastFrames) return std::nullopt;
    const float floor = quietest * static_cast<float>(medianOf(powers));
    std::erase_if(tried, [&](std::size_t i) { return frames_[i][c].power < floor; });
    const auto logOf = [&](std::size_t i) { return std::log(static_cast<double>(frames_[i][c].hz)); };
    const auto onLine = [&](double start, double rate) {
        std::vector<std::size_t> on;
        for (const auto i : tried)
            if (std::abs(logOf(i) - start - rate * timeOf(i)) < nearFit) on.push_back(i);
        return on;
    };
    std::uint64_t state = 88172645463325252ULL; // the same draws every time
    const auto draw = [&] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return tried[state % tried.size()];
    };
    std::vector<std::size_t> best;
    for (int k = 0; k < draws; ++k) {
        const auto a = draw(), b = draw();
        const double apart = timeOf(b) - timeOf(a);
        if (std::abs(apart) < leastSweepSeconds) continue;
        const double rate = (logOf(b) - logOf(a)) / apart;
        if (rate < slowest || rate > fastest) continue;
        auto on = onLine(logOf(a) - rate * timeOf(a), rate);
        if (on.size() > best.size()) best = std::move(on);
    }
    SweepBand band;
    band.driven = side;
    for (int refine = 0; refine < 2 && best.size() >= leastFrames; ++refine) {
        fitTo(band, best, side);
        best = onLine(band.logStart, band.rate);
    }
    if (best.size() < leastFrames || timeOf(best.back()) - timeOf(best.front()) < leastSweepSeconds)
        return std::nullopt;
    fitTo(band, best, side);
    findEdges(band, best, side);
    for (const auto& pilot : pilots(side))
        if (pilot.toSeconds < band.fromSeconds) band.pilot = pilot;
    return band;
}

/** Noise takes the line's share at the ends, and low frequencies are too coarse for the line: there the sweep begins
    where the low band gets its power. Single frames may be spoilt by clicks. */
void SweepFinder::findEdges(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const {
    const auto c = channelOf(side);
    const auto isOnLine = [&](std::size_t i, std::size_t edge) {
        const double hz = std::max(static_cast<double>(frames_[i][c].hz), 1.0);
        if (!drives(frames_[i], side) || frames_[i][c].power < edgeFall * frames_[edge][c].power) return false;
        return std::abs(std::log(hz) - band.logStart - band.rate * timeOf(i)) < nearFit;
    };
    std::size_t first = frames.front(), last = frames.back();
    for (std::size_t i = last + 1; i < frames_.size() && i - last <= spoiltFrames; ++i)
        if (isOnLine(i, last)) last = i;
    for (std::size_t i = first; i-- > 0 && first - i <= spoiltFrames;) {
        std::vector<float> next;
        for (std::size_t k = first; k < std::min(first + 5, frames_.size()); ++k)
            next.push_back(frames_[k][c].low);
        const bool isLoud = frames_[i][c].low >= edgeFall * static_cast<float>(medianOf(next));
        if (band.frequencyAt(timeOf(i)) < StrongestLines::lowestHz) break;
        if (isOnLine(i, first) ||
            (band.frequencyAt(timeOf(i)) < StrongestLines::lowBandHz && isLoud && drives(frames_[i], side)))
            first = i;
    }
    band.fromSeconds = timeOf(first) + (first < frames.front() ? edgeSeconds : 0.0);
    band.toSeconds = timeOf(last);
}

std::vector<SweepBand> SweepFinder::finish() const {
    std::vector<SweepBand> found;
    for (const auto side : {DrivenSide::left, DrivenSide::right})
        if (const auto band = sweepOf(side)) found.push_back(*band);
    if (found.empty())
        if (const auto band = sweepOf(DrivenSide::both)) found.push_back(*band);
    std::sort(found.begin(), found.end(),
              [](const SweepBand& a, const SweepBand& b) { return a.fromSeconds < b.fromSeconds; });
    return found;
}

} // namespace phonostage::dsp
