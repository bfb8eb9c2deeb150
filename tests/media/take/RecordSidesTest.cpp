// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/RecordSides.h"

#include "support/Catch.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <chrono>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

fs::path writeTake(const TemporaryFolder& folder, const std::string& name, char side, const std::string& title,
                   std::size_t tracks = 0, const std::string& artist = "Harbour Quartet", int part = 1) {
    const auto path = folder / name;
    writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 2, std::vector<double>(2 * 48000, 0.25));
    Take take(path);
    auto sidecar = take.sidecar();
    sidecar.album.side = side;
    sidecar.album.title = title;
    sidecar.album.artist = artist;
    sidecar.part.number = part;
    for (std::size_t i = 0; i < tracks; ++i) {
        Track track;
        track.startFrame = static_cast<std::int64_t>(i) * 1000;
        track.endFrame = track.startFrame + 1000;
        track.number = static_cast<int>(i) + 1;
        sidecar.tracks.push_back(track);
    }
    take.save(sidecar);
    return path;
}

std::string lettersOf(const std::vector<RecordSide>& sides) {
    std::string text;
    for (const auto& side : sides) {
        text += side.side;
        if (side.part > 1) text += std::to_string(side.part);
    }
    return text;
}

/** So many minutes before now. */
void setAge(const fs::path& audio, int minutes) {
    auto sidecar = audio;
    sidecar.replace_extension(".take.json");
    fs::last_write_time(sidecar, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
}

} // namespace

TEST_CASE("The sides of a record are those of its title and artist in the same folder, in order") {
    const TemporaryFolder folder;
    const auto b = writeTake(folder, "Side B.flac", 'B', "Harbour Lights", 3);
    const auto a = writeTake(folder, "Side A.flac", 'A', "Harbour Lights");
    writeTake(folder, "Side A part 2.flac", 'A', "Harbour Lights", 0, "Harbour Quartet", 2);
    writeTake(folder, "Other.flac", 'C', "Slack Water");
    writeTake(folder, "Another.flac", 'D', "Harbour Lights", 0, "Somebody Else");
    writeTake(folder, "No side.flac", 0, "Harbour Lights");
    writeBytes(folder / "Broken.take.json", "{");
    const auto sides = sidesOfRecord(Take(a));
    REQUIRE(lettersOf(sides) == "AA2B");
    CHECK(sides[0].audio == a);
    CHECK(sides[0].tracks == 0);
    CHECK(sides[2].audio == b);
    CHECK(sides[2].tracks == 3);
    CHECK(sides[2].seconds == 1.0);
    CHECK(sidesOfRecord(Take(b)) == sides);
}

TEST_CASE("A take without a title, or without a side, is the only one of its record") {
    const TemporaryFolder folder;
    const auto one = writeTake(folder, "one.flac", 'A', "");
    writeTake(folder, "two.flac", 'B', "");
    const auto three = writeTake(folder, "three.flac", 0, "Harbour Lights");
    writeTake(folder, "four.flac", 'B', "Harbour Lights");
    CHECK(lettersOf(sidesOfRecord(Take(one))) == "A");
    CHECK(sidesOfRecord(Take(three)).size() == 1);
}

TEST_CASE("Of a side that was recorded twice the newest counts, but the open one always does") {
    const TemporaryFolder folder;
    const auto a = writeTake(folder, "a.flac", 'A', "Harbour Lights");
    const auto old = writeTake(folder, "x.flac", 'B', "Harbour Lights");
    const auto fresh = writeTake(folder, "b.flac", 'B', "Harbour Lights");
    setAge(old, 90);
    setAge(fresh, 20);
    CHECK(sidesOfRecord(Take(a))[1].audio == fresh);
    setAge(old, 10);
    CHECK(sidesOfRecord(Take(a))[1].audio == old);
    CHECK(sidesOfRecord(Take(fresh))[1].audio == fresh);

    // When it was recorded says more than when its tags were last changed.
    const auto setStarted = [](const fs::path& audio, UtcMs at) {
        Take take(audio);
        auto sidecar = take.sidecar();
        sidecar.startedAt = at;
        take.save(sidecar);
    };
    setStarted(fresh, 2000);
    setStarted(old, 1000);
    setAge(fresh, 90);
    CHECK(sidesOfRecord(Take(a))[1].audio == fresh);
}

TEST_CASE("What is changed of a record is changed on all its sides, and nothing else of them") {
    const TemporaryFolder folder;
    const auto a = writeTake(folder, "a.flac", 'A', "Harbour Lights", 2);
    const auto b = writeTake(folder, "b.flac", 'B', "Harbour Lights", 3);
    {
        Take take(b);
        auto sidecar = take.sidecar();
        sidecar.album.comment = "a scratch";
        take.save(sidecar);
    }
    auto others = sidesOfRecord(Take(a));
    others.erase(others.begin());
    const auto audioBefore = readBytes(b);
    auto before = Take(a).sidecar().album;
    auto after = before;
    after.title = "Harbour Lights (1961)";
    after.label = "Fjord";
    after.comment = "clean";
    after.side = 'C';
    RecordTags tags;
    CHECK(tags.change(others, before, after, RecordTags::Change::made) == 1);
    const Take changed(b);
    CHECK(changed.sidecar().album.title == "Harbour Lights (1961)");
    CHECK(changed.sidecar().album.label == "Fjord");
    CHECK(changed.sidecar().album.comment == "a scratch"); // its own
    CHECK(changed.sidecar().album.side == 'B');
    CHECK(changed.sidecar().tracks.size() == 3);
    CHECK(readBytes(b) == audioBefore);
    CHECK(tags.change(others, before, after, RecordTags::Change::made) == 0);
    CHECK(tags.change(others, after, before, RecordTags::Change::takenBack) == 1);
    CHECK(Take(b).sidecar().album.title == "Harbour Lights");
    CHECK(Take(b).sidecar().album.label.empty());
}

TEST_CASE("What is taken back on one side takes nothing from another that had it of its own") {
    const TemporaryFolder folder;
    const auto a = writeTake(folder, "a.flac", 'A', "Harbour Lights");
    const auto b = writeTake(folder, "b.flac", 'B', "Harbour Lights");
    {
        Take take(b);
        auto sidecar = take.sidecar();
        sidecar.album.label = "Fjord";
        take.save(sidecar);
    }
    auto others = sidesOfRecord(Take(a));
    others.erase(others.begin());
    const auto before = Take(a).sidecar().album;
    auto after = before;
    after.label = "Fjord";
    RecordTags tags;
    CHECK(tags.change(others, before, after, RecordTags::Change::made) == 0);
    CHECK(tags.change(others, after, before, RecordTags::Change::takenBack) == 0);
    CHECK(Take(b).sidecar().album.label == "Fjord");
}
