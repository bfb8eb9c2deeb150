// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/NeedleTrigger.h"

#include "media/record/GrooveScenes.h"
#include "support/Catch.h"

using namespace phonostage::media;
using namespace phonostage::tests;

namespace {

struct Heard {
    double at = 0.0;    ///< s, of the event
    double known = 0.0; ///< s, when it was heard
    bool isDown = true;
};

std::vector<Heard> heardIn(const Scene& scene) {
    GrooveLevels levels;
    levels.prepare(scene.rate, 1);
    NeedleTrigger trigger;
    std::vector<Heard> heard;
    std::vector<GrooveLevels::Hop> hops;
    for (std::size_t at = 0; at < scene.samples.size(); at += 441) {
        hops.clear();
        levels.process(scene.samples.data() + at,
                       static_cast<int>(std::min<std::size_t>(441, scene.samples.size() - at)), hops);
        for (const auto& hop : hops)
            if (const auto event = trigger.add(hop.low))
                heard.push_back({static_cast<double>(event->hop) * GrooveLevels::hopSeconds,
                                 static_cast<double>(trigger.hops()) * GrooveLevels::hopSeconds, event->isDown});
    }
    return heard;
}

/** Nothing but the needle: down and up where the scene has them. */
void requireExact(const Scene& scene, double down, double up) {
    const auto heard = heardIn(scene);
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].isDown);
    CHECK_THAT(heard[0].at, WithinAbs(down, 0.03));
    CHECK(heard[0].known - down < 0.5);
    CHECK_FALSE(heard[1].isDown);
    CHECK_THAT(heard[1].at, WithinAbs(up, 0.05));
}

} // namespace

TEST_CASE("The needle is heard when it touches the groove and when it leaves it") {
    for (const double rate : {44100.0, 48000.0, 96000.0, 192000.0}) {
        Scene scene(rate, 40.0);
        scene.addNoise(-100.0, 0.0, 40.0);
        scene.addNoise(-75.0, 10.0, 32.0);
        scene.addMusic(-40.0, 13.0, 28.0);
        requireExact(scene, 10.0, 32.0);
    }
}

TEST_CASE("The needle is heard at a margin of 5 dB, over hum and with clicks") {
    Scene scene(48000.0, 40.0);
    scene.addNoise(-92.0, 0.0, 40.0);
    scene.addNoise(-88.5, 12.0, 34.0); // 5 dB with the noise of the air
    scene.addHum(-60.0, 0.0, 40.0);
    scene.addClicks(-30.0, 12.0, 34.0, 3.0);
    const auto heard = heardIn(scene);
    REQUIRE_FALSE(heard.empty());
    CHECK_THAT(heard[0].at, WithinAbs(12.0, 0.1));
}

TEST_CASE("Dropped into the music, it is heard at once") {
    Scene scene(48000.0, 30.0);
    scene.addNoise(-100.0, 0.0, 30.0);
    scene.addNoise(-75.0, 8.0, 25.0);
    scene.addMusic(-35.0, 8.05, 24.0);
    requireExact(scene, 8.0, 25.0);
}

TEST_CASE("Hum, handling, a phone, plugs, a brush and hiss are no needle") {
    const auto quiet = [](double noiseDb = -100.0) {
        Scene scene(48000.0, 30.0);
        scene.addNoise(noiseDb, 0.0, 30.0);
        return scene;
    };
    const auto requireNothing = [](const Scene& scene) { CHECK(heardIn(scene).empty()); };
    requireNothing(quiet());
    requireNothing(quiet(-70.0)); // hiss
    auto scene = quiet();
    for (const double at : {6.0, 12.0, 18.0})
        scene.addHum(-50.0, at, at + 3.0); // a hand on the arm, the earth lead off
    requireNothing(scene);
    scene = quiet();
    for (double at = 5.0; at < 28.0; at += 1.3)
        scene.addThump(-20.0, at);
    requireNothing(scene);
    scene = quiet();
    scene.addPhone(-50.0, 6.0, 20.0);
    requireNothing(scene);
    scene = quiet();
    for (const double at : {7.0, 11.0, 11.5})
        scene.addNoise(-60.0, at, at + 0.3); // a brush
    requireNothing(scene);
    scene = quiet();
    scene.addClicks(-20.0, 5.0, 29.0, 20.0);
    requireNothing(scene);
    // Digital silence first, then the converter's noise: nothing to hear before something was there.
    Scene late(48000.0, 20.0);
    late.addNoise(-100.0, 0.3, 20.0);
    requireNothing(late);
    // Likewise where it was muted for long.
    Scene muted(48000.0, 30.0);
    muted.addNoise(-100.0, 12.0, 30.0);
    requireNothing(muted);
}

TEST_CASE("A needle is heard out of digital silence") {
    Scene scene(48000.0, 30.0);
    scene.addNoise(-75.0, 10.0, 25.0);
    scene.addMusic(-40.0, 12.0, 24.0);
    const auto heard = heardIn(scene);
    REQUIRE_FALSE(heard.empty());
    CHECK(heard[0].isDown);
    CHECK_THAT(heard[0].at, WithinAbs(10.0, 0.03));
}

TEST_CASE("A gap between tracks is no lift-off") {
    Scene scene(48000.0, 60.0);
    scene.addNoise(-100.0, 0.0, 60.0);
    scene.addNoise(-76.0, 5.0, 50.0);
    scene.addMusic(-40.0, 8.0, 20.0);
    scene.addMusic(-40.0, 25.0, 45.0);
    requireExact(scene, 5.0, 50.0);
}

TEST_CASE("Samples that are no numbers do no harm") {
    Scene scene(48000.0, 30.0);
    scene.addNoise(-100.0, 0.0, 30.0);
    scene.addNoise(-70.0, 10.0, 25.0);
    scene.samples[48000] = std::numeric_limits<float>::quiet_NaN();
    scene.samples[96000] = std::numeric_limits<float>::infinity();
    requireExact(scene, 10.0, 25.0);
}
