// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TrackTags.h"

#include "support/Catch.h"

#include <algorithm>

using namespace phonostage::media;

namespace {

AlbumTake takeOf(char side, int tracks, int firstNumber = 1) {
    AlbumTake take;
    take.album.side = side;
    take.stem = "rip";
    for (int i = 0; i < tracks; ++i) {
        AlbumTrack track;
        track.track.number = firstNumber + i;
        take.tracks.push_back(track);
    }
    return take;
}

std::vector<std::string> valuesOf(const TagSet& tags, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [field, text] : tags.fields)
        if (field == name) values.push_back(text);
    return values;
}

} // namespace

TEST_CASE("Track numbers run through a disc of two sides, positions through a side") {
    std::vector<AlbumTake> takes{takeOf('A', 3), takeOf('B', 2), takeOf('C', 1), takeOf('D', 2)};
    numberAlbum(takes);
    std::vector<std::string> positions;
    std::vector<int> numbers, discs;
    for (const auto& take : takes)
        for (const auto& track : take.tracks) {
            positions.push_back(track.position());
            numbers.push_back(track.number);
            discs.push_back(track.disc);
            CHECK(track.discs == 2);
        }
    CHECK(positions == std::vector<std::string>{"A1", "A2", "A3", "B1", "B2", "C1", "D1", "D2"});
    CHECK(numbers == std::vector<int>{1, 2, 3, 4, 5, 1, 2, 3});
    CHECK(discs == std::vector<int>{1, 1, 1, 1, 1, 2, 2, 2});
    CHECK(takes[0].tracks[0].tracksOfDisc == 5);
    CHECK(takes[3].tracks[0].tracksOfDisc == 3);
}

TEST_CASE("Sides that nobody named follow one another") {
    std::vector<AlbumTake> takes{takeOf(0, 1), takeOf(0, 1)};
    numberAlbum(takes);
    CHECK(takes[0].tracks[0].position() == "A1");
    CHECK(takes[1].tracks[0].position() == "B1");
    CHECK(takes[1].tracks[0].number == 2);

    std::vector<AlbumTake> later{takeOf('C', 1), takeOf(0, 1)};
    numberAlbum(later);
    CHECK(later[1].tracks[0].position() == "D1");
    CHECK(later[1].tracks[0].disc == 2);
}

TEST_CASE("One take of an unknown side has numbers and no position") {
    std::vector<AlbumTake> takes{takeOf(0, 2)};
    numberAlbum(takes);
    CHECK(takes[0].tracks[1].position() == "02");
    const auto tags = tagsOf(takes[0].album, takes[0].tracks[1]);
    CHECK(tags.track == 2);
    CHECK(tags.tracks == 0);
    CHECK(tags.disc == 0);
    CHECK(valuesOf(tags, "VINYL_POSITION").empty());
    CHECK(valuesOf(tags, "DISCSUBTITLE").empty());
    CHECK(valuesOf(tags, "MEDIA") == std::vector<std::string>{"Vinyl"});
}

TEST_CASE("Side B alone counts on from the number that the take knows") {
    std::vector<AlbumTake> takes{takeOf('B', 2, 5)};
    numberAlbum(takes);
    CHECK(takes[0].tracks[0].number == 5);
    CHECK(takes[0].tracks[1].number == 6);
    CHECK(takes[0].tracks[0].position() == "B1");
    CHECK(takes[0].tracks[0].disc == 1);
    CHECK(takes[0].tracks[0].tracksOfDisc == 0);
}

TEST_CASE("One file with both sides") {
    auto take = takeOf(0, 4);
    for (std::size_t i = 0; i < 4; ++i)
        take.tracks[i].side = i < 2 ? 'A' : 'B';
    std::vector<AlbumTake> takes{take};
    numberAlbum(takes);
    CHECK(takes[0].tracks[3].position() == "B2");
    CHECK(takes[0].tracks[3].number == 4);
    CHECK(takes[0].tracks[3].tracksOfDisc == 4);
}

TEST_CASE("A track's tags are the album's and its own") {
    auto take = takeOf('A', 1);
    take.album.title = "Album";
    take.album.artist = "Band";
    take.album.date = "1959";
    take.album.label = "Label";
    take.album.catalogueNumber = "CS 8163";
    take.album.genre = "Jazz";
    take.album.others = {{"PRODUCER", "P"}, {"ENGINEER", "of the album"}};
    take.tracks[0].track.title = "Title";
    take.tracks[0].track.composer = "Composer";
    take.tracks[0].track.others = {{"ENGINEER", "of the track"}};
    std::vector<AlbumTake> takes{take};
    numberAlbum(takes);
    auto tags = tagsOf(takes[0].album, takes[0].tracks[0]);
    const std::vector<std::pair<std::string, std::string>> expected{{"ALBUM", "Album"},
                                                                    {"ALBUMARTIST", "Band"},
                                                                    {"DATE", "1959"},
                                                                    {"GENRE", "Jazz"},
                                                                    {"LABEL", "Label"},
                                                                    {"CATALOGNUMBER", "CS 8163"},
                                                                    {"MEDIA", "Vinyl"},
                                                                    {"DISCSUBTITLE", "Side A"},
                                                                    {"TITLE", "Title"},
                                                                    {"ARTIST", "Band"},
                                                                    {"COMPOSER", "Composer"},
                                                                    {"VINYL_POSITION", "A1"},
                                                                    {"ENGINEER", "of the track"},
                                                                    {"PRODUCER", "P"}};
    CHECK(tags.fields == expected);
    takes[0].tracks[0].track.artist = "Guest";
    tags = tagsOf(takes[0].album, takes[0].tracks[0]);
    CHECK(valuesOf(tags, "ARTIST") == std::vector<std::string>{"Guest"});
    CHECK(valuesOf(tags, "ALBUMARTIST") == std::vector<std::string>{"Band"});
}

TEST_CASE("Names have something in the place of what is not known") {
    std::vector<AlbumTake> takes{takeOf(0, 1)};
    numberAlbum(takes);
    const auto names = namesOf(takes[0], takes[0].tracks[0], "riaa");
    CHECK(names.at("album") == "rip");
    CHECK(names.at("title") == "Track 1");
    CHECK(names.at("position") == "01");
    CHECK(names.at("curve") == "riaa");
    for (const auto& [field, text] : names)
        CHECK(std::count(nameFields().begin(), nameFields().end(), field) == 1);
    CHECK(names.size() == nameFields().size());
    CHECK(namesOfSide(takes[0], "").at("title") == "rip");
}
