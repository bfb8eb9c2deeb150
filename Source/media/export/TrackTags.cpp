// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TrackTags.h"

#include <algorithm>
#include <map>
#include <set>

namespace phonostage::media {
namespace {

std::string twoDigits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string sideText(char side) { return side == 0 ? std::string() : std::string(1, side); }

/** The side of a whole take: that of its first track. */
char sideOf(const AlbumTake& take) { return take.tracks.empty() ? take.album.side : take.tracks.front().side; }

int discOfSide(const AlbumTags& album, char side) {
    auto tags = album;
    tags.side = side;
    return discOf(tags);
}

void giveSides(std::vector<AlbumTake>& takes) {
    const bool isKnown = std::any_of(takes.begin(), takes.end(), [](const AlbumTake& take) {
        return take.album.side != 0 ||
               std::any_of(take.tracks.begin(), take.tracks.end(), [](const auto& t) { return t.side != 0; });
    });
    if (!isKnown && takes.size() < 2) return;
    char last = 'A' - 1;
    for (auto& take : takes) {
        const char own = take.album.side != 0 ? take.album.side : static_cast<char>(std::min<int>(last + 1, 'Z'));
        for (auto& track : take.tracks) {
            if (track.side == 0) track.side = own;
            last = track.side;
        }
        if (take.tracks.empty()) last = own;
        if (take.album.side == 0) take.album.side = take.tracks.empty() ? own : take.tracks.front().side;
    }
}

/** Fields of the album's or track's own, unless they are there already. */
void addOthers(TagSet& tags, const std::vector<TagField>& others) {
    for (const auto& other : others)
        if (std::none_of(tags.fields.begin(), tags.fields.end(),
                         [&](const auto& each) { return each.first == other.first; }))
            tags.add(other.first, other.second);
}

TagSet albumFields(const AlbumTags& album, char side) {
    TagSet tags;
    tags.add("ALBUM", album.title);
    tags.add("ALBUMARTIST", album.artist);
    tags.add("DATE", album.date);
    tags.add("GENRE", album.genre);
    tags.add("LABEL", album.label);
    tags.add("CATALOGNUMBER", album.catalogueNumber);
    tags.add("MEDIA", "Vinyl");
    if (side != 0) tags.add("DISCSUBTITLE", "Side " + sideText(side));
    return tags;
}

NameFields albumNames(const AlbumTake& take, char side, int disc, const std::string& curve) {
    const auto& album = take.album;
    return {{"album", album.title.empty() ? take.stem : album.title},
            {"albumartist", album.artist},
            {"date", album.date},
            {"genre", album.genre},
            {"label", album.label},
            {"side", sideText(side)},
            {"disc", disc > 0 ? std::to_string(disc) : ""},
            {"take", take.stem},
            {"curve", curve}};
}

} // namespace

std::string AlbumTrack::position() const {
    return side == 0 ? twoDigits(number) : sideText(side) + std::to_string(numberOnSide);
}

AlbumTrack albumTrackOf(const Track& track) {
    AlbumTrack result;
    result.track = track;
    for (const auto& [name, text] : track.others)
        if (name == "VINYL_POSITION" && !text.empty() && text[0] >= 'A' && text[0] <= 'Z') result.side = text[0];
    return result;
}

void numberAlbum(std::vector<AlbumTake>& takes) {
    giveSides(takes);
    std::map<char, int> onSide;
    std::map<int, int> onDisc;
    std::map<int, std::set<char>> sidesOfDisc;
    int discs = 0;
    for (auto& take : takes) {
        bool isFirst = true;
        for (auto& track : take.tracks) {
            track.disc = discOfSide(take.album, track.side);
            discs = std::max({discs, track.disc, take.album.discs});
            sidesOfDisc[track.disc].insert(track.side);
            track.numberOnSide = ++onSide[track.side];
            auto& number = onDisc[track.disc];
            // The side in front is not here: the take knows how many it has.
            if (isFirst && number == 0 && track.track.number > 1) number = track.track.number - 1;
            track.number = ++number;
            isFirst = false;
        }
    }
    for (auto& take : takes)
        for (auto& track : take.tracks) {
            // Both sides of a disc: letters that are next to each other, A and B, C and D.
            const bool isWhole = track.disc > 0 && sidesOfDisc[track.disc].size() >= 2;
            track.tracksOfDisc = isWhole ? onDisc[track.disc] : 0;
            track.discs = take.album.discs > 0 ? take.album.discs : discs > 1 ? discs : 0;
        }
}

TagSet tagsOf(const AlbumTags& album, const AlbumTrack& track) {
    auto tags = albumFields(album, track.side);
    tags.add("TITLE", track.track.title);
    tags.add("ARTIST", track.track.artist.empty() ? album.artist : track.track.artist);
    tags.add("COMPOSER", track.track.composer);
    if (track.side != 0) tags.add("VINYL_POSITION", track.position());
    tags.track = track.number;
    tags.tracks = track.tracksOfDisc;
    tags.disc = track.disc;
    tags.discs = track.discs;
    addOthers(tags, track.track.others);
    addOthers(tags, album.others);
    return tags;
}

TagSet tagsOfSide(const AlbumTake& take) {
    const char side = sideOf(take);
    auto tags = albumFields(take.album, side);
    tags.add("TITLE", side == 0 ? take.album.title : "Side " + sideText(side));
    tags.add("ARTIST", take.album.artist);
    if (side != 0) tags.add("VINYL_POSITION", sideText(side));
    tags.disc = discOfSide(take.album, side);
    tags.discs = take.album.discs;
    addOthers(tags, take.album.others);
    return tags;
}

const std::vector<std::string>& nameFields() {
    static const std::vector<std::string> names{"album", "albumartist", "artist", "title", "position", "track", "side",
                                                "disc",  "date",        "genre",  "label", "curve",    "take"};
    return names;
}

NameFields namesOf(const AlbumTake& take, const AlbumTrack& track, const std::string& curve) {
    auto names = albumNames(take, track.side, track.disc, curve);
    names["artist"] = track.track.artist.empty() ? take.album.artist : track.track.artist;
    names["title"] = track.track.title.empty() ? "Track " + std::to_string(track.number) : track.track.title;
    names["position"] = track.position();
    names["track"] = twoDigits(track.number);
    return names;
}

NameFields namesOfSide(const AlbumTake& take, const std::string& curve) {
    const char side = sideOf(take);
    auto names = albumNames(take, side, discOfSide(take.album, side), curve);
    names["artist"] = take.album.artist;
    names["title"] = side == 0 ? take.stem : "Side " + sideText(side);
    names["position"] = sideText(side);
    return names;
}

} // namespace phonostage::media
