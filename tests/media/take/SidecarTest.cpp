// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/SidecarReader.h"
#include "media/take/SidecarWriter.h"

#include "base/json/JsonFields.h"
#include "support/Catch.h"
#include "support/Says.h"

#include <nlohmann/json.hpp>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

/** Every field set to something of its own. */
Sidecar fullSidecar() {
    Sidecar sidecar;
    sidecar.audio = {"Side A.flac", 96000.0, 2, SampleWord::bits24, 1234567};
    sidecar.takeId = "0123456789abcdef";
    sidecar.device = {"ALSA", "Scarlett 2i2", 3, 4, 24, R"({"driver":"usb"})"};
    sidecar.part = {2, "Side A.flac", 0};
    sidecar.startedAt = 1796013691123;
    params::Snapshot stage;
    stage.values.set(params::Id::gain, 42.0);
    sidecar.setStage(stage);
    sidecar.events = {
        {TakeEventKind::needleDrop, 960000, 1796013701123, 0, TakeChannel::both, {}, "", "", ""},
        {TakeEventKind::overload, 970000, 0, 17, TakeChannel::left, -0.25, "flat", "", ""},
        {TakeEventKind::other, 980000, 0, 0, TakeChannel::right, {}, "", "cat_on_record", R"({"cat":"Tom"})"}};
    sidecar.eventsLeftOut = 7;
    sidecar.givenBack = {{965000, 14, TakeChannel::left, ""},
                         {965200, 1, TakeChannel::both, R"({"because":"a drum"})"},
                         {999000, 384000, TakeChannel::right, ""}};
    sidecar.clickQuality = ClickQuality::offline;
    Track track{960000,
                1000000,
                959000,
                3,
                "Title \xF0\x9F\x8E\xB5",
                "Artist",
                "Composer",
                CutOrigin::gap,
                0.75,
                "gap of 2.9 s",
                {{"ENGINEER", "A. Name"}},
                R"({"bpm":120})"};
    sidecar.tracks = {track};
    sidecar.album = {"Album",
                     "Artist",
                     "1973-03-01",
                     "Label",
                     "CAT 1",
                     "Jazz",
                     "Comment",
                     "cover.jpg",
                     'B',
                     1,
                     2,
                     {{"STUDIO", "Here"}},
                     R"({"barcode":"123"})"};
    sidecar.unknownFields = R"({"later":{"a":[1,2]}})";
    return sidecar;
}

std::string faultOf(const std::string& text) {
    try {
        (void)readSidecar(text, "'x.take.json'");
    } catch (const base::JsonFault& fault) {
        return fault.what();
    }
    return {};
}

const std::string audio = R"("audio": {"sample_rate": 48000, "channels": 2, "word": "24", "frames": 10})";

std::string with(const std::string& more) { return R"({"schema": 1, )" + audio + ", " + more + "}"; }

} // namespace

TEST_CASE("A sidecar comes back as it was, with what a later version has put into it") {
    const auto full = fullSidecar();
    const auto text = writeSidecar(full);
    CHECK(readSidecar(text, "x") == full);
    CHECK(writeSidecar(readSidecar(text, "x")) == text);
    CHECK(text.starts_with("{\n  \"schema\": 1,\n"));
    const auto json = nlohmann::json::parse(text);
    CHECK(json["audio"]["word"] == "24");
    CHECK(json["events"][2]["kind"] == "cat_on_record");
    CHECK(json["events"][2]["cat"] == "Tom");
    CHECK(json["tracks"][0]["bpm"] == 120);
    CHECK(json["album"]["barcode"] == "123");
    CHECK(json["given_back"][0] == nlohmann::json({{"frame", 965000}, {"frames", 14}, {"channel", "left"}}));
    CHECK(json["given_back"][1]["because"] == "a drum");
    CHECK(json["declick_quality"] == "offline");
    CHECK(json["later"]["a"][1] == 2);
    CHECK(json["stage"]["gain"] == 42);
}

TEST_CASE("The smallest sidecar has an audio part alone") {
    const auto sidecar = readSidecar("{\"schema\": 1, " + audio + "}", "x");
    CHECK(sidecar.audio.sampleRateHz == 48000.0);
    CHECK(sidecar.tracks.empty());
    CHECK(std::get<params::Snapshot>(sidecar.stage()) == params::Snapshot());
}

TEST_CASE("A stage keeps what a later version has put into it") {
    auto sidecar = readSidecar(with(R"("stage": {"schema": 1, "gain": 50, "turbo": {"on": true}})"), "x");
    CHECK(std::get<params::Snapshot>(sidecar.stage()).values.get(params::Id::gain) == 50.0);
    params::Snapshot stage;
    stage.values.set(params::Id::gain, 60.0);
    sidecar.setStage(stage);
    const auto json = nlohmann::json::parse(writeSidecar(sidecar));
    CHECK(json["stage"]["gain"] == 60);
    CHECK(json["stage"]["turbo"]["on"] == true);
    // A stage that cannot be read takes nothing else with it, and stays.
    const auto newer = readSidecar(with(R"("stage": {"schema": 99}, "album": {"title": "T"})"), "x");
    CHECK(std::holds_alternative<params::StateError>(newer.stage()));
    CHECK(newer.album.title == "T");
    CHECK(nlohmann::json::parse(writeSidecar(newer))["stage"]["schema"] == 99);
}

TEST_CASE("What is wrong in a sidecar is one line with file, field and remedy") {
    const auto check = [](const std::string& text, const char* words) { CHECK_THAT(faultOf(text), says(words)); };
    check("{}", "'x.take.json', field 'schema': is missing");
    check(R"({"schema": 2})", "is 2, newer than 1, the newest that this version reads: update Phonostage");
    check("{\"schema\": 1}", "field 'audio': is missing: add it");
    check(R"({"schema": 1, "audio": {"sample_rate": 1}})", "'audio.sample_rate': must be a number, 8000 to 768000 Hz");
    check(with(R"("tracks": [{"number": 1, "start_frame": 5, "end_frame": 5}])"),
          "track number 1, field 'end_frame': must be larger than start_frame");
    check(with(R"("tracks": [{"number": 1, "start_frame": 0.5, "end_frame": 5}])"), "must be a whole number of frames");
    check(with(R"("tracks": [{"number": 0, "start_frame": 0, "end_frame": 5}])"), "'number': must be a whole number");
    check(with(R"("tracks": [{"number": 1, "start_frame": 0, "end_frame": 5, "origin": "moon"}])"),
          "'moon' must be one of side, gap, dip");
    check(with(R"("events": [{"kind": "gap"}])"), "event number 1, field 'frame': is missing");
    check(with(R"("events": [{"kind": "gap", "frame": -1}])"), "must be a number, 0 to");
    check(with(R"("events": [{"kind": "gap", "frame": 1, "time": "yesterday"}])"), "must be a time such as");
    check(with(R"("given_back": {"frame": 1})"), "'given_back': must be a list of clicks");
    check(with(R"("given_back": [7])"), "click number 1");
    check(with(R"("given_back": [{"frames": 3}])"), "click number 1, field 'frame': is missing");
    check(with(R"("given_back": [{"frame": 5, "frames": 0}])"), "'frames': must be a whole number, 1 to 384000");
    check(with(R"("given_back": [{"frame": 5, "frames": 1, "channel": "middle"}])"),
          "'middle' must be one of both, left or right");
    check(with(R"("given_back": [{"frame": 0.5, "frames": 1}])"), "must be a whole number of frames");
    check(with(R"("declick_quality": "best")"), "'best' must be one of live or offline");
    check(with(R"("album": {"side": "AB"})"), "'album.side': must be one letter, A to Z");
    check(with(R"("album": {"title": "a\nb"})"), "'album.title': has control characters: remove them");
    check(with(R"("album": {"others": [["A"]]})"), "must be a list of pairs of texts");
    check(with(R"("album": {"title": ")" + std::string(longestTag + 1, 'x') + "\"}"), "shorten it");
    check("[]", "must be one JSON object");
    check("{\"schema\": 1, \"schema\": 1}", "duplicate key");
    const auto whole = writeSidecar(fullSidecar());
    for (std::size_t length = 0; length + 2 < whole.size(); length += 7)
        CHECK_THAT(faultOf(whole.substr(0, length)), says("truncated or not valid JSON"));
}

TEST_CASE("Lists that no side has are refused") {
    std::string events = R"({"kind": "mark", "frame": 1})", list = events;
    for (std::size_t i = 0; i < mostTakeEvents; ++i)
        list += "," + events;
    CHECK_THAT(faultOf(with("\"events\": [" + list + "]")), says("has more than 20000 entries"));
    std::string clicks = R"({"frame": 1, "frames": 2})", back = clicks;
    for (std::size_t i = 0; i < mostGivenBack; ++i)
        back += "," + clicks;
    CHECK_THAT(faultOf(with("\"given_back\": [" + back + "]")), says("has more than 20000 entries"));
}

TEST_CASE("Whatever a person types can be written and read again") {
    Sidecar sidecar;
    sidecar.audio.sampleRateHz = 44100.0;
    std::string emoji;
    for (int i = 0; i < 300; ++i)
        emoji += "\xF0\x9F\x8E\xB5";
    for (const auto& [typed, read] : std::vector<std::pair<std::string, std::string>>{
             {"AC/DC", "AC/DC"},
             {"two\nlines\tand tab", "two lines and tab"},
             {"  blanks  ", "blanks"},
             {"not \xff UTF-8", "not ? UTF-8"},
             {"next\xC2\x85line", "next  line"},
             {"\n", ""},
             {emoji, emoji},
             {std::string(300, 'x'), std::string(300, 'x')},
             {emoji + emoji + emoji + emoji, (emoji + emoji + emoji + emoji).substr(0, longestTag)}}) {
        sidecar.album.title = typed;
        CHECK(readSidecar(writeSidecar(sidecar), "x").album.title == read);
    }
}

TEST_CASE("Times are read in one form") {
    CHECK(utcText(0) == "1970-01-01T00:00:00.000Z");
    CHECK(utcText(1709251199999) == "2024-02-29T23:59:59.999Z");
    CHECK(utcFrom("2024-02-29T23:59:59.999Z") == 1709251199999);
    CHECK(utcFrom("2024-02-29T23:59:59Z") == 1709251199000);
    for (const char* wrong : {"", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z",
                              "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "1969-12-31T23:59:59Z"})
        CHECK_FALSE(utcFrom(wrong));
    CHECK(utcText(-5) == "1970-01-01T00:00:00.000Z");
    CHECK(utcFrom(utcText(std::numeric_limits<UtcMs>::max())) == latestUtcMs);
}

TEST_CASE("A disc has two sides") {
    AlbumTags album;
    CHECK(discOf(album) == 0);
    for (const auto& [side, disc] : {std::pair{'A', 1}, {'B', 1}, {'C', 2}, {'D', 2}}) {
        album.side = side;
        CHECK(discOf(album) == disc);
    }
    album.disc = 5;
    CHECK(discOf(album) == 5);
}
