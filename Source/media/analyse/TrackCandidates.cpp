// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TrackCandidates.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace phonostage::media {
namespace {

using Kind = TrackCandidate::Kind;

// Gaps
constexpr double widthBeginsSeconds = 0.25, widthScaleSeconds = 0.9;
constexpr double extensionPart = 0.7, longestExtensionSeconds = 2.1;
constexpr double depthScaleDb = 5.0, leastDepthPart = 0.35;
constexpr double matchScaleDb = 4.0;
constexpr double aroundSeconds = 5.0;
// Valleys
constexpr double prominenceDb = 8.0, valleyContextSeconds = 15.0, leastValleySeconds = 0.3, gapValleySeconds = 0.4;
// Applause
constexpr float applauseFlatness = 0.42F, applauseLevelDb = 10.0F, applauseExcess = 40.0F, applauseTiltDb = 8.0F;
constexpr double leastApplauseSeconds = 2.5, applauseScore = 0.55;

double widthScore(double seconds) {
    return 1.0 - std::exp(-std::max(0.0, seconds - widthBeginsSeconds) / widthScaleSeconds);
}

class Search {
public:
    explicit Search(const SideLevels& side)
        : side_(side), history_(side.history()), first_(side.music().front().from), last_(side.music().back().to) {}

    std::vector<TrackCandidate> run() {
        const auto& music = side_.music();
        for (std::size_t i = 0; i + 1 < music.size(); ++i)
            list_.push_back(gapBetween(music[i], music[i + 1]));
        findValleys();
        findApplause();
        std::stable_sort(list_.begin(), list_.end(),
                         [](const auto& a, const auto& b) { return a.range.from < b.range.from; });
        return std::move(list_);
    }

private:
    TrackCandidate gapBetween(const HopRange& before, const HopRange& after) const;
    void findValleys();
    void judgeValley(std::int64_t at, double prominence, double widthSeconds);
    void findApplause();

    const SideLevels& side_;
    const GrooveHistory& history_;
    std::int64_t first_, last_;
    std::vector<TrackCandidate> list_;
};

/** The hole widened by what is near the noise: echo and reverberation must not make a gap narrow. */
TrackCandidate Search::gapBetween(const HopRange& before, const HopRange& after) const {
    const auto from = before.to, to = after.from;
    const auto most = history_.hopsIn(longestExtensionSeconds), around = history_.hopsIn(aroundSeconds);
    const float line = side_.lowLineDb();
    auto left = from, right = to;
    while (left > before.from + 1 && from - left < most && side_.calmLevel(left - 1) < line)
        --left;
    while (right < after.to - 1 && right - to < most && side_.calmLevel(right) < line)
        ++right;
    const auto hole = static_cast<double>(to - from);
    const double width = history_.seconds(hole + extensionPart * (static_cast<double>(right - left) - hole));
    const auto floor = history_.median(from, to);
    double match = 0.0;
    for (std::size_t band = 0; band < floor.size(); ++band)
        match += static_cast<double>(std::abs(floor[band] - side_.noise()[band])) / static_cast<double>(floor.size());
    const auto depth =
        static_cast<double>(std::min(side_.levelPercentile(std::max(before.from, from - around), from, 0.75),
                                     side_.levelPercentile(to, std::min(after.to, to + around), 0.75)) -
                            side_.levelPercentile(from, to, 0.5));
    // Between a fade-out and a soft beginning the depth is 0, and it is a gap all the same.
    const double counted = std::max(depth, leastDepthPart * static_cast<double>(side_.spanDb()));
    const double score = widthScore(width) * (1.0 - std::exp(-counted / depthScaleDb)) *
                         std::exp(-(match / matchScaleDb) * (match / matchScaleDb));
    return {{from, to}, Kind::gap, score};
}

/** Dips of the smoothed level between higher places on both sides: worn records and gaps filled with echo. */
void Search::findValleys() {
    std::vector<float> level;
    for (auto hop = first_; hop < last_; ++hop)
        level.push_back(side_.level(hop));
    level = runningMedians(level, history_.hopsIn(0.5));
    const auto count = static_cast<std::int64_t>(level.size()), reach = history_.hopsIn(0.15);
    std::vector<float> smooth(level.size());
    std::vector<double> sums(level.size() + 1, 0.0);
    for (std::size_t i = 0; i < level.size(); ++i)
        sums[i + 1] = sums[i] + static_cast<double>(level[i]);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto from = std::max<std::int64_t>(0, i - reach), to = std::min(count, i + reach);
        smooth[static_cast<std::size_t>(i)] =
            static_cast<float>((sums[static_cast<std::size_t>(to)] - sums[static_cast<std::size_t>(from)]) /
                               static_cast<double>(to - from));
    }
    const auto at = [&](std::int64_t i) { return smooth[static_cast<std::size_t>(i)]; };
    const auto context = history_.hopsIn(0.5 * valleyContextSeconds);
    for (std::int64_t i = 1; i + 1 < count; ++i) {
        if (!(at(i) < at(i - 1) && at(i) <= at(i + 1))) continue;
        // How high the lower of the two banks is, up to a deeper place or the end of the context.
        const auto bank = [&](int step) {
            float top = at(i);
            for (auto k = i + step; k >= 0 && k < count && std::abs(k - i) <= context && at(k) >= at(i); k += step)
                top = std::max(top, at(k));
            return top;
        };
        const auto prominence = static_cast<double>(std::min(bank(-1), bank(1)) - at(i));
        if (prominence < prominenceDb) continue;
        const auto line = at(i) + static_cast<float>(0.5 * prominence);
        auto left = i, right = i;
        while (left > 0 && at(left) < line)
            --left;
        while (right + 1 < count && at(right) < line)
            ++right;
        const double width = history_.seconds(static_cast<double>(right - left));
        if (width >= leastValleySeconds) judgeValley(first_ + i, prominence, width);
    }
}

void Search::judgeValley(std::int64_t at, double prominence, double widthSeconds) {
    const auto near = history_.hopsIn(0.5);
    for (const auto& known : list_)
        if (known.score > 0.3 && known.range.from - near <= at && at <= known.range.to + near) return;
    // What lies under the low line counts as for gaps.
    const float line = side_.lowLineDb();
    auto from = at, to = at;
    while (from > first_ && side_.calmLevel(from) < line)
        --from;
    while (to < last_ && side_.calmLevel(to) < line)
        ++to;
    const double width = history_.seconds(static_cast<double>(to - from));
    const double score =
        (0.3 + 0.65 * widthScore(width)) * (1.0 - std::exp(-prominence / 15.0)) * (1.0 - std::exp(-widthSeconds / 0.9));
    const bool isGap = width > gapValleySeconds;
    list_.push_back({isGap ? HopRange{from, to} : HopRange{at, at}, isGap ? Kind::gap : Kind::valley, score});
}

/** Flat, steady, loud noise without bass for some seconds; the next track begins at its end. */
void Search::findApplause() {
    std::vector<float> flatness, tilt, ofMusic;
    for (auto hop = first_; hop < last_; ++hop) {
        flatness.push_back(history_.flatness(hop));
        tilt.push_back(side_.tilt(hop));
    }
    for (const auto& music : side_.music())
        for (auto hop = music.from; hop < music.to; ++hop)
            ofMusic.push_back(side_.tilt(hop));
    const float usual = medianOf(ofMusic);
    const auto second = history_.hopsIn(1.0);
    flatness = runningMedians(flatness, second);
    tilt = runningMedians(tilt, second);
    std::vector<bool> flags(flatness.size());
    for (std::size_t i = 0; i < flags.size(); ++i) {
        const auto hop = first_ + static_cast<std::int64_t>(i);
        flags[i] = flatness[i] > applauseFlatness && side_.level(hop) > side_.noiseDb() + applauseLevelDb &&
                   side_.excess(hop) > applauseExcess && tilt[i] < usual - applauseTiltDb;
    }
    for (const auto& applause : stretchesOf(flags)) {
        if (applause.length() < history_.hopsIn(leastApplauseSeconds)) continue;
        const auto at = first_ + applause.to - history_.hopsIn(0.5), near = history_.hopsIn(2.0);
        const bool isKnown = std::any_of(list_.begin(), list_.end(), [&](const auto& known) {
            return known.kind == Kind::gap && known.range.from - near <= at && at <= known.range.to + near;
        });
        if (!isKnown) list_.push_back({{at, at}, Kind::applause, applauseScore});
    }
}

} // namespace

std::vector<TrackCandidate> trackCandidates(const SideLevels& side) {
    if (side.music().empty()) return {};
    return Search(side).run();
}

} // namespace phonostage::media
