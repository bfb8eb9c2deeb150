// SPDX-License-Identifier: GPL-3.0-or-later
// The tags of exported tracks, as other programs read them: ffprobe (which has its own readers) and Mutagen.
#include "cli/commands/ExportSupport.h"

#include <algorithm>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** Prints every field that Mutagen finds, under FLAC's names, and the picture's kind and size. */
constexpr const char* mutagenScript = R"(
import json, sys, mutagen, base64
from mutagen.flac import Picture
f = mutagen.File(sys.argv[1])
frames = {'TIT2': 'TITLE', 'TPE1': 'ARTIST', 'TALB': 'ALBUM', 'TPE2': 'ALBUMARTIST', 'TCOM': 'COMPOSER',
          'TDRC': 'DATE', 'TCON': 'GENRE', 'TPUB': 'LABEL', 'TRCK': 'TRACKNUMBER', 'TPOS': 'DISCNUMBER',
          'TSST': 'DISCSUBTITLE', 'TMED': 'MEDIA'}
out = {}
if type(f.tags).__name__.find('ID3') >= 0:
    for frame in f.tags.values():
        if frame.FrameID == 'TXXX': out[frame.desc.upper()] = str(frame.text[0])
        elif frame.FrameID == 'COMM': out['COMMENT'] = str(frame.text[0])
        elif frame.FrameID == 'APIC': out['PICTURE'] = '%s %d %d' % (frame.mime, frame.type, len(frame.data))
        elif frame.FrameID in frames: out[frames[frame.FrameID]] = str(frame.text[0])
        else: out[frame.FrameID] = str(frame)
else:
    for key, values in f.tags.as_dict().items():
        if key.upper() != 'METADATA_BLOCK_PICTURE': out[key.upper()] = values[0]
    pictures = f.pictures if hasattr(f, 'pictures') else [
        Picture(base64.b64decode(p)) for p in f.tags.get('metadata_block_picture', [])]
    for p in pictures: out['PICTURE'] = '%s %d %d' % (p.mime, p.type, len(p.data))
print(json.dumps(out))
)";

const std::string python = "/usr/bin/python3";

nlohmann::json mutagenTags(const fs::path& file, const fs::path& script) {
    return nlohmann::json::parse(outputOf(python + " " + inQuotes(script) + " " + inQuotes(file)), nullptr, false);
}

nlohmann::json ffprobeTags(const fs::path& file) {
    const auto text = outputOf("ffprobe -v error -show_format -show_streams -of json " + inQuotes(file));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    nlohmann::json tags;
    if (!json.is_object()) return tags;
    auto add = [&](const nlohmann::json& list) {
        for (const auto& [key, value] : list.items()) {
            auto name = key;
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
            tags[name] = value;
        }
    };
    if (json["format"].contains("tags")) add(json["format"]["tags"]);
    for (const auto& stream : json["streams"])
        if (stream["codec_type"] == "audio" && stream.contains("tags")) add(stream["tags"]);
    return tags;
}

const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9c"
                      "c\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xae"
                      "B`\x82",
                      69);

/** Both sides of a record, exported in a format. */
class Album {
public:
    Album() {
        writeBytes(folder / "cover.png", png);
        fs::create_directory(folder / "out");
        const nlohmann::json album{{"title", "Gr\xC3\xBC\xC3\x9F"
                                             "e"},
                                   {"artist", "Band"},
                                   {"date", "1959-08-17"},
                                   {"label", "Label"},
                                   {"catalogue_number", "CS 8163"},
                                   {"genre", "Jazz"},
                                   {"comment", "From my own copy"},
                                   {"cover", "cover.png"},
                                   {"others", nlohmann::json::array({nlohmann::json::array({"PRODUCER", "P. Name"})})}};
        for (const char* side : {"a", "b"}) {
            const auto audio = folder / (std::string("side-") + side + ".flac");
            writeTake(audio, 96000, static_cast<unsigned>(side[0]));
            auto second = trackJson(2, 48000, 96000, std::string("Second \xF0\x9F\x8E\xB6 ") + side);
            second["artist"] = "Guest";
            second["composer"] = "Composer";
            second["others"] = nlohmann::json::array({nlohmann::json::array({"ENGINEER", "E. Name"})});
            auto tracks = nlohmann::json::array();
            tracks.push_back(trackJson(1, 0, 48000, "First"));
            tracks.push_back(std::move(second));
            writeSidecar(audio, tracks, album);
        }
    }
    void write(const std::string& format) const {
        const auto outcome = runStage({"export", "-q", folder / "side-a.flac", folder / "side-b.flac", "--out",
                                       folder / "out", "--format", format, "--discs", "1", "--tag", "mood=blue"});
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
    }
    [[nodiscard]] fs::path track(const std::string& format) const {
        return folder / "out" /
               ("Gr\xC3\xBC\xC3\x9F"
                "e/B2 Second \xF0\x9F\x8E\xB6 b." +
                format);
    }

    TemporaryFolder folder;
};

/** What stands in each format of the last track. */
nlohmann::json expectedTags() {
    return {{"TITLE", "Second \xF0\x9F\x8E\xB6 b"},
            {"ARTIST", "Guest"},
            {"ALBUM", "Gr\xC3\xBC\xC3\x9F"
                      "e"},
            {"ALBUMARTIST", "Band"},
            {"COMPOSER", "Composer"},
            {"DATE", "1959-08-17"},
            {"GENRE", "Jazz"},
            {"LABEL", "Label"},
            {"CATALOGNUMBER", "CS 8163"},
            {"MEDIA", "Vinyl"},
            {"VINYL_POSITION", "B2"},
            {"DISCSUBTITLE", "Side B"},
            {"ENGINEER", "E. Name"},
            {"PRODUCER", "P. Name"},
            {"MOOD", "blue"},
            {"COMMENT", "From my own copy phonostage:{\"full_scale_dbv\":6.0,\"equalised\":\"riaa\"}"},
            {"PICTURE", "image/png 3 69"}};
}

} // namespace

TEST_CASE("Mutagen reads every field, the numbers and the picture, in FLAC, WAV, AIFF, MP3 and Opus") {
    const Album album;
    const auto script = album.folder / "read.py";
    writeBytes(script, mutagenScript);
    if (outputOf(python + " -c 'import mutagen; print(1)'").empty()) {
        WARN("Mutagen is not installed: tags are not read by it");
        return;
    }
    for (const std::string format : {"flac", "wav", "aiff", "mp3", "opus"}) {
        INFO(format);
        album.write(format);
        auto tags = mutagenTags(album.track(format), script);
        REQUIRE(tags.is_object());
        const bool isVorbis = format == "flac" || format == "opus";
        // ID3 has a frame of its own for MOOD; Mutagen tells it by that.
        if (tags.contains("TMOO")) tags["MOOD"] = tags["TMOO"];
        const auto expected = expectedTags();
        for (const auto& [name, value] : expected.items()) {
            INFO(name << ": " << tags.dump(2));
            const bool isInvolved = !isVorbis && (name == "ENGINEER" || name == "PRODUCER");
            if (isInvolved)
                CHECK(tags.dump().find(value.get<std::string>()) != std::string::npos); // TIPL, by role
            else
                CHECK(tags[name] == value);
        }
        CHECK(tags["TRACKNUMBER"] == (isVorbis ? "4" : "4/4"));
        CHECK(tags["DISCNUMBER"] == (isVorbis ? "1" : "1/1"));
        if (isVorbis) CHECK(tags["TRACKTOTAL"] == "4");
        if (format == "opus") {
            CHECK_FALSE(tags.contains("REPLAYGAIN_TRACK_GAIN"));
            CHECK(tags.contains("R128_TRACK_GAIN"));
            CHECK(tags.contains("R128_ALBUM_GAIN"));
        } else {
            CHECK_THAT(tags["REPLAYGAIN_TRACK_GAIN"].get<std::string>(), says(" dB"));
            CHECK(tags.contains("REPLAYGAIN_ALBUM_GAIN"));
            CHECK(tags.contains("REPLAYGAIN_TRACK_PEAK"));
            CHECK(tags.contains("REPLAYGAIN_ALBUM_PEAK"));
        }
    }
}

TEST_CASE("ffprobe reads title, album, artist, numbers and side, in FLAC, WAV, MP3 and Opus") {
    if (!hasProgram("ffprobe")) {
        WARN("ffprobe is not installed: tags are not read by it");
        return;
    }
    const Album album;
    for (const std::string format : {"flac", "wav", "mp3", "opus"}) {
        INFO(format);
        album.write(format);
        const auto tags = ffprobeTags(album.track(format));
        INFO(tags.dump(2));
        CHECK(tags["TITLE"] == "Second \xF0\x9F\x8E\xB6 b");
        CHECK(tags["ALBUM"] == "Gr\xC3\xBC\xC3\x9F"
                               "e");
        CHECK(tags["ARTIST"] == "Guest");
        CHECK(tags["TRACK"].get<std::string>().starts_with("4"));
        if (format != "wav") CHECK(tags["VINYL_POSITION"] == "B2"); // of a WAV it reads LIST INFO first
    }
}

TEST_CASE("Loudness may be left out, or be that of each track alone") {
    const Album album;
    const auto gainsOf = [&](const std::string& how) {
        REQUIRE(
            runStage({"export", "-q", album.folder / "side-a.flac", "--out", album.folder / "out", "--replaygain", how})
                .status == 0);
        const auto bytes = readBytes(album.folder / "out" /
                                     ("Gr\xC3\xBC\xC3\x9F"
                                      "e/01 First.flac"));
        return std::pair{bytes.find("REPLAYGAIN_TRACK_GAIN") != std::string::npos,
                         bytes.find("REPLAYGAIN_ALBUM_GAIN") != std::string::npos};
    };
    CHECK(gainsOf("album") == std::pair{true, true});
    CHECK(gainsOf("track") == std::pair{true, false});
    CHECK(gainsOf("off") == std::pair{false, false});
}
