// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TrackChoice.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace phonostage::media {
namespace {

constexpr double shortestTrackSeconds = 12.0, shortestCountedSeconds = 5.0;
constexpr double speedSpread = 0.02, speedScale = 0.01;
constexpr int speeds = 9;
constexpr std::size_t beamWidth = 40;
constexpr double changeReachSeconds = 2.5, changeSpanSeconds = 1.5;

/** The best first, none nearer than so many seconds to another or to the ends. */
std::vector<TrackCandidate> best(const SideLevels& side, std::vector<TrackCandidate> pool, std::size_t most,
                                 double leastScore, double shortestSeconds) {
    std::stable_sort(pool.begin(), pool.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    const auto shortest = static_cast<double>(side.history().hopsIn(shortestSeconds));
    std::vector<double> taken{static_cast<double>(side.music().front().from),
                              static_cast<double>(side.music().back().to)};
    std::vector<TrackCandidate> chosen;
    for (const auto& candidate : pool) {
        if (chosen.size() >= most || candidate.score < leastScore) break;
        const bool isNear = std::any_of(taken.begin(), taken.end(),
                                        [&](double at) { return std::abs(candidate.middle() - at) < shortest; });
        if (isNear) continue;
        taken.push_back(candidate.middle());
        chosen.push_back(candidate);
    }
    std::sort(chosen.begin(), chosen.end(), [](const auto& a, const auto& b) { return a.range.from < b.range.from; });
    return chosen;
}

/** Where, near a hop, the spectrum changes most: a second and a half before against as much after. */
std::int64_t greatestChange(const SideLevels& side, std::int64_t near) {
    const auto& history = side.history();
    const auto span = history.hopsIn(changeSpanSeconds), reach = history.hopsIn(changeReachSeconds);
    const auto low = std::max(side.groove().from + span, near - reach),
               high = std::min(side.groove().to - span, near + reach);
    if (high <= low) return near;
    const auto from = low - span;
    std::vector<std::array<double, dsp::grooveBands>> sums(static_cast<std::size_t>(high + span - from) + 1);
    for (std::size_t i = 0; i + 1 < sums.size(); ++i)
        for (std::size_t band = 0; band < dsp::grooveBands; ++band)
            sums[i + 1][band] =
                sums[i][band] + static_cast<double>(history.bandDb(from + static_cast<std::int64_t>(i), band));
    std::vector<double> change;
    for (auto hop = low; hop < high; hop += 2) {
        const auto i = static_cast<std::size_t>(hop - from), w = static_cast<std::size_t>(span);
        double sum = 0.0;
        for (std::size_t band = 0; band < dsp::grooveBands; ++band)
            sum += std::abs((sums[i + w][band] - sums[i][band]) - (sums[i][band] - sums[i - w][band]));
        change.push_back(sum / static_cast<double>(span));
    }
    const double top = *std::max_element(change.begin(), change.end());
    std::size_t bestAt = 0;
    double bestValue = -1e300;
    for (std::size_t i = 0; i < change.size(); ++i) {
        const double off = (static_cast<double>(low) + 2.0 * static_cast<double>(i) - static_cast<double>(near)) /
                           static_cast<double>(reach);
        const double value = change[i] - 0.3 * top * off * off;
        if (value > bestValue) {
            bestValue = value;
            bestAt = i;
        }
    }
    return low + 2 * static_cast<std::int64_t>(bestAt);
}

struct Path {
    double cost = 0.0;
    double at = 0.0; ///< hop where the next track begins
    std::vector<TrackCandidate> cuts;
};

/** Beam search over the candidates, "no gap here", and one speed for the whole side. */
class ListSearch {
public:
    ListSearch(const SideLevels& side, const std::vector<TrackCandidate>& candidates, const TrackPrior& prior)
        : side_(side), history_(side.history()), candidates_(candidates), prior_(prior),
          first_(static_cast<double>(side.music().front().from)), last_(static_cast<double>(side.music().back().to)) {}

    std::optional<Path> run() const {
        std::optional<Path> result;
        for (int k = 0; k < speeds; ++k) {
            const double speed = 1.0 + speedSpread * (2.0 * k / (speeds - 1) - 1.0);
            std::vector<Path> beam{{std::pow((speed - 1.0) / speedScale, 2), first_, {}}};
            for (std::size_t track = 0; track + 1 < prior_.seconds.size(); ++track)
                beam = step(beam, track, speed);
            for (auto& path : beam) {
                path.cost += misfit(prior_.seconds.back(), speed, last_ - path.at, 4.0);
                if (!result || path.cost < result->cost) result = path;
            }
        }
        return result;
    }

private:
    /** Square of how many deviations a track is off; 0 where its length is not known. */
    double misfit(const std::optional<double>& seconds, double speed, double hops, double spreadSeconds) const {
        if (!seconds) return 0.0;
        const double z = (history_.seconds(hops) - *seconds * speed) / (spreadSeconds + 0.01 * *seconds);
        return z * z;
    }

    std::vector<Path> step(const std::vector<Path>& beam, std::size_t track, double speed) const {
        const auto& seconds = prior_.seconds[track];
        const double shortest = static_cast<double>(history_.hopsIn(1.0));
        std::vector<Path> next;
        const auto extend = [&](const Path& path, double cost, const TrackCandidate& cut, double at) {
            next.push_back(path);
            next.back().cost += cost;
            next.back().at = at;
            next.back().cuts.push_back(cut);
        };
        for (const auto& path : beam) {
            for (const auto& candidate : candidates_) {
                const double at = candidate.kind == TrackCandidate::Kind::gap ? static_cast<double>(candidate.next())
                                                                              : candidate.middle();
                if (at <= path.at + shortest || at >= last_) continue;
                const double cost = misfit(seconds, speed, at - path.at, 3.0);
                if (cost < 16.0) extend(path, cost - 4.0 * candidate.score - 2.0, candidate, at);
            }
            if (!seconds) continue;
            const double wanted = path.at + *seconds * speed / history_.hopSeconds();
            if (wanted >= last_) continue;
            const auto at = changeNear(static_cast<std::int64_t>(wanted));
            if (static_cast<double>(at) > path.at + shortest)
                extend(path, 1.0, {{at, at}, TrackCandidate::Kind::change, unheardScore}, static_cast<double>(at));
        }
        return narrowed(std::move(next));
    }

    std::int64_t changeNear(std::int64_t hop) const {
        for (const auto& [wanted, found] : changes_)
            if (wanted == hop) return found;
        changes_.emplace_back(hop, greatestChange(side_, hop));
        return changes_.back().second;
    }

    /** The cheapest, none within 0.2 s of another. */
    static std::vector<Path> narrowed(std::vector<Path> paths) {
        std::stable_sort(paths.begin(), paths.end(), [](const auto& a, const auto& b) { return a.cost < b.cost; });
        std::vector<Path> kept;
        for (auto& path : paths) {
            if (kept.size() >= beamWidth) break;
            if (std::all_of(kept.begin(), kept.end(),
                            [&](const auto& other) { return std::abs(path.at - other.at) > 20.0; }))
                kept.push_back(std::move(path));
        }
        return kept;
    }

    const SideLevels& side_;
    const GrooveHistory& history_;
    const std::vector<TrackCandidate>& candidates_;
    const TrackPrior& prior_;
    double first_, last_;
    mutable std::vector<std::pair<std::int64_t, std::int64_t>> changes_;
};

} // namespace

std::vector<TrackCandidate> chosenCandidates(const SideLevels& side, const std::vector<TrackCandidate>& candidates,
                                             const TrackPrior& prior) {
    if (side.music().empty()) return {};
    const bool hasTimes =
        std::any_of(prior.seconds.begin(), prior.seconds.end(), [](const auto& s) { return s.has_value(); });
    if (hasTimes)
        if (auto path = ListSearch(side, candidates, prior).run()) return std::move(path->cuts);
    std::optional<std::size_t> count;
    if (prior.count) count = static_cast<std::size_t>(std::max(1, *prior.count));
    if (!prior.seconds.empty()) count = prior.seconds.size();
    if (!count) return best(side, candidates, candidates.size(), sureScore, shortestTrackSeconds);
    auto chosen = best(side, candidates, *count - 1, 0.0, shortestTrackSeconds);
    // Short pieces between the tracks are there only where the count asks for them.
    if (chosen.size() + 1 < *count) chosen = best(side, candidates, *count - 1, 0.0, shortestCountedSeconds);
    return chosen;
}

} // namespace phonostage::media
