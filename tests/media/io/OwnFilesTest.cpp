// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/MediaSupport.h"

#include "media/io/OwnFiles.h"

using namespace phonostage;
using namespace phonostage::tests;
namespace fs = std::filesystem;

TEST_CASE("A sound file is ours by its note, its rate and its length") {
    const TemporaryFolder folder;
    const auto path = folder / "x";
    const int format = GENERATE(as<int>{}, SF_FORMAT_WAV, SF_FORMAT_FLAC, SF_FORMAT_AIFF) | SF_FORMAT_PCM_24;
    writeSound(path, format, 48000, 2, tone(1000, 2), R"(words phonostage:{"full_scale_dbv":6,"equalised":"riaa"})");
    CHECK(media::whyNotOwnSound(path, 48000.0, 1000).empty());
    CHECK(media::whyNotOwnSound(path, 48000.0, std::nullopt).empty());
    CHECK_THAT(media::whyNotOwnSound(path, 48000.0, 1001), says("another capture") && says("1000 frames at 48000 Hz"));
    CHECK_THAT(media::whyNotOwnSound(path, 44100.0, 1000), says("another capture") && says("--overwrite"));
    CHECK(media::framesOf(path) == 1000);
    for (const char* comment : {"", "riaa", R"(phonostage:{"full_scale_dbv":6})", R"(phonostage:{"equalised":1})"}) {
        writeSound(path, format, 48000, 2, tone(1000, 2), comment);
        CHECK_THAT(media::whyNotOwnSound(path, 48000.0, 1000), says("is not a file rendered by Phonostage"));
    }
    writeBytes(path, "phonostage:{\"equalised\":\"riaa\"}");
    CHECK_FALSE(media::whyNotOwnSound(path, 48000.0, 1000).empty());
}

TEST_CASE("A report is ours by its fields, in each of its lines") {
    const TemporaryFolder folder;
    const auto path = folder / "x";
    const auto why = [&](const std::string& text) {
        writeBytes(path, text);
        return media::whyNotOwnReport(path);
    };
    const std::string report =
        R"({"curve": "riaa", "gain_db": 40, "sample_rate": 48000, "frames": 9, "input_dbv": 6, "channels": []})";
    const std::string failed = R"({"path": "a.wav", "out": null, "status": "failed"})";
    CHECK(why(report + "\n").empty());
    CHECK(why(report + "\n" + failed + "\n" + report + "\n").empty());
    for (const auto& text : {std::string(), std::string("{}"), std::string("[]"), std::string("words\n"),
                             std::string(R"({"curve": "riaa", "gain_db": 40})"), report + "\nwords\n",
                             report + "\n\n{}\n", "[" + report + "]", std::string(100000, '[')})
        CHECK_THAT(why(text), says("is not a Phonostage report"));
}

TEST_CASE("Pictures of others stay") {
    const TemporaryFolder folder;
    const auto path = folder / "x.png";
    const auto chunk = [](const std::string& kind, const std::string& content) {
        std::string length(4, '\0');
        length[3] = static_cast<char>(content.size());
        return length + kind + content + "sum ";
    };
    const std::string head = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, '\1'));
    const auto why = [&](const std::string& bytes) {
        writeBytes(path, bytes);
        return media::whyNotOwnPicture(path);
    };
    const auto png = media::signedPng(head + chunk("IDAT", "x") + chunk("IEND", ""));
    CHECK(why(png).empty());
    // PNG, 2nd edition: length, kind, text, then the CRC over kind and text; this one is zlib's.
    const std::string text("\0\0\0\x13tEXtSoftware\0Phonostage\x4a\x57\x96\x8b", 4 + 4 + 19 + 4);
    CHECK(png == head + text + chunk("IDAT", "x") + chunk("IEND", ""));
    CHECK(why(head + chunk("tEXt", std::string("Software\0Phonostage", 19)) + chunk("IEND", "")).empty());
    for (const auto& bytes :
         {std::string(), std::string("Phonostage"), head, head + chunk("IEND", "") + "Phonostage",
          head + chunk("tEXt", std::string("Software\0GIMP", 13)), head + chunk("IDAT", "tEXt Phonostage"),
          chunk("tEXt", "Phonostage"), head + "\xff\xff\xff\xfftEXtPhonostage"})
        CHECK_THAT(why(bytes), says("is not a Phonostage picture"));
}

TEST_CASE("Recordings of sides are known by their names") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.take.json", "b.recording.wav", "c.wav", "take.json", "B.Recording.flac"})
        writeBytes(folder / name, "x");
    for (const char* name : {"a.flac", "a.take.json", "a.wav", "b.recording.wav", "B.Recording.flac"})
        CHECK_THAT(media::whyTake(folder / name), says("never replaced"));
    for (const char* name : {"c.wav", "take.json", "a.riaa.wav", "recording.wav"})
        CHECK(media::whyTake(folder / name).empty());
}
