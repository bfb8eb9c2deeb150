// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/CueSheet.h"
#include "media/tracks/AudacityLabels.h"
#include "media/tracks/TrackText.h"

#include "support/Catch.h"
#include "support/FaultOf.h"
#include "support/Says.h"

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

template <typename Work> std::string faultIn(Work work) {
    try {
        work();
    } catch (const TrackTextFault& fault) {
        return fault.what();
    }
    return "no fault";
}

std::string cueFault(const std::string& text) {
    return faultIn([&] { (void)readCueSheet(text); });
}
std::string labelFault(const std::string& text) {
    return faultIn([&] { (void)readLabels(text); });
}

const char* const sheetText =
    "REM GENRE Rock\r\nREM DATE 1973\r\nPERFORMER \"Some Band\"\r\nTITLE \"An Album\"\r\nFILE \"side a.flac\" WAVE\r\n"
    "  TRACK 01 AUDIO\r\n    TITLE \"The \"Big\" One\"\r\n    ISRC GBAYE7300001\r\n    INDEX 01 00:04:33\r\n"
    "  TRACK 02 AUDIO\r\n    PERFORMER \"Guest\"\r\n    TITLE Plain\r\n    INDEX 00 03:44:10\r\n    INDEX 01 "
    "03:46:00\r\n"
    "    INDEX 02 04:00:00\r\n";

} // namespace

TEST_CASE("A cue sheet is read, with quotes inside of names") {
    const auto sheet = readCueSheet(sheetText);
    CHECK(sheet.title == "An Album");
    CHECK(sheet.performer == "Some Band");
    CHECK(sheet.genre == "Rock");
    CHECK(sheet.date == "1973");
    CHECK(sheet.file == "side a.flac");
    REQUIRE(sheet.tracks.size() == 2);
    CHECK(sheet.tracks[0].title == "The \"Big\" One");
    CHECK(sheet.tracks[0].startFrame == 4 * 75 + 33);
    CHECK_FALSE(sheet.tracks[0].gapFrame);
    CHECK(sheet.tracks[1] == CueTrack{2, "Plain", "Guest", (3 * 60 + 44) * 75 + 10, (3 * 60 + 46) * 75});
}

TEST_CASE("A cue sheet that is written is read back the same") {
    CueSheet sheet;
    sheet.title = "\u00c4rger";
    sheet.performer = "P";
    sheet.genre = "G";
    sheet.date = "1980";
    sheet.comment = "C";
    sheet.file = "a  b.wav";
    sheet.tracks = {{1, "One", "", {}, 0}, {2, "", "X", 100, 150}, {3, "It's", "", {}, 75 * 60 * 100}};
    const auto text = writeCueSheet(sheet);
    CHECK(readCueSheet(text) == sheet);
    CHECK_THAT(text,
               says("FILE \"a  b.wav\" WAVE\r\n") && says("  TRACK 03 AUDIO\r\n") && says("INDEX 01 100:00:00\r\n"));
    sheet.tracks[0].title = "A \"quoted\"\nname";
    CHECK(readCueSheet(writeCueSheet(sheet)).tracks[0].title == "A 'quoted' name");
    sheet.tracks.resize(100);
    CHECK_THAT(faultIn([&] { (void)writeCueSheet(sheet); }), says("99 tracks"));
}

TEST_CASE("Cue sheets that cannot be used are refused with the line and the remedy") {
    CHECK_THAT(cueFault(""), says("no TRACK"));
    CHECK_THAT(cueFault("FILE \"a\" WAVE\nFILE \"b\" WAVE\n"), says("line 2") && says("second FILE"));
    CHECK_THAT(cueFault("TRACK 01 AUDIO\nTRACK 02 AUDIO\nINDEX 01 00:00:00\n"), says("no INDEX 01"));
    CHECK_THAT(cueFault("TRACK 01 AUDIO\nINDEX 01 00:00:75\n"), says("MM:SS:FF"));
    CHECK_THAT(cueFault("TRACK 01 AUDIO\nINDEX 01 00:60:00\n"), says("MM:SS:FF"));
    CHECK_THAT(cueFault("TRACK 01 AUDIO\nINDEX 01 00:10:00\nTRACK 02 AUDIO\nINDEX 01 00:09:00\n"),
               says("line 4") && says("back in time"));
    CHECK_THAT(cueFault("INDEX 01 00:00:00\n"), says("before the first TRACK"));
    CHECK_THAT(cueFault("TRACK one AUDIO\n"), says("no number"));
    CHECK_THAT(cueFault(std::string(mostTrackTextBytes + 1, 'x')), says("1 MiB"));
}

TEST_CASE("Cue frames are whole sample frames where the rate is a multiple of 75") {
    for (const double rate : {44100.0, 48000.0, 88200.0, 96000.0, 176400.0, 192000.0})
        for (const std::int64_t frame : {0LL, 1LL, 4499LL, 405000LL}) {
            CHECK(sampleFrameOfCue(frame, rate) == frame * static_cast<std::int64_t>(rate) / 75);
            CHECK(cueFrameOfSample(sampleFrameOfCue(frame, rate), rate) == frame);
        }
    CHECK(sampleFrameOfCue(1, 8000.0) == 107);
    CHECK(cueTime(0) == "00:00:00");
    CHECK(cueTime(75 * 3725 + 74) == "62:05:74");
    CHECK(parseCueTime(" 62:05:74 ") == 75 * 3725 + 74);
    for (const char* text : {"", "1:2", "1:2:3:4", "a:00:00", "-1:00:00", "00:00:1a", "123456:00:00"})
        CHECK_FALSE(parseCueTime(text));
}

TEST_CASE("Labels of Audacity are read and written") {
    const std::string text = "0.009700\t225.500000\tOne\n\\\t100.0\t2000.0\n230.000000\t230.000000\tTwo \u00e9\n";
    const auto labels = readLabels(text);
    REQUIRE(labels.size() == 2);
    CHECK(labels[0] == TimeLabel{0.0097, 225.5, "One"});
    CHECK(labels[1] == TimeLabel{230.0, 230.0, "Two \u00e9"});
    CHECK(writeLabels(labels) == "0.009700\t225.500000\tOne\n230.000000\t230.000000\tTwo \u00e9\n");
    CHECK(readLabels(writeLabels(labels)) == labels);
    CHECK(readLabels("1,5\t2,5\tx\r\n") == std::vector<TimeLabel>{{1.5, 2.5, "x"}});
    CHECK(readLabels("5\t6\n1\t2\n").front().startSeconds == 1.0);
}

TEST_CASE("Files that hold no labels are refused with the line and the remedy") {
    CHECK_THAT(labelFault(""), says("no labels"));
    CHECK_THAT(labelFault("1\t2\tx\nA1 Title 3:45\n"), says("line 2") && says("is no label"));
    CHECK_THAT(labelFault("2\t1\tx\n"), says("ends before it begins"));
    CHECK_THAT(labelFault("-1\t1\tx\n"), says("is no label"));
    CHECK_THAT(labelFault("1e300\t1e301\tx\n"), says("is no label"));
    CHECK_THAT(labelFault("nan\tnan\tx\n"), says("is no label"));
}
