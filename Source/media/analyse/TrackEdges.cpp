// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TrackEdges.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::media {
namespace {

using Kind = TrackCandidate::Kind;

constexpr double edgeSeconds = 0.07; ///< of the medians that edges are seen in
constexpr float edgeMarginDb = 3.5F;
constexpr float edgeExcess = 1.3F * SideLevels::musicExcess;
constexpr double staySeconds = 0.2, stayPart = 0.7;
constexpr float localNoiseDb = 3.0F; ///< a gap's own noise may be so much above the side's
constexpr double tailLineDb = 1.5, tailDeviations = 4.0;
constexpr std::array<double, 3> turns{1.8, 60.0 / 45.0, 60.0 / 78.26};
constexpr float echoJumpDb = 20.0F, echoFaintDb = 15.0F;

struct BandStatistics {
    std::array<double, dsp::grooveBands> mean{}, deviation{};
};

class EdgeSearch {
public:
    explicit EdgeSearch(const SideLevels& side) : side_(side), history_(side.history()), groove_(side.groove()) {}

    std::int64_t refine(const BandLevels& noise, std::int64_t otherwise, int direction, std::int64_t from,
                        std::int64_t to) const;
    std::int64_t tail(HopRange noiseAt, std::int64_t edge, int direction, std::int64_t limit) const;
    std::int64_t withoutPreEcho(std::int64_t start) const;
    std::int64_t withoutPostEcho(std::int64_t end) const;
    std::int64_t cutPoint(std::int64_t end, std::int64_t start) const;
    /** Noise of a gap itself, never much above that of the side. */
    BandLevels noiseIn(HopRange gap) const;

    std::int64_t hops(double seconds) const { return history_.hopsIn(seconds); }

private:
    BandStatistics statistics(std::int64_t from, std::int64_t to) const;
    float level(std::int64_t hop) const { return side_.level(std::clamp(hop, groove_.from, groove_.to - 1)); }

    const SideLevels& side_;
    const GrooveHistory& history_;
    HopRange groove_;
};

BandLevels EdgeSearch::noiseIn(HopRange gap) const {
    const auto from = std::min(gap.from + 2, gap.to - 1);
    auto noise = history_.median(from, std::max(gap.to - 2, from + 1));
    for (std::size_t band = 0; band < noise.size(); ++band)
        noise[band] = std::min(noise[band], side_.noise()[band] + localNoiseDb);
    return noise;
}

/** The first hop (from the gap's side) from which 70 % of 0.2 s are over the noise. */
std::int64_t EdgeSearch::refine(const BandLevels& noise, std::int64_t otherwise, int direction, std::int64_t from,
                                std::int64_t to) const {
    from = std::max(from, groove_.from);
    to = std::min(to, groove_.to);
    if (to - from < 5) return otherwise;
    std::vector<int> over{0}; // sums
    std::vector<bool> hot;
    for (const auto& levels : history_.medians(from, to, hops(edgeSeconds))) {
        hot.push_back(excessOver(levels, noise, edgeMarginDb) > edgeExcess);
        over.push_back(over.back() + (hot.back() ? 1 : 0));
    }
    const auto count = static_cast<std::int64_t>(hot.size()), stay = hops(staySeconds);
    const auto part = [&](std::int64_t a, std::int64_t b) {
        a = std::max<std::int64_t>(a, 0);
        b = std::min(b, count);
        return static_cast<double>(over[static_cast<std::size_t>(b)] - over[static_cast<std::size_t>(a)]) /
               static_cast<double>(b - a);
    };
    if (direction > 0) {
        for (std::int64_t i = 0; i < count; ++i)
            if (hot[static_cast<std::size_t>(i)] && part(i, i + stay) >= stayPart)
                return from + i + 1; // it sees a hard onset early
    } else {
        for (auto i = count - 1; i >= 0; --i)
            if (hot[static_cast<std::size_t>(i)] && part(i - stay + 1, i + 1) >= stayPart) return from + i;
    }
    return otherwise;
}

BandStatistics EdgeSearch::statistics(std::int64_t from, std::int64_t to) const {
    BandStatistics result;
    const auto count = static_cast<double>(to - from);
    for (std::size_t band = 0; band < dsp::grooveBands; ++band) {
        double sum = 0.0, squares = 0.0;
        for (auto hop = from; hop < to; ++hop) {
            const auto db = static_cast<double>(history_.bandDb(hop, band));
            sum += db;
            squares += db * db;
        }
        result.mean[band] = sum / count;
        result.deviation[band] = std::sqrt(std::max(0.0, squares / count - result.mean[band] * result.mean[band]));
    }
    return result;
}

/** Reverberation and soft beginnings under the noise of a moment: on while the mean of half a second stays above the
   gap's own noise in some band. */
std::int64_t EdgeSearch::tail(HopRange noiseAt, std::int64_t edge, int direction, std::int64_t limit) const {
    const auto half = hops(0.5);
    if (noiseAt.length() < half || noiseAt.from < 0 || noiseAt.to > history_.size()) return edge;
    const auto noise = statistics(noiseAt.from, noiseAt.to);
    const auto step = direction * hops(0.05);
    auto at = edge;
    while (direction > 0 ? at + step < limit : at + step > limit) {
        const auto from = direction > 0 ? at : at - half;
        if (from < 0 || from + half > history_.size()) break;
        const auto here = statistics(from, from + half);
        bool isOver = false;
        for (std::size_t band = 0; band < dsp::grooveBands; ++band)
            isOver =
                isOver || here.mean[band] >
                              noise.mean[band] + std::max(tailLineDb, tailDeviations * noise.deviation[band] /
                                                                          std::sqrt(0.25 * static_cast<double>(half)));
        if (!isOver) break;
        at += step;
    }
    // Before a start, one step alone is a click that lies too near to it to be taken out.
    if (at == edge || (direction < 0 && at == edge + step)) return edge;
    // The mean of half a second sees the end late.
    return at + direction * half / 4;
}

/** A faint sound that begins one turn before a jump is the echo of the next groove: the track begins at the jump. */
std::int64_t EdgeSearch::withoutPreEcho(std::int64_t start) const {
    for (const double turn : turns) {
        const auto from = start + hops(turn - 0.5), to = start + hops(turn + 0.12);
        if (to + 60 >= groove_.to || from <= start) continue;
        auto jump = from;
        float rise = -1e9F;
        for (auto hop = from; hop < to; ++hop)
            if (const float d = level(hop + 5) - level(hop - 5); d > rise) {
                rise = d;
                jump = hop;
            }
        const float faint = side_.levelPercentile(start, jump - 5, 0.9);
        if (rise > echoJumpDb && faint < side_.noiseDb() + echoFaintDb &&
            side_.levelPercentile(jump + 10, jump + 60, 0.5) > faint + echoJumpDb)
            return jump;
    }
    return start;
}

/** The same behind an end: a fall, then something faint for at most one turn. */
std::int64_t EdgeSearch::withoutPostEcho(std::int64_t end) const {
    const auto from = end - hops(turns[0] + 0.12), to = end - hops(0.15);
    if (from < groove_.from + 60) return end;
    auto fall = from;
    float depth = -1e9F;
    for (auto hop = from; hop < to; ++hop)
        if (const float d = level(hop - 15) - level(hop + 15); d > depth) {
            depth = d;
            fall = hop;
        }
    if (end - fall <= 30) return end;
    const float faint = side_.levelPercentile(fall + 20, end, 0.9);
    if (depth <= echoJumpDb || faint >= side_.noiseDb() + echoFaintDb ||
        side_.levelPercentile(fall - 60, fall - 20, 0.5) <= faint + echoJumpDb)
        return end;
    auto sharpest = fall;
    float steepest = -1e9F;
    for (auto hop = fall - 15; hop <= fall + 15; ++hop)
        if (const float d = level(hop - 4) - level(hop + 4); d > steepest) {
            steepest = d;
            sharpest = hop;
        }
    return sharpest;
}

/** The middle of the quietest half second between an end and a start, the later one among equals. */
std::int64_t EdgeSearch::cutPoint(std::int64_t end, std::int64_t start) const {
    const auto count = start - end;
    if (count < hops(0.6)) return end + count / 2;
    const auto half = hops(0.25);
    std::vector<double> loudness(static_cast<std::size_t>(count), 0.0), means(static_cast<std::size_t>(count));
    for (std::size_t band = 0; band < dsp::grooveBands; ++band) {
        double low = 1e9;
        for (std::int64_t i = 0; i < count; ++i) {
            double sum = 0.0;
            const auto from = std::max(end, end + i - half), to = std::min(start, end + i + half);
            for (auto hop = from; hop < to; ++hop)
                sum += static_cast<double>(history_.bandDb(hop, band));
            means[static_cast<std::size_t>(i)] = sum / static_cast<double>(to - from);
            low = std::min(low, means[static_cast<std::size_t>(i)]);
        }
        for (std::size_t i = 0; i < means.size(); ++i)
            loudness[i] += std::max(0.0, means[i] - low - 1.0);
    }
    std::int64_t quietest = count / 2;
    double least = 1e300;
    for (auto i = hops(0.2); i < count - half; ++i) {
        const double value = loudness[static_cast<std::size_t>(i)] + 0.004 * static_cast<double>(count - i);
        if (value < least) {
            least = value;
            quietest = i;
        }
    }
    return end + quietest;
}

/** Reverberation behind ends and soft sounds before starts, where there is a gap to hold them against. */
void walkTails(const EdgeSearch& search, const SideLevels& side, const std::vector<TrackCandidate>& cuts,
               std::vector<TrackEdges>& tracks) {
    const auto isGap = [&](std::size_t k) { return k < cuts.size() && cuts[k].kind == Kind::gap; };
    for (std::size_t k = 0; k < tracks.size(); ++k) {
        const bool isLast = k + 1 == tracks.size();
        const auto next = isLast ? side.groove().to : tracks[k + 1].start;
        auto& end = tracks[k].end;
        if (next - end <= search.hops(0.6) || !(isLast || isGap(k))) continue;
        const auto behind = std::min(next - search.hops(0.25), end + search.hops(15.0));
        const auto length = std::max(search.hops(0.6), (behind - end) / 3);
        end = std::min(search.tail({std::max(end, behind - length), behind}, end, 1, behind - search.hops(0.6)),
                       next - search.hops(0.05));
    }
    for (std::size_t k = 1; k < tracks.size(); ++k) {
        auto& start = tracks[k].start;
        const auto end = tracks[k - 1].end;
        if (start - end <= search.hops(1.2) || !isGap(k - 1)) continue;
        const auto from = std::max(end + search.hops(0.05), start - search.hops(7.0));
        const auto length = std::max(search.hops(0.6), (start - from) / 3);
        start =
            std::max(search.tail({from, from + length}, start, -1, from + search.hops(0.6)), end + search.hops(0.05));
    }
}

} // namespace

std::vector<TrackEdges> trackEdges(const SideLevels& side, const std::vector<TrackCandidate>& cuts) {
    const EdgeSearch search(side);
    const auto first = side.music().front().from, last = side.music().back().to;
    std::vector<TrackEdges> tracks(cuts.size() + 1);
    tracks.front().start =
        search.refine(side.leadInNoise(), first, 1, first - search.hops(0.6), first + search.hops(0.4));
    for (std::size_t k = 0; k < cuts.size(); ++k) {
        const auto& gap = cuts[k].range;
        if (cuts[k].kind != Kind::gap) {
            tracks[k].end = tracks[k + 1].start = gap.from;
            continue;
        }
        const auto noise = search.noiseIn(gap);
        const auto middle = (gap.from + gap.to) / 2;
        tracks[k].end = search.refine(noise, gap.from, -1, gap.from - search.hops(0.6), middle);
        tracks[k + 1].start = search.refine(noise, gap.to, 1, middle, gap.to + search.hops(0.4));
    }
    tracks.back().end = search.refine(side.noise(), last, -1, last - search.hops(0.6), last + search.hops(0.6));
    walkTails(search, side, cuts, tracks);
    for (auto& track : tracks) {
        track.start = search.withoutPreEcho(track.start);
        track.end = search.withoutPostEcho(track.end);
    }
    tracks.front().cut = tracks.front().start;
    for (std::size_t k = 1; k < tracks.size(); ++k)
        tracks[k].cut = search.cutPoint(tracks[k - 1].end, std::max(tracks[k].start, tracks[k - 1].end));
    return tracks;
}

} // namespace phonostage::media
