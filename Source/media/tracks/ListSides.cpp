// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/ListSides.h"

#include "base/text/NumberText.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace phonostage::media {
namespace {

constexpr double gapGuessSeconds = 2.0; ///< between tracks: sleeves print the music alone or with it
constexpr double sideFitPart = 0.12;    ///< a side may be so far off the sum of its list
constexpr double clearlyBetter = 0.5;
constexpr double sameSeconds = 5.0, samePart = 0.01; ///< no nearer than this can sides be told apart by what they last

using Listed = std::vector<ListedTrack>;

bool hasAllTimes(const Listed& tracks) {
    return !tracks.empty() &&
           std::all_of(tracks.begin(), tracks.end(), [](const auto& t) { return t.seconds.has_value(); });
}

/** As long as the tracks last with the gaps between them. */
double lengthOf(const Listed& tracks, double speedRatio) {
    double sum = gapGuessSeconds * static_cast<double>(tracks.size() - 1);
    for (const auto& track : tracks)
        sum += track.seconds.value_or(0.0) / speedRatio;
    return sum;
}

/** How far a side is off what the list says, as a part of it. */
double misfit(const Listed& tracks, double musicSeconds, double speedRatio) {
    return std::abs(musicSeconds / lengthOf(tracks, speedRatio) - 1.0);
}

std::string nextSide(const std::string& name) {
    return name.size() == 1 && name[0] >= 'A' && name[0] < 'Z' ? std::string(1, static_cast<char>(name[0] + 1))
                                                               : std::string();
}

class Dealer {
public:
    Dealer(const TrackFinder& finder, const TrackKnowledge& known, std::vector<std::string>& warnings)
        : finder_(finder), known_(known), warnings_(warnings) {}

    std::vector<Listed> deal() const {
        std::vector<Listed> sides;
        for (const auto& name : known_.list->sides())
            sides.push_back(known_.list->ofSide(name));
        if (sides.size() == 1 && sides[0].front().side.empty()) return partOne(sides[0]);
        const auto first = firstOf(sides);
        std::vector<Listed> result(finder_.sides());
        for (std::size_t i = 0; i < result.size() && first + i < sides.size(); ++i)
            result[i] = sides[first + i];
        if (sides.size() - first < result.size())
            warnings_.push_back("the list has no tracks for the last of the " + std::to_string(result.size()) +
                                " sides in the file: they were found without it");
        return result;
    }

private:
    /** Which of the list's sides the first one found is. */
    std::size_t firstOf(const std::vector<Listed>& sides) const {
        if (!known_.side.empty()) {
            for (std::size_t i = 0; i < sides.size(); ++i)
                if (sides[i].front().side == known_.side) return i;
            throw TrackTextFault("has no side " + known_.side + ": its sides are " + names(sides));
        }
        const auto found = finder_.sides();
        if (sides.size() <= found) return 0;
        // By what they last, where all of them say it.
        std::vector<double> fits;
        for (std::size_t i = 0; i + found <= sides.size(); ++i) {
            double sum = 0.0;
            for (std::size_t k = 0; k < found; ++k)
                sum += hasAllTimes(sides[i + k]) ? misfit(sides[i + k], finder_.musicSeconds(k), known_.speedRatio)
                                                 : std::numeric_limits<double>::infinity();
            fits.push_back(sum / static_cast<double>(found));
        }
        const auto best = static_cast<std::size_t>(std::min_element(fits.begin(), fits.end()) - fits.begin());
        double seconds = 0.0;
        for (std::size_t k = 0; k < found; ++k)
            seconds += finder_.musicSeconds(k) / static_cast<double>(found);
        const double same = samePart + sameSeconds / seconds;
        for (std::size_t i = 0; i < fits.size(); ++i)
            if (fits[best] > sideFitPart ||
                (i != best && (fits[best] > clearlyBetter * fits[i] || fits[i] - fits[best] < same)))
                throw TrackTextFault(
                    "has the sides " + names(sides) +
                    ", and what they last does not show which of them this is: name it with --side, as in --side " +
                    sides.front().front().side);
        return best;
    }

    static std::string names(const std::vector<Listed>& sides) {
        std::string text;
        for (const auto& side : sides)
            text += (text.empty() ? "" : ", ") + side.front().side;
        return text;
    }

    /** A list that does not say where a side ends. */
    std::vector<Listed> partOne(const Listed& all) const {
        const auto found = finder_.sides();
        std::vector<Listed> result;
        std::size_t from = 0;
        for (std::size_t side = 0; side < found; ++side) {
            std::size_t to = all.size();
            if (side + 1 < found) to = partAt(all, from, side);
            result.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(from),
                                all.begin() + static_cast<std::ptrdiff_t>(to));
            from = to;
        }
        if (found == 1 && hasAllTimes(all) && misfit(all, finder_.musicSeconds(0), known_.speedRatio) > 0.4)
            warnings_.push_back(
                "the list lasts " + base::clockTime(lengthOf(all, known_.speedRatio)) + ", the side " +
                base::clockTime(finder_.musicSeconds(0)) +
                ": if it is that of the whole record, write \"Side B\" before the first track of that side");
        if (found > 1)
            warnings_.push_back(
                "the list does not say where a side ends: it was parted where that fits what was found");
        return result;
    }

    /** Where this side ends in the list: by times, else in the ratio of what the sides last. */
    std::size_t partAt(const Listed& all, std::size_t from, std::size_t side) const {
        const auto later = finder_.sides() - side - 1; // each gets one track at least
        const auto last = all.size() > later ? std::max(from + 1, all.size() - later) : all.size();
        std::size_t best = std::min(from + 1, all.size());
        double least = std::numeric_limits<double>::infinity();
        double music = 0.0;
        for (auto k = side; k < finder_.sides(); ++k)
            music += finder_.musicSeconds(k);
        for (auto to = from + 1; to <= last; ++to) {
            const Listed part(all.begin() + static_cast<std::ptrdiff_t>(from),
                              all.begin() + static_cast<std::ptrdiff_t>(to));
            const double share = static_cast<double>(to - from) / static_cast<double>(all.size() - from);
            const double off = hasAllTimes(all) ? misfit(part, finder_.musicSeconds(side), known_.speedRatio)
                                                : std::abs(share - finder_.musicSeconds(side) / music);
            if (off < least) {
                least = off;
                best = to;
            }
        }
        return best;
    }

    const TrackFinder& finder_;
    const TrackKnowledge& known_;
    std::vector<std::string>& warnings_;
};

/** How many tracks each side gets of a number for all: where the best cuts are. */
std::vector<int> dealtCounts(const TrackFinder& finder, const std::vector<int>& counts) {
    const auto sides = finder.sides();
    if (counts.size() > 1 || sides <= 1) return counts;
    std::vector<int> result(sides, 1);
    std::vector<std::vector<double>> scores;
    for (std::size_t i = 0; i < sides; ++i)
        scores.push_back(finder.cutScores(i));
    for (auto left = counts[0] - static_cast<int>(sides); left > 0; --left) {
        std::size_t best = sides;
        double top = -1.0;
        for (std::size_t i = 0; i < sides; ++i) {
            const auto next = static_cast<std::size_t>(result[i] - 1);
            if (next < scores[i].size() && scores[i][next] > top) {
                top = scores[i][next];
                best = i;
            }
        }
        if (best == sides) break;
        ++result[best];
    }
    return result;
}

} // namespace

std::vector<SideKnowledge> knowledgeOfSides(const TrackFinder& finder, const TrackKnowledge& known,
                                            std::vector<std::string>& warnings) {
    std::vector<SideKnowledge> result(finder.sides());
    if (result.empty()) return result;
    if (known.list && !known.list->tracks.empty()) {
        const auto dealt = Dealer(finder, known, warnings).deal();
        for (std::size_t i = 0; i < result.size(); ++i) {
            result[i].listed = dealt[i];
            if (!dealt[i].empty()) result[i].name = dealt[i].front().side;
            for (const auto& track : dealt[i])
                result[i].prior.seconds.push_back(track.seconds ? std::optional(*track.seconds / known.speedRatio)
                                                                : std::nullopt);
        }
    } else if (!known.counts.empty()) {
        const auto counts = dealtCounts(finder, known.counts);
        if (counts.size() > result.size())
            warnings.push_back(std::to_string(counts.size()) + " counts are given, and the file has " +
                               (result.size() == 1 ? "one side" : std::to_string(result.size()) + " sides") +
                               ": the others are not used");
        for (std::size_t i = 0; i < result.size() && i < counts.size(); ++i)
            result[i].prior.count = counts[i];
    }
    // Names where nothing gave one: from the side that is known, or in the order of a file with several.
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (!result[i].name.empty()) continue;
        if (i == 0)
            result[i].name = !known.side.empty() ? known.side : result.size() > 1 ? "A" : "";
        else
            result[i].name = nextSide(result[i - 1].name);
    }
    return result;
}

} // namespace phonostage::media
