// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TrackList.h"
#include "media/tracks/TrackText.h"

#include "base/text/PlainText.h"
#include "support/Catch.h"

#include <string>

using namespace phonostage;
using namespace phonostage::media;

namespace {

/** "A/A1/Title/225", one track a line. */
std::string flat(const TrackList& list) {
    std::string text;
    for (const auto& t : list.tracks)
        text += t.side + "/" + t.position + "/" + (t.artist.empty() ? "" : t.artist + "~") + t.title + "/" +
                (t.seconds ? std::to_string(static_cast<int>(*t.seconds)) : "-") + "\n";
    return text;
}

std::string flat(const std::string& text) { return flat(readTrackList(text)); }

} // namespace

TEST_CASE("Durations are read as sleeves print them") {
    const auto seconds = [](const char* text, bool dots = false) { return parseDuration(text, dots).value_or(-1.0); };
    for (const char* text : {"3:45", "(3:45)", "[ 3:45 ]", "3'45\"", "3\u203245\u2033", "3m45s", " 03:45 ", "3:45.0"})
        CHECK(seconds(text) == 225.0);
    CHECK(seconds("1:02:03") == 3723.0);
    CHECK(seconds("125:00") == 7500.0);
    CHECK(seconds("3:45.5") == 225.5);
    CHECK(seconds("3.45", true) == 225.0);
    for (const char* text : {"", "3", "3:4", "3:60", "3:456", "0:00", "3.45", "a3:45", "3:45a", "1:60:00", "99999:00",
                             ":45", "3:-5", "3:45:6"})
        CHECK(seconds(text) == -1.0);
}

TEST_CASE("Track lists are read as people paste them") {
    const std::string two = "A/A1/Speak to Me/73\nA/A2/Breathe (In the Air)/166\n";
    CHECK(flat("A1 Speak to Me 1:13\nA2 Breathe (In the Air) 2:46\n") == two);
    CHECK(flat("A1\tSpeak to Me\t1:13\r\nA2\tBreathe (In the Air)\t2:46") == two);
    CHECK(flat("\xef\xbb\xbf"
               "A1. Speak to Me \u2013 1:13\rA2. Breathe (In the Air) - 2:46") == two);
    CHECK(flat("A1\nSpeak to Me\n1:13\n\nA2\nBreathe (In the Air)\n2:46\n") == two);
    CHECK(flat("\u2022 A1: Speak to Me [1:13]\n\u2022 A2: Breathe (In the Air) (2:46)\n") == two);
    CHECK(flat("Tracklist\nA1\t\tSpeak to Me\t1:13\n\tWritten-By \u2013 Mason\nA2\t\tBreathe (In the Air)\t2:46\nTotal "
               "time: 3:59\n") == two);
    CHECK(flat("1. Title (3:45)\n02 - Other ........ 0:59\n3) Third\n") == "/1/Title/225\n/02/Other/59\n/3/Third/-\n");
    CHECK(flat("1 One Fine Day 4.19\n2 Two Hearts 3.02\n") == "/1/One Fine Day/259\n/2/Two Hearts/182\n");
    CHECK(flat("Money\nTime\n") == "//Money/-\n//Time/-\n");
    CHECK(flat("A1;Title;3:45\n") == "A/A1/Title/225\n");
}

TEST_CASE("Rows of tables lose what is no title") {
    CHECK(flat("No.\tTitle\tWriter(s)\tLength\n1.\t\"Come "
               "Together\"\tLennon\u2013McCartney\t4:19\n2.\t\"Something\"\tHarrison\t3:02\n") ==
          "/1/Come Together/259\n/2/Something/182\n");
    CHECK(flat("A1\tPink Floyd\u2013\tMoney\t6:30\nB1\tOther Band*\u2013\tUs and Them\t\n") ==
          "A/A1/Pink Floyd~Money/390\nB/B1/Other Band~Us and Them/-\n");
}

TEST_CASE("Sides come from positions, headings, numbers that begin again, or one blank line") {
    const std::string ab = "A/1/One/180\nA/2/Two/120\nB/1/Three/240\nB/2/Four/190\n";
    CHECK(flat("Side One\n1. One 3:00\n2. Two 2:00\nSide Two:\n1. Three 4:00\n2. Four 3:10\n") == ab);
    CHECK(flat("SIDE A (5:00)\n1. One 3:00\n2. Two 2:00\nB-Side\n1. Three 4:00\n2. Four 3:10\n") == ab);
    CHECK(flat("1. One 3:00\n2. Two 2:00\n1. Three 4:00\n2. Four 3:10\n") == ab);
    CHECK(flat("One 3:00\nTwo 2:00\n\nThree 4:00\nFour 3:10\n") ==
          "A//One/180\nA//Two/120\nB//Three/240\nB//Four/190\n");
    CHECK(flat("One 3:00\n\nTwo 2:00\n\nThree 4:00\n") == "//One/180\n//Two/120\n//Three/240\n");
    CHECK(flat("A Help! 2:20\nB I'm Down 2:31\n") == "A/A/Help!/140\nB/B/I'm Down/151\n");
    const auto list = readTrackList("A1 One\nA2 Two\nB1 Three\n");
    CHECK(list.sides() == std::vector<std::string>{"A", "B"});
    CHECK(list.ofSide("B").size() == 1);
}

TEST_CASE("Numbers, letters and times that belong to a title stay in it") {
    CHECK(flat("7 Seconds 5:01\nTime 7:05\n") == "//7 Seconds/301\n//Time/425\n");
    CHECK(flat("1. 99 Luftballons (3:53)\n2. A Day in the Life - 5:33\n") ==
          "/1/99 Luftballons/233\n/2/A Day in the Life/333\n");
    CHECK(flat("10:15 Saturday Night  3:42\nBoys Don't Cry  2:35\n") ==
          "//10:15 Saturday Night/222\n//Boys Don't Cry/155\n");
    CHECK(flat("Total Eclipse of the Heart 4:30\n") == "//Total Eclipse of the Heart/270\n");
    CHECK(flat("A Hard Day's Night 2:30\nAnd I Love Her 2:27\n") == "//A Hard Day's Night/150\n//And I Love Her/147\n");
    CHECK(flat("1. Smooth (12\" Mix) 6:10\n2. C30 C60 C90 Go! 2:58\n") ==
          "/1/Smooth (12\" Mix)/370\n/2/C30 C60 C90 Go!/178\n");
    CHECK(flat("A1 Help! (Live '65) 2:20") == "A/A1/Help! (Live '65)/140\n");
}

TEST_CASE("Times of the starts become durations") {
    CHECK(flat("0:00 First\n3:45 Second\n7:00 Third\n") == "//First/225\n//Second/195\n//Third/-\n");
    CHECK(flat("00:00 - First\n03:45 - Second\n") == "//First/225\n//Second/-\n");
}

TEST_CASE("Lists in other codings are read, and titles are plain text") {
    CHECK(flat(std::string("\xff\xfe"
                           "A\0001\0 \0\xc4\0r\0g\0e\0r\0",
                           18)) == "A/A1/\u00c4rger/-\n");
    CHECK(flat("A1 \xc4rger \x96 3:45\n") == "A/A1/\u00c4rger/225\n");
    const auto list = readTrackList("A1 x\x01y\u202ez\u00a0\u00a0w 3:45\n");
    REQUIRE(list.tracks.size() == 1);
    CHECK(list.tracks[0].title == "xyz w");
    CHECK(readTrackList(std::string("A1 ") + std::string(5000, 'x')).tracks.at(0).title.size() <= mostTitleBytes);
}

TEST_CASE("What is no list has no tracks") {
    CHECK(readTrackList("").tracks.empty());
    CHECK(readTrackList("\n \n\t\n").tracks.empty());
    CHECK(readTrackList("Side A\nSide B\n").tracks.empty());
    CHECK(readTrackList(std::string(mostTrackTextBytes + 1, 'x')).tracks.empty());
    CHECK(readTrackList(std::string(3000, '\n') + "x\n" + std::string(3000, '\n')).tracks.size() == 1);
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += "Song\n";
    CHECK(readTrackList(many).tracks.size() == mostListedTracks);
}
