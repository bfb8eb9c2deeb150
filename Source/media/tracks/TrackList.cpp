// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TrackList.h"

#include "media/tracks/TrackLine.h"
#include "media/tracks/TrackText.h"

#include <algorithm>

namespace phonostage::media {
namespace {

constexpr std::size_t mostIgnored = 10;

struct ReadLine {
    TrackLine line;
    std::string_view text;
};

/** 1, 2, 3 ..., where it may begin with 1 again. */
bool counts(const std::vector<int>& numbers) {
    int last = 0;
    for (const int number : numbers) {
        if (number != last + 1 && number != 1) return false;
        last = number;
    }
    return numbers.size() > 1;
}

/** What the lines have in common: a number before a title may be a part of it, and only its neighbours tell. */
ListHabits habitsOf(const std::vector<std::string_view>& lines) {
    std::size_t written = 0, dotted = 0;
    std::vector<int> numbers;
    std::string letters;
    for (const auto line : lines) {
        const auto kind = readTrackLine(line, {}).kind;
        if (kind != TrackLine::Kind::track) continue;
        ++written;
        if (endsInDottedTime(line)) ++dotted;
        if (const auto number = bareNumberOf(line)) numbers.push_back(*number);
        if (const char letter = singleLetterOf(line)) letters += letter;
    }
    ListHabits habits;
    habits.dottedTimes = 2 * dotted > written;
    habits.bareNumbers = counts(numbers) && 2 * numbers.size() > written;
    habits.singleLetters = letters.size() == written && letters.size() > 1 &&
                           std::string_view("ABCDEFGH").substr(0, letters.size()) == letters;
    return habits;
}

/** Cells that stand one below the other become one line: a position alone takes the title and the time that follow. */
void joinCells(std::vector<ReadLine>& lines) {
    std::vector<ReadLine> joined;
    for (auto& read : lines) {
        auto& line = read.line;
        auto* last =
            joined.empty() || joined.back().line.kind != TrackLine::Kind::track ? nullptr : &joined.back().line;
        const bool isTrack = line.kind == TrackLine::Kind::track;
        if (line.kind == TrackLine::Kind::blank && last != nullptr && last->title.empty()) continue;
        if (isTrack && last != nullptr && last->title.empty() && line.position.empty() && !line.title.empty()) {
            last->title = line.title;
            last->artist = line.artist;
            if (line.seconds) last->seconds = line.seconds;
            continue;
        }
        if (isTrack && line.title.empty() && line.position.empty()) {
            if (last != nullptr && !last->seconds) last->seconds = line.seconds;
            continue; // a time alone, with nothing that it belongs to: a total
        }
        joined.push_back(std::move(read));
    }
    lines = std::move(joined);
}

/** Below tracks with positions, a line with neither position nor time is a credit, a note or a button. */
void dropNotes(std::vector<ReadLine>& lines) {
    const auto isNumbered = [](const ReadLine& read) { return !read.line.position.empty(); };
    if (std::none_of(lines.begin(), lines.end(), isNumbered)) {
        for (auto& read : lines)
            if (!read.line.seconds && read.line.title.ends_with(':')) read.line.kind = TrackLine::Kind::noise;
        return;
    }
    for (auto& read : lines)
        if (read.line.kind == TrackLine::Kind::track && !isNumbered(read) && !read.line.seconds)
            read.line.kind = TrackLine::Kind::noise;
}

/** Times that stand at the front, begin with 0:00 and grow are those of the starts. */
void turnStartsIntoDurations(std::vector<ReadLine>& lines) {
    std::vector<TrackLine*> tracks;
    for (auto& read : lines)
        if (read.line.kind == TrackLine::Kind::track) tracks.push_back(&read.line);
    if (tracks.size() < 2 || !tracks.front()->seconds || *tracks.front()->seconds != 0.0) {
        for (auto* track : tracks)
            if (track->seconds == 0.0) track->seconds.reset();
        return;
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        const auto next = i + 1 < tracks.size() ? tracks[i + 1]->seconds : std::nullopt;
        auto& seconds = tracks[i]->seconds;
        seconds = next && seconds && *next > *seconds ? std::optional(*next - *seconds) : std::nullopt;
    }
}

/** Sides for lines without one: by numbers that begin again, else by the one blank line between two groups. */
void giveSides(TrackList& list, const std::vector<std::size_t>& groups) {
    const bool hasSides =
        std::any_of(list.tracks.begin(), list.tracks.end(), [](const auto& t) { return !t.side.empty(); });
    if (hasSides || list.tracks.size() < 2) return;
    std::vector<std::size_t> firsts;
    const auto numberOf = [](const ListedTrack& track) {
        int value = 0;
        for (const char c : track.position)
            value = c >= '0' && c <= '9' && value < 1000 ? 10 * value + (c - '0') : value;
        return value;
    };
    const bool isNumbered =
        std::all_of(list.tracks.begin(), list.tracks.end(), [](const auto& t) { return !t.position.empty(); });
    for (std::size_t i = 0; isNumbered && i < list.tracks.size(); ++i)
        if (i == 0 || (numberOf(list.tracks[i]) == 1 && numberOf(list.tracks[i - 1]) > 1)) firsts.push_back(i);
    if (!isNumbered && groups.size() == 2 && groups[1] > 1 && list.tracks.size() - groups[1] > 1) firsts = groups;
    if (firsts.size() < 2 || firsts.size() > 16) return;
    for (std::size_t side = 0; side < firsts.size(); ++side)
        for (auto i = firsts[side]; i < (side + 1 < firsts.size() ? firsts[side + 1] : list.tracks.size()); ++i)
            list.tracks[i].side = std::string(1, static_cast<char>('A' + side));
}

/** Parts of a track that is there as a whole with its time ("A1", then "A1a", "A1b") are no tracks. */
void dropParts(TrackList& list) {
    std::string whole;
    std::erase_if(list.tracks, [&](const ListedTrack& track) {
        const bool isPart = !whole.empty() && track.position.size() > whole.size() &&
                            track.position.starts_with(whole) &&
                            (track.position.back() >= 'a' && track.position.back() <= 'f');
        if (!isPart) whole = track.seconds && !track.side.empty() ? track.position : std::string();
        return isPart;
    });
}

} // namespace

std::vector<std::string> TrackList::sides() const {
    std::vector<std::string> list;
    for (const auto& track : tracks)
        if (std::find(list.begin(), list.end(), track.side) == list.end()) list.push_back(track.side);
    return list;
}

std::vector<ListedTrack> TrackList::ofSide(std::string_view side) const {
    std::vector<ListedTrack> list;
    std::copy_if(tracks.begin(), tracks.end(), std::back_inserter(list),
                 [&](const auto& track) { return track.side == side; });
    return list;
}

TrackList readTrackList(std::string_view bytes) {
    TrackList list;
    if (bytes.size() > mostTrackTextBytes) return list;
    const auto text = decodedText(bytes);
    const auto lines = linesOf(text);
    const auto habits = habitsOf(lines);
    std::vector<ReadLine> read;
    for (const auto line : lines)
        read.push_back({readTrackLine(line, habits), line});
    joinCells(read);
    dropNotes(read);
    turnStartsIntoDurations(read);

    std::string side;
    std::vector<std::size_t> groups;
    bool groupBegins = true;
    for (const auto& [line, whole] : read) {
        if (line.kind == TrackLine::Kind::blank) groupBegins = true;
        if (line.kind == TrackLine::Kind::side) side = line.side;
        if (line.kind == TrackLine::Kind::noise && list.ignored.size() < mostIgnored)
            list.ignored.push_back(cleanTitle(bareLine(whole)));
        if (line.kind != TrackLine::Kind::track || list.tracks.size() >= mostListedTracks) continue;
        if (groupBegins) groups.push_back(list.tracks.size());
        groupBegins = false;
        list.tracks.push_back(
            {line.side.empty() ? side : line.side, line.position, line.title, line.artist, line.seconds});
    }
    giveSides(list, groups);
    dropParts(list);
    return list;
}

} // namespace phonostage::media
