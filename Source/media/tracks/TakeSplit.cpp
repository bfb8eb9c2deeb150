// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TakeSplit.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "media/tracks/TrackText.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr double roomBeforeSeconds = 0.5, roomBehindSeconds = 2.0, roomAtEndSeconds = 3.0;
constexpr double dropSeconds = 0.25, liftSeconds = 0.3; ///< of thumps and clicks when the needle is set down and lifted
constexpr double tellOffSeconds = 5.0, tellOffPart = 0.05;

/** Seconds to frames, and to the grid of cuts. */
class Grid {
public:
    Grid(const FileExtent& file, Snap snap) : file_(file), snap_(snap) {}

    std::int64_t nearest(double seconds) const {
        return held(rounded(seconds, [](double x) { return std::round(x); }));
    }
    std::int64_t below(double seconds) const {
        return held(rounded(seconds, [](double x) { return std::floor(x); }));
    }
    std::int64_t above(double seconds) const {
        return held(rounded(seconds, [](double x) { return std::ceil(x); }));
    }
    double seconds(std::int64_t frame) const { return static_cast<double>(frame) / file_.sampleRateHz; }

private:
    template <typename Round> std::int64_t rounded(double seconds, Round round) const {
        // A time that is on the grid already stays there whatever the last digit of the division.
        constexpr double slack = 1e-6;
        const auto onGrid = [&](double value) {
            return std::abs(value - std::round(value)) < slack ? std::round(value) : round(value);
        };
        if (snap_ == Snap::toFrames) return static_cast<std::int64_t>(onGrid(seconds * file_.sampleRateHz));
        return sampleFrameOfCue(static_cast<std::int64_t>(onGrid(seconds * cueFramesPerSecond)), file_.sampleRateHz);
    }
    std::int64_t held(std::int64_t frame) const { return std::clamp<std::int64_t>(frame, 0, file_.frames); }

    const FileExtent& file_;
    Snap snap_;
};

std::string whyOf(const FoundSide& side, std::size_t k) {
    const auto& track = side.tracks[k];
    if (!track.from) return {};
    switch (*track.from) {
    case TrackCandidate::Kind::gap:
        return "gap of " + base::formatFixed(std::max(0.0, track.startSeconds - side.tracks[k - 1].endSeconds), 1) +
               " s";
    case TrackCandidate::Kind::valley:
        return "the music gets quieter here";
    case TrackCandidate::Kind::applause:
        return "end of applause";
    case TrackCandidate::Kind::change:
        return "no gap: from the times of the list";
    }
    return {};
}

CutOrigin originOf(const FoundTrack& track) {
    if (!track.from) return CutOrigin::side;
    switch (*track.from) {
    case TrackCandidate::Kind::gap:
        return CutOrigin::gap;
    case TrackCandidate::Kind::valley:
        return CutOrigin::dip;
    case TrackCandidate::Kind::applause:
        return CutOrigin::applause;
    case TrackCandidate::Kind::change:
        return CutOrigin::list;
    }
    return CutOrigin::gap;
}

void addSide(TakeSplit& split, const FoundSide& side, const SideKnowledge& known, const Grid& grid) {
    const auto count = side.tracks.size();
    for (std::size_t k = 0; k < count; ++k) {
        const auto& found = side.tracks[k];
        const bool isFirst = k == 0, isLast = k + 1 == count;
        SplitTrack next;
        next.side = known.name;
        next.numberOnSide = static_cast<int>(k) + 1;
        next.startSeconds = found.startSeconds;
        next.endSeconds = found.endSeconds;
        const double earliest =
            isFirst ? std::min(found.startSeconds, side.dropSeconds.value_or(-dropSeconds) + dropSeconds)
                    : found.cutSeconds;
        const double latest = isLast
                                  ? std::max(found.endSeconds, side.endSeconds - (side.liftSeconds ? liftSeconds : 0.0))
                                  : side.tracks[k + 1].cutSeconds;
        auto& track = next.track;
        const auto low = isFirst ? grid.above(earliest) : grid.nearest(earliest), high = grid.nearest(latest);
        track.startFrame = std::clamp(grid.below(found.startSeconds - roomBeforeSeconds),
                                      std::min(low, grid.below(found.startSeconds)), high);
        track.endFrame = std::clamp(grid.above(found.endSeconds + (isLast ? roomAtEndSeconds : roomBehindSeconds)),
                                    track.startFrame, high);
        if (!isFirst) {
            track.cutFrame = low;
            track.startFrame = std::max(track.startFrame, low);
        }
        track.number = static_cast<int>(split.tracks.size()) + 1;
        track.origin = originOf(found);
        track.confidence = found.confidence;
        track.why = whyOf(side, k);
        if (k < known.listed.size()) {
            track.title = known.listed[k].title;
            track.artist = known.listed[k].artist;
        }
        split.tracks.push_back(std::move(next));
    }
}

/** Where a list and what was found do not agree. */
void compare(TakeSplit& split, const FoundSide& side, const SideKnowledge& known) {
    const auto name = known.name.empty() ? std::string("the side") : "side " + known.name;
    const auto wanted = !known.listed.empty() ? known.listed.size()
                        : known.prior.count   ? static_cast<std::size_t>(*known.prior.count)
                                              : 0;
    if (wanted > 0 && side.tracks.size() < wanted)
        split.warnings.push_back("found " + std::to_string(side.tracks.size()) + " tracks on " + name + ", not " +
                                 std::to_string(wanted) +
                                 ": tracks that run into each other are found with their durations (--list)");
    if (!known.listed.empty() && side.tracks.size() != known.listed.size()) return;
    for (std::size_t k = 0; k < side.tracks.size() && k < known.prior.seconds.size(); ++k) {
        const auto& seconds = known.prior.seconds[k];
        if (!seconds) continue;
        const double until = k + 1 < side.tracks.size() ? side.tracks[k + 1].startSeconds : side.tracks[k].endSeconds;
        const double with = until - side.tracks[k].startSeconds,
                     without = side.tracks[k].endSeconds - side.tracks[k].startSeconds;
        const double off = std::min(std::abs(with - *seconds), std::abs(without - *seconds));
        if (off > std::max(tellOffSeconds, tellOffPart * *seconds))
            split.warnings.push_back("track " + std::to_string(k + 1) + " of " + name + " lasts " +
                                     base::clockTime(without) + ", and the list says " + base::clockTime(*seconds) +
                                     ": check its cuts");
    }
}

/** Sides as they were heard, without their tracks. */
TakeSplit heard(const TrackFinder& finder) {
    TakeSplit split;
    for (std::size_t i = 0; i < finder.sides(); ++i)
        split.sides.push_back(finder.side(i, {}));
    return split;
}

double lastSoundSeconds(const TakeSplit& split, const FileExtent& file) {
    return split.sides.empty() ? static_cast<double>(file.frames) / file.sampleRateHz
                               : split.sides.back().tracks.back().endSeconds + roomAtEndSeconds;
}

void addRead(TakeSplit& split, std::int64_t from, std::int64_t to, const FileExtent& file, CutOrigin origin,
             const std::string& title, const std::string& artist) {
    SplitTrack next;
    next.numberOnSide = static_cast<int>(split.tracks.size()) + 1;
    next.track.startFrame = from;
    next.track.endFrame = to;
    next.track.number = next.numberOnSide;
    next.track.origin = origin;
    next.track.title = title;
    next.track.artist = artist;
    next.startSeconds = static_cast<double>(from) / file.sampleRateHz;
    next.endSeconds = static_cast<double>(to) / file.sampleRateHz;
    split.tracks.push_back(std::move(next));
}

/** What read tracks are on: by the sides that were heard. */
void nameSides(TakeSplit& split, const FileExtent& file) {
    split.sideNames.assign(split.sides.size(), {});
    if (split.sides.size() < 2) return;
    std::size_t side = 0;
    int number = 0;
    for (std::size_t i = 0; i < split.sides.size(); ++i)
        split.sideNames[i] = std::string(1, static_cast<char>('A' + std::min<std::size_t>(i, 25)));
    for (auto& track : split.tracks) {
        const double middle =
            0.5 * static_cast<double>(track.track.startFrame + track.track.endFrame) / file.sampleRateHz;
        while (side + 1 < split.sides.size() && middle > split.sides[side].endSeconds) {
            ++side;
            number = 0;
        }
        track.side = split.sideNames[side];
        track.numberOnSide = ++number;
    }
}

[[noreturn]] void failBehindEnd(double seconds, const FileExtent& file) {
    throw TrackTextFault("a track begins at " + base::clockTime(seconds) + ", behind the end of the sound (" +
                         base::clockTime(static_cast<double>(file.frames) / file.sampleRateHz) +
                         "): is it that of another file?");
}

} // namespace

TakeSplit splitTake(const TrackFinder& finder, const FileExtent& file, const TrackKnowledge& known, Snap snap) {
    TakeSplit split;
    const auto sides = knowledgeOfSides(finder, known, split.warnings);
    const Grid grid(file, snap);
    if (sides.size() > 1)
        split.warnings.push_back("the file holds " + std::to_string(sides.size()) + " sides: they are called " +
                                 sides.front().name + " to " + sides.back().name);
    for (std::size_t i = 0; i < sides.size(); ++i) {
        split.sides.push_back(finder.side(i, sides[i].prior));
        split.sideNames.push_back(sides[i].name);
        addSide(split, split.sides.back(), sides[i], grid);
        compare(split, split.sides.back(), sides[i]);
    }
    return split;
}

TakeSplit splitAt(const CueSheet& sheet, const TrackFinder& finder, const FileExtent& file, Snap snap) {
    auto split = heard(finder);
    const Grid grid(file, snap);
    const auto at = [&](std::size_t k) {
        return grid.nearest(static_cast<double>(sheet.tracks[k].startFrame) / cueFramesPerSecond);
    };
    for (std::size_t k = 0; k < sheet.tracks.size(); ++k) {
        const auto& track = sheet.tracks[k];
        const auto from = at(k);
        if (from >= file.frames) failBehindEnd(static_cast<double>(track.startFrame) / cueFramesPerSecond, file);
        auto to = k + 1 < sheet.tracks.size() ? at(k + 1) : std::max(from, grid.above(lastSoundSeconds(split, file)));
        // A side's last track ends with the side, not with the next one's needle drop.
        for (const auto& side : split.sides)
            if (const auto end = grid.above(side.tracks.back().endSeconds + roomAtEndSeconds);
                from < end && end < to && side.liftSeconds)
                to = end;
        if (to == from) to = file.frames;
        addRead(split, from, to, file, CutOrigin::cue, track.title,
                track.performer == sheet.performer ? std::string() : track.performer);
    }
    nameSides(split, file);
    return split;
}

TakeSplit splitAt(const std::vector<TimeLabel>& labels, const TrackFinder& finder, const FileExtent& file, Snap snap) {
    auto split = heard(finder);
    const Grid grid(file, snap);
    for (std::size_t k = 0; k < labels.size(); ++k) {
        const auto& label = labels[k];
        const auto from = grid.nearest(label.startSeconds);
        if (from >= file.frames) failBehindEnd(label.startSeconds, file);
        const auto next = k + 1 < labels.size() ? grid.nearest(labels[k + 1].startSeconds) : file.frames;
        auto to = grid.nearest(label.endSeconds);
        if (label.endSeconds <= label.startSeconds)
            to =
                k + 1 < labels.size() ? next : std::clamp(grid.above(lastSoundSeconds(split, file)), from, file.frames);
        if (to == from) to = file.frames;
        if (to > next)
            throw TrackTextFault("the labels at " + base::clockTime(label.startSeconds) + " and " +
                                 base::clockTime(labels[k + 1].startSeconds) + " overlap: correct their times");
        addRead(split, from, to, file, CutOrigin::labels, label.text, {});
    }
    nameSides(split, file);
    return split;
}

void nameTracks(TakeSplit& split, const TrackList& list) {
    if (list.tracks.size() != split.tracks.size())
        throw TrackTextFault("has " + std::to_string(list.tracks.size()) + " tracks, and the cuts make " +
                             std::to_string(split.tracks.size()) + ": remove or add lines");
    for (std::size_t k = 0; k < list.tracks.size(); ++k) {
        split.tracks[k].track.title = list.tracks[k].title;
        split.tracks[k].track.artist = list.tracks[k].artist;
    }
}

CueSheet cueOf(const TakeSplit& split, const FileExtent& file, const std::string& fileName, const AlbumTags& album) {
    CueSheet sheet;
    sheet.title = album.title;
    sheet.performer = album.artist;
    sheet.genre = album.genre;
    sheet.date = album.date;
    sheet.file = fileName;
    for (const auto& track : split.tracks) {
        CueTrack next;
        next.number = track.track.number;
        next.title = track.track.title;
        next.performer = track.track.artist;
        next.startFrame = cueFrameOfSample(track.cutFrame(), file.sampleRateHz);
        sheet.tracks.push_back(std::move(next));
    }
    return sheet;
}

std::vector<TimeLabel> labelsOf(const TakeSplit& split, const FileExtent& file) {
    std::vector<TimeLabel> labels;
    for (const auto& track : split.tracks)
        labels.push_back({static_cast<double>(track.track.startFrame) / file.sampleRateHz,
                          static_cast<double>(track.track.endFrame) / file.sampleRateHz,
                          track.track.title.empty() ? track.position() : track.track.title});
    return labels;
}

} // namespace phonostage::media
