// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/analyse/TrackFinder.h"

#include "media/analyse/SideLevels.h"
#include "media/analyse/TrackEdges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phonostage::media {
namespace {

constexpr double needleRiseDb = 4.0;
constexpr double leastSideSeconds = 8.0; ///< of groove; a needle set down twice makes a short stay before the side
constexpr double leastMusicSeconds = 4.0;
constexpr double samePutBackSeconds =
    6.0; ///< nobody turns a record that fast: the needle was lifted and set down again
constexpr double oneTurnSeconds = 1.8;
constexpr double leastRangeDb = 10.0;

} // namespace

struct TrackFinder::Side {
    dsp::GrooveStay stay;
    SideLevels levels;
    std::vector<TrackCandidate> candidates;

    Side(const GrooveHistory& history, const dsp::GrooveStay& wholeStay, HopRange groove)
        : stay(wholeStay), levels(history, groove, wholeStay.lift.has_value()), candidates(trackCandidates(levels)) {}
};

TrackFinder::TrackFinder(double rateHz, int channels)
    : rateHz_(rateHz), channels_(channels), meter_(rateHz, channels), history_(meter_.hopSeconds()) {}
TrackFinder::~TrackFinder() = default;

void TrackFinder::add(const double* const* channel, int frames) {
    if (history_.seconds(static_cast<double>(history_.size())) >= longestSeconds) return;
    meter_.add(channel, frames, [this](const dsp::GrooveHop& hop) { history_.add(hop); });
}

/** The lowest median of a second. */
double TrackFinder::quietestSecond() const {
    const auto second = history_.hopsIn(1.0);
    std::vector<float> part;
    double lowest = 0.0;
    for (std::int64_t from = 0; from < history_.size(); from += std::max<std::int64_t>(second / 4, 1)) {
        part.clear();
        for (auto hop = from; hop < std::min(from + second, history_.size()); ++hop)
            part.push_back(history_.quietDb(hop));
        if (static_cast<std::int64_t>(part.size()) < second / 2 && from > 0) break;
        const auto level = static_cast<double>(medianOf(part));
        lowest = from == 0 ? level : std::min(lowest, level);
    }
    return lowest;
}

void TrackFinder::findStays() {
    const auto watchAll = [&](std::optional<double> airDb) {
        stays_.clear();
        dsp::NeedleWatch watch(history_.hopSeconds());
        if (airDb) watch.beginInGroove(*airDb);
        for (std::int64_t hop = 0; hop < history_.size(); ++hop) {
            const bool wasDown = watch.isInGroove();
            watch.add(static_cast<double>(history_.quietDb(hop)));
            if (wasDown && !watch.isInGroove()) stays_.push_back(*watch.stay());
        }
        if (watch.isInGroove()) stays_.push_back(*watch.stay());
    };
    watchAll({});
    // Was the needle down before the capture began? Then its beginning is well over the quietest second of the whole.
    std::vector<float> before;
    const auto until = std::min(history_.size(),
                                std::max<std::int64_t>(stays_.empty() ? 0 : stays_.front().drop, history_.hopsIn(0.5)));
    for (std::int64_t hop = 0; hop < until; ++hop)
        before.push_back(history_.quietDb(hop));
    const double quietest = quietestSecond();
    beginsInGroove_ = percentileOf(std::move(before), 0.3) > static_cast<float>(quietest + needleRiseDb);
    if (beginsInGroove_) watchAll(quietest);
    if (!stays_.empty()) return;
    // Neither a drop nor air: a cut from the middle of a side, if there is anything in it.
    std::vector<float> all;
    for (std::int64_t hop = 0; hop < history_.size(); ++hop)
        all.push_back(history_.quietDb(hop));
    if (percentileOf(std::move(all), 0.99) < static_cast<float>(quietest + leastRangeDb)) return;
    beginsInGroove_ = true;
    stays_.push_back({});
}

void TrackFinder::finish() {
    if (history_.size() < history_.hopsIn(1.0)) return;
    history_.eraseClicks();
    findStays();
    // The needle lifted and set down again within a side.
    std::vector<dsp::GrooveStay> merged;
    for (const auto& stay : stays_) {
        const bool isSame =
            !merged.empty() && merged.back().lift &&
            history_.seconds(static_cast<double>(stay.drop - *merged.back().lift)) < samePutBackSeconds &&
            history_.seconds(static_cast<double>(*merged.back().lift - merged.back().drop)) >= leastSideSeconds;
        if (isSame)
            merged.back().lift = stay.lift;
        else
            merged.push_back(stay);
    }
    for (const auto& stay : merged) {
        const auto end = stay.lift.value_or(history_.size());
        const HopRange groove{std::max<std::int64_t>(0, std::min(stay.fired, stay.drop + history_.hopsIn(0.3))),
                              end - history_.hopsIn(0.2)};
        if (history_.seconds(static_cast<double>(groove.length())) < leastSideSeconds) continue;
        auto side = std::make_unique<Side>(history_, stay, groove);
        const auto& music = side->levels.music();
        if (music.empty() ||
            history_.seconds(static_cast<double>(music.back().to - music.front().from)) < leastMusicSeconds)
            continue;
        sides_.push_back(std::move(side));
    }
}

std::unique_ptr<TrackFinder> TrackFinder::soFar() const {
    auto copy = std::make_unique<TrackFinder>(rateHz_, channels_);
    copy->history_ = history_;
    copy->finish();
    return copy;
}

std::vector<double> TrackFinder::cutScores(std::size_t number) const {
    const auto& side = *sides_[number];
    std::vector<double> scores;
    for (const auto& cut : chosenCandidates(side.levels, side.candidates, {std::numeric_limits<int>::max(), {}}))
        scores.push_back(cut.score);
    std::sort(scores.rbegin(), scores.rend());
    return scores;
}

double TrackFinder::musicSeconds(std::size_t number) const {
    const auto& music = sides_[number]->levels.music();
    return history_.seconds(static_cast<double>(music.back().to - music.front().from));
}

FoundSide TrackFinder::side(std::size_t number, const TrackPrior& prior) const {
    const auto& side = *sides_[number];
    const auto seconds = [&](std::int64_t hop) { return history_.seconds(static_cast<double>(hop)); };
    FoundSide found;
    if (!(beginsInGroove_ && side.stay.drop == 0)) found.dropSeconds = seconds(side.stay.drop);
    if (side.stay.lift) found.liftSeconds = seconds(*side.stay.lift);
    found.endSeconds = seconds(side.stay.lift.value_or(history_.size()));
    const auto cuts = chosenCandidates(side.levels, side.candidates, prior);
    const auto edges = trackEdges(side.levels, cuts);
    for (std::size_t k = 0; k < edges.size(); ++k) {
        const double before = k == 0 ? 1.0 : cuts[k - 1].score, after = k < cuts.size() ? cuts[k].score : 1.0;
        found.tracks.push_back({seconds(edges[k].start), seconds(edges[k].end), seconds(edges[k].cut),
                                std::min(before, after), k == 0 ? std::nullopt : std::optional(cuts[k - 1].kind)});
    }
    if (found.endSeconds - found.tracks.back().endSeconds >= oneTurnSeconds)
        found.runOutSeconds = found.tracks.back().endSeconds;
    for (const auto& candidate : side.candidates) {
        const bool isTaken =
            std::any_of(cuts.begin(), cuts.end(), [&](const auto& cut) { return cut.range == candidate.range; });
        if (!isTaken && candidate.score >= perhapsScore)
            found.perhaps.push_back({history_.seconds(candidate.middle()), candidate.score});
    }
    return found;
}

} // namespace phonostage::media
