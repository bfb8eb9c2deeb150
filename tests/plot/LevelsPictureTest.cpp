// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/PngPixels.h"

#include "plot/LevelsPicture.h"
#include "support/Catch.h"

#include <cmath>
#include <limits>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

// Where the lanes lie in a picture of 1600 x 1000 with two channels.
constexpr int laneLeft = 116, laneRight = 1464;
constexpr int inputTop = 156, inputBottom = 480;
constexpr int gap = 12;

/** -40 dBV rms and -30 dBV peak, but 20 dB less in the first half of the right channel; full scale at -20 dBV. */
plot::LevelsPicture steady() {
    plot::LevelsPicture picture;
    picture.title = "steady";
    picture.durationSeconds = 100.0;
    picture.inputFullScaleDbv = -20.0;
    for (const char* name : {"L", "R"}) {
        plot::LevelTrack track;
        track.name = name;
        for (int i = 0; i < 1000; ++i) {
            const double less = track.name == "R" && i < 500 ? 20.0 : 0.0;
            track.input.push_back({-40.0 - less, -30.0 - less});
            track.output.push_back({-10.0 - less, 0.0 - less});
        }
        picture.tracks.push_back(track);
    }
    return picture;
}

/** The axis of steady(): from 10 dB steps below the quietest (-60 - 4) up to 4 dB above full scale. */
double levelAt(double dbv, int lane) {
    const double height = (inputBottom - inputTop - gap) / 2.0;
    return inputTop + lane * (height + gap) + (-16.0 - dbv) / (-16.0 + 70.0) * height;
}

int timeAt(double seconds) { return laneLeft + static_cast<int>(seconds / 100.0 * (laneRight - laneLeft)); }

} // namespace

TEST_CASE("Levels are drawn where their dBV and their time say") {
    const Pixels pixels(plot::drawPng(steady()));
    REQUIRE(pixels.width == 1600);
    const auto check = [&](double seconds, int lane, double rms, double peak) {
        const int x = timeAt(seconds);
        CAPTURE(seconds, lane);
        const int top = static_cast<int>(levelAt(-16.0, lane));
        const int bottom = static_cast<int>(levelAt(-70.0, lane));
        CHECK_THAT(pixels.middle(x, top, bottom, isLight), WithinAbs(levelAt(rms, lane), 1.5));
        CHECK_THAT(pixels.middle(x, top, bottom, isAmber), WithinAbs(levelAt(peak, lane), 1.5));
        // Filled below the rms level, empty above the peak.
        const Pixel filled = pixels.at(x, static_cast<int>(levelAt(rms, lane)) + 6);
        CHECK(isGreen(filled));
        CHECK(filled.green > 120);
        CHECK_FALSE(isGreen(pixels.at(x, static_cast<int>(levelAt(peak, lane)) - 6)));
    };
    for (const double seconds : {22.0, 48.0, 52.0, 88.0}) {
        check(seconds, 0, -40.0, -30.0);
        check(seconds, 1, seconds < 50.0 ? -60.0 : -40.0, seconds < 50.0 ? -50.0 : -30.0);
    }
}

TEST_CASE("Full scale is a line where it is") {
    const Pixels pixels(plot::drawPng(steady()));
    for (const int lane : {0, 1}) {
        const int y = static_cast<int>(levelAt(-20.0, lane));
        CHECK(pixels.count(300, y - 1, 1400, y + 2, isRed) > 300);
    }
}

TEST_CASE("Overloads are marked in the lane and at the time where they were") {
    plot::LevelsPicture picture = steady();
    const auto marks = [](const Pixels& pixels, double seconds, int lane) {
        const int x = timeAt(seconds);
        return pixels.count(x - 3, static_cast<int>(levelAt(-40.0, lane)) + 4, x + 4,
                            static_cast<int>(levelAt(-70.0, lane)) - 2, isRed);
    };
    const Pixels without(plot::drawPng(picture));
    CHECK(marks(without, 30.0, 0) == 0);
    picture.tracks[0].overloadSeconds = {30.0, 30.01, 70.0, 500.0, -3.0, std::nan("")};
    picture.tracks[0].overloadCount = 4;
    const Pixels with(plot::drawPng(picture));
    CHECK(marks(with, 30.0, 0) > 50);
    CHECK(marks(with, 70.0, 0) > 50);
    CHECK(marks(with, 50.0, 0) == 0);
    CHECK(marks(with, 30.0, 1) == 0);
    // The count stands in red in the head of the input's card.
    CHECK(with.count(1300, 110, 1560, 150, isRed) > 40);
    CHECK(without.count(1300, 110, 1560, 150, isRed) == 0);
}

TEST_CASE("Overloads below full scale have marks of their own, at their level, and the ceiling is a line") {
    plot::LevelsPicture picture = steady();
    const auto red = [](const Pixels& pixels, double seconds, double dbv, int lane) {
        const int x = timeAt(seconds), y = static_cast<int>(std::lround(levelAt(dbv, lane)));
        return pixels.count(x - 7, y - 7, x + 8, y + 8, isRed);
    };
    const Pixels without(plot::drawPng(picture));
    CHECK(red(without, 30.0, -30.0, 0) == 0);
    // The newest first, as they may come; what lies outside of the picture is left out.
    picture.tracks[0].belowMarks = {{70.0, -30.0}, {30.0, -30.0},         {30.01, -30.0},
                                    {-3.0, -30.0}, {std::nan(""), -30.0}, {50.0, 40.0}};
    picture.tracks[0].overloadCount = 6;
    const Pixels marked(plot::drawPng(picture));
    CHECK(red(marked, 30.0, -30.0, 0) > 15);
    CHECK(red(marked, 70.0, -30.0, 0) > 15);
    CHECK(red(marked, 50.0, -30.0, 0) == 0);
    CHECK(red(marked, 30.0, -30.0, 1) == 0);
    // Not a line from top to bottom, as at full scale.
    CHECK(red(marked, 30.0, -50.0, 0) == 0);
    // The legend has what there is.
    const auto legend = [](const Pixels& pixels) { return pixels.count(300, 110, 700, 150, isRed); };
    CHECK(legend(without) == 0);
    const int one = legend(marked);
    CHECK(one > 15);
    picture.tracks[1].overloadSeconds = {20.0};
    CHECK(legend(Pixels(plot::drawPng(picture))) > one + 15);

    picture = steady();
    picture.tracks[0].ceilingDbv = -30.0;
    const Pixels ceiling(plot::drawPng(picture));
    const auto line = [](const Pixels& pixels, int lane) {
        const int y = static_cast<int>(std::lround(levelAt(-30.0, lane)));
        return pixels.count(300, y - 1, 1400, y + 2, isRed);
    };
    CHECK(line(ceiling, 0) > 300);
    CHECK(line(ceiling, 1) == 0);
    CHECK(line(without, 0) == 0);
    // Its name is on the right, and the head says that something clips, though no event is listed.
    const int y = static_cast<int>(levelAt(-30.0, 0));
    CHECK(ceiling.count(laneRight + 8, y - 10, laneRight + 90, y + 10, isRed) > 20);
    CHECK(ceiling.count(1300, 110, 1560, 150, isRed) > 40);
}

TEST_CASE("A picture that cannot mark all overloads says so") {
    plot::LevelsPicture picture = steady();
    picture.tracks[0].overloadSeconds = {30.0};
    picture.tracks[0].overloadCount = 1;
    const auto words = [&] { return Pixels(plot::drawPng(picture)).count(900, 110, 1560, 150, isRed); };
    const int all = words();
    picture.tracks[0].overloadCount = 20372;
    CHECK(words() > 2 * all);
}

TEST_CASE("Overloads that come out of order are all marked") {
    plot::LevelsPicture picture = steady();
    picture.tracks[0].overloadSeconds = {70.0, 30.0};
    const Pixels pixels(plot::drawPng(picture));
    for (const double seconds : {30.0, 70.0})
        CHECK(pixels.count(timeAt(seconds) - 3, static_cast<int>(levelAt(-40.0, 0)) + 4, timeAt(seconds) + 4,
                           static_cast<int>(levelAt(-70.0, 0)) - 2, isRed) > 50);
}

TEST_CASE("Short peaks are not lost among many columns") {
    plot::LevelsPicture picture = steady();
    auto& columns = picture.tracks[0].input;
    columns.assign(100000, {-40.0, -30.0});
    columns[50000].peakDbv = -21.0;
    const Pixels pixels(plot::drawPng(picture));
    const int top = static_cast<int>(levelAt(-22.0, 0));
    CHECK(pixels.count(timeAt(49.0), top, timeAt(51.0), static_cast<int>(levelAt(-29.0, 0)) - 3, isAmber) > 10);
}

TEST_CASE("The same levels give the same bytes") {
    CHECK(plot::drawPng(steady()) == plot::drawPng(steady()));
    plot::LevelsPicture other = steady();
    other.tracks[0].name = "left";
    CHECK(plot::drawPng(other) != plot::drawPng(steady()));
}

TEST_CASE("Silence, mono, no data and rubbish give a picture") {
    const double silence = -std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    plot::LevelsPicture picture = steady();
    for (auto& column : picture.tracks[0].input)
        column = {silence, silence};
    for (auto& column : picture.tracks[1].output)
        column = {nan, nan};
    picture.tracks[1].outputRmsDbv = silence;
    CHECK(Pixels(plot::drawPng(picture)).width == 1600);
    picture.tracks.pop_back();
    CHECK(Pixels(plot::drawPng(picture, {640, 400})).width == 640);
    picture.tracks[0].input = {{-40.0, -30.0}};
    picture.durationSeconds = 1e-6;
    CHECK(Pixels(plot::drawPng(picture)).width == 1600);
    for (const double odd : {0.0, -5.0, nan, -silence, 1e9, 1e300}) {
        picture.durationSeconds = odd;
        picture.inputFullScaleDbv = odd;
        CHECK(Pixels(plot::drawPng(picture)).width == 1600);
    }
    picture.tracks[0].input = {{1e300, 1e300}, {-1e300, -1e300}, {-silence, -silence}};
    CHECK(Pixels(plot::drawPng(picture)).width == 1600);
    CHECK(Pixels(plot::drawPng(plot::LevelsPicture{})).width == 1600);
}
