// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/RunOutStop.h"

#include "media/record/GrooveScenes.h"
#include "support/Catch.h"

using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

struct Heard {
    double known = 0.0, from = 0.0, turn = 0.0; ///< s
};

std::vector<Heard> heardIn(const Scene& scene, int turns = 8) {
    GrooveLevels levels;
    levels.prepare(scene.rate, 1);
    RunOutStop runOut;
    runOut.prepare(turns);
    std::vector<GrooveLevels::Hop> hops;
    levels.process(scene.samples.data(), static_cast<int>(scene.samples.size()), hops);
    std::vector<Heard> heard;
    for (std::size_t i = 0; i < hops.size(); ++i)
        if (const auto event = runOut.add(hops[i])) {
            const double now = static_cast<double>(i) * GrooveLevels::hopSeconds;
            heard.push_back(
                {now, now - static_cast<double>(event->hopsAgo) * GrooveLevels::hopSeconds, event->turnSeconds});
        }
    return heard;
}

} // namespace

TEST_CASE("The run-out groove is found after so many turns, at each speed") {
    for (const double turn : {1.8, 60.0 / 45.0, 60.0 / 78.26})
        for (const unsigned seed : {1U, 2U, 3U}) {
            Scene scene(44100.0, 100.0, seed);
            scene.addNoise(-76.0, 0.0, 60.0);
            scene.addMusic(-40.0, 3.0, 56.0);
            scene.addClicks(-40.0, 0.0, 100.0, 0.5);
            scene.addLoop(-76.0, 60.0, 100.0, turn);
            const auto heard = heardIn(scene);
            CAPTURE(turn, seed);
            REQUIRE_FALSE(heard.empty());
            // The lead-out between the music and the locked groove counts, if most of the turns come again.
            CHECK(heard[0].known > 56.0 + std::max(8.0 * turn, 10.0) - 0.5);
            CHECK(heard[0].known > 60.0 + 5.0 * turn);
            CHECK(heard[0].known < 60.0 + std::max(8.0 * turn, 10.0) + 4.0);
            CHECK(heard[0].from > 55.0);
        }
}

TEST_CASE("Fewer or more turns may be asked for") {
    Scene scene(44100.0, 120.0);
    scene.addNoise(-76.0, 0.0, 40.0);
    scene.addMusic(-40.0, 3.0, 38.0);
    scene.addLoop(-76.0, 40.0, 120.0, 1.8);
    const auto late = heardIn(scene, 20);
    REQUIRE_FALSE(late.empty());
    CHECK(late[0].known > 40.0 + 20 * 1.8 - 2.0);
    CHECK(heardIn(scene, 6)[0].known < 40.0 + 6 * 1.8 + 4.0);
}

TEST_CASE("Nothing in the music is a run-out groove") {
    // With a beat at the very turn; soft; with a pause of 6 s in which only the groove is heard.
    Scene scene(44100.0, 150.0);
    scene.addNoise(-76.0, 0.0, 150.0);
    scene.addMusic(-40.0, 3.0, 50.0, 1.8 / 4.0);
    scene.addMusic(-68.0, 50.0, 90.0, 1.8);
    scene.addMusic(-40.0, 96.0, 150.0, 0.45);
    scene.addClicks(-45.0, 0.0, 150.0, 2.0);
    CHECK(heardIn(scene).empty());
}

TEST_CASE("A scratch that ticks at each turn of a soft passage is no run-out groove") {
    Scene scene(44100.0, 100.0);
    scene.addNoise(-76.0, 0.0, 100.0);
    scene.addMusic(-40.0, 3.0, 50.0);
    scene.addMusic(-62.0, 50.0, 100.0);
    for (double at = 50.0; at < 99.0; at += 1.8)
        scene.addClicks(-25.0, at, at + 0.001, 1000.0);
    CHECK(heardIn(scene).empty());
}

TEST_CASE("A side that is one tone, or silence, never stops by itself") {
    Scene tone(44100.0, 60.0);
    tone.addMusic(-30.0, 0.0, 60.0, 1.8);
    CHECK(heardIn(tone).empty());
    const Scene silence(44100.0, 60.0);
    CHECK(heardIn(silence).empty());
}

TEST_CASE("Two minutes of nothing but groove noise end a side without a tick at each turn") {
    Scene scene(22050.0, 320.0);
    scene.addNoise(-76.0, 0.0, 320.0);
    scene.addMusic(-40.0, 3.0, 185.0);
    const auto heard = heardIn(scene);
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].turn == 0.0);
    CHECK_THAT(heard[0].known, WithinAbs(305.5, 3.0));
}
