// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Recorder.h"

#include "media/record/RecorderSupport.h"
#include "media/take/Take.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/Says.h"
#include "support/TemporaryFolder.h"

#include <map>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

TEST_CASE("A side by hand: every frame from the pre-roll to the stop, none more") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "a.wav"}) {
        TestDeck deck;
        deck.settings.longestPreRollSeconds = 2.0;
        auto& recorder = deck.recorder();
        CHECK(recorder.status().state == State::off);
        recorder.tick();
        deck.begin();
        recorder.arm(requestFor(folder / name));
        deck.play(5.0);
        CHECK(recorder.status().state == State::armed);
        CHECK(folder.names().size() == (std::string(name) == "a.wav" ? 1 : 0));
        recorder.startNow();
        deck.play(3.0);
        CHECK(recorder.status().state == State::recording);
        CHECK(fs::exists(folder / ("a.recording" + std::string(name).substr(1))));
        CHECK_FALSE(fs::exists(folder / name));
        recorder.stop();
        deck.play(4.0);
        CHECK(recorder.status().state == State::stopping);
        CHECK_THAT(recorder.status().secondsLeftToGoOn, WithinAbs(6.0, 0.1));
        CHECK(recorder.status().frames == 8000 * 5);
        CHECK_FALSE(fs::exists(folder / name));
        deck.play(7.0);
        CHECK(recorder.status().state == State::stopped);
        CHECK(recorder.status().stopReason == StopReason::hand);
        std::int64_t frames = 0;
        CHECK(rightFrames(folder / name, 8000 * 3, &frames) == 8000 * 5);
        CHECK(frames == 8000 * 5);
        CHECK_THAT(logOf(recorder), says("armed: waiting for the start by hand\n") &&
                                        says("recording: started by hand, with 2 s from before it") &&
                                        says("stopping: stopped by hand\n") && says("stopped: stopped by hand; 0:05"));
        const Take take(folder / name);
        CHECK(take.hasSidecar());
        CHECK(take.notes().empty());
        const auto* const started = find(take.sidecar(), TakeEventKind::started);
        REQUIRE(started != nullptr);
        CHECK(started->frame == 16000);
        CHECK(find(take.sidecar(), TakeEventKind::stopped)->frame == 40000);
        CHECK(take.sidecar().device.name == "Deck");
        CHECK(take.sidecar().startedAt == 1796013691000 + 3000);
        fs::remove(folder / "a.take.json");
    }
}

TEST_CASE("Go on takes a stop back without a gap, as often as asked") {
    const TemporaryFolder folder;
    TestDeck deck;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(2.0);
    for (int k = 0; k < 3; ++k) {
        recorder.stop();
        deck.play(9.0);
        CHECK(recorder.status().state == State::stopping);
        recorder.goOn();
        deck.play(1.0);
        CHECK(recorder.status().state == State::recording);
    }
    recorder.stop();
    deck.play(11.0);
    CHECK(recorder.status().state == State::stopped);
    std::int64_t frames = 0;
    CHECK(rightFrames(folder / "a.flac", 0, &frames) == 32 * 8000);
    CHECK(frames == 32 * 8000);
}

TEST_CASE("The needle starts a side, with the pre-roll in front, and its lift-off ends it") {
    const TemporaryFolder folder;
    Scene scene(48000.0, 80.0);
    scene.addNoise(-100.0, 0.0, 80.0);
    scene.addNoise(-76.0, 10.0, 45.0);
    scene.addMusic(-30.0, 12.0, 26.0);
    scene.addMusic(-30.0, 30.0, 44.0);
    TestDeck deck(48000.0);
    deck.begin();
    auto& recorder = deck.recorder();
    auto request = requestFor(folder / "a.flac", StartBy::needle);
    request.fullScaleDbv = -10.0;
    request.album.side = 'A';
    recorder.arm(request);
    play(deck, scene, 9.9);
    CHECK(recorder.status().state == State::armed);
    play(deck, scene, 1.0);
    CHECK(recorder.status().state == State::recording);
    CHECK(recorder.status().isNeedleDown);
    play(deck, scene, 30.0);
    CHECK(recorder.status().state == State::recording);
    REQUIRE(recorder.status().level[0].musicPeakDbfs);
    play(deck, scene, 6.0);
    CHECK(recorder.status().state == State::stopping);
    CHECK(recorder.status().stopReason == StopReason::liftOff);
    play(deck, scene, 11.0);
    CHECK(recorder.status().state == State::stopped);
    const Take take(folder / "a.flac");
    const auto* const drop = find(take.sidecar(), TakeEventKind::needleDrop);
    REQUIRE(drop != nullptr);
    CHECK_THAT(static_cast<double>(drop->frame) / 48000.0, WithinAbs(2.0, 0.001));
    const auto* const lift = find(take.sidecar(), TakeEventKind::liftOff);
    REQUIRE(lift != nullptr);
    CHECK_THAT(static_cast<double>(lift->frame) / 48000.0, WithinAbs(37.0, 0.08));
    // With so much air behind it that a search for tracks hears the lift-off, too.
    CHECK_THAT(static_cast<double>(take.frames()) / 48000.0, WithinAbs(38.6, 0.2));
    CHECK(take.sidecar().album.side == 'A');
    CHECK(take.stage().values.get(params::Id::gain) == 40.0);
}

TEST_CASE("A needle that comes back within the time to go on is the same side") {
    const TemporaryFolder folder;
    Scene scene(48000.0, 60.0);
    scene.addNoise(-100.0, 0.0, 60.0);
    scene.addNoise(-76.0, 6.0, 20.0);
    scene.addNoise(-76.0, 25.0, 45.0);
    TestDeck deck(48000.0);
    deck.begin();
    deck.recorder().arm(requestFor(folder / "a.flac", StartBy::needle));
    play(deck, scene, 22.0);
    CHECK(deck.recorder().status().state == State::stopping);
    play(deck, scene, 5.0);
    CHECK(deck.recorder().status().state == State::recording);
    play(deck, scene, 31.0);
    CHECK(deck.recorder().status().state == State::stopped);
    CHECK_THAT(static_cast<double>(Take(folder / "a.flac").frames()) / 48000.0, WithinAbs(42.6, 0.2));
}

TEST_CASE("A brush across the stylus leaves nothing behind, and the needle is waited for again") {
    const TemporaryFolder folder;
    Scene scene(48000.0, 60.0);
    scene.addNoise(-100.0, 0.0, 60.0);
    scene.addNoise(-70.0, 6.0, 8.0);
    scene.addNoise(-76.0, 20.0, 40.0);
    TestDeck deck(48000.0);
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::needle));
    play(deck, scene, 7.0);
    CHECK(recorder.status().state == State::recording);
    play(deck, scene, 5.0);
    CHECK(recorder.status().state == State::armed);
    CHECK(folder.names().empty());
    play(deck, scene, 46.0);
    CHECK(recorder.status().state == State::stopped);
    CHECK(folder.names() == std::vector<std::string>{"a.flac", "a.take.json"});
}

TEST_CASE("The run-out groove ends a side after eight turns") {
    const TemporaryFolder folder;
    Scene scene(44100.0, 90.0);
    scene.addNoise(-100.0, 0.0, 90.0);
    scene.addNoise(-76.0, 6.0, 50.0);
    scene.addMusic(-35.0, 9.0, 46.0);
    scene.addLoop(-76.0, 50.0, 90.0, 1.8);
    TestDeck deck(44100.0);
    deck.begin();
    deck.recorder().arm(requestFor(folder / "a.flac", StartBy::needle));
    play(deck, scene, 59.0);
    CHECK(deck.recorder().status().state == State::recording);
    play(deck, scene, 8.0);
    CHECK(deck.recorder().status().state == State::stopping);
    CHECK(deck.recorder().status().stopReason == StopReason::runOut);
    deck.end();
    const Take take(folder / "a.flac");
    REQUIRE(find(take.sidecar(), TakeEventKind::runOut) != nullptr);
    CHECK_THAT(find(take.sidecar(), TakeEventKind::runOut)->text, says("1.8 s"));
}

TEST_CASE("A length, a time and the end of the input end or begin a side") {
    const TemporaryFolder folder;
    TestDeck deck;
    auto request = requestFor(folder / "a.wav", StartBy::now);
    request.lengthSeconds = 2.5;
    deck.recorder().arm(request);
    deck.recorder().tick();
    deck.begin();
    deck.play(20.0);
    CHECK(deck.recorder().status().state == State::stopped);
    CHECK(deck.recorder().status().stopReason == StopReason::length);
    CHECK(rightFrames(folder / "a.wav", 0) == 20000);

    auto timed = requestFor(folder / "b.wav", StartBy::time);
    timed.startAt = deck.clock.wall + 5000;
    const auto armedAt = deck.delivered;
    deck.recorder().arm(timed);
    deck.play(4.9);
    CHECK(deck.recorder().status().state == State::armed);
    deck.play(2.1);
    CHECK(deck.recorder().status().state == State::recording);
    deck.recorder().lost("", true);
    deck.recorder().tick();
    CHECK(deck.recorder().status().state == State::stopped);
    CHECK(deck.recorder().status().stopReason == StopReason::endOfSource);
    const auto first = armedAt + 8000 * 5 - 16000;
    std::int64_t frames = 0;
    const auto right = rightFrames(folder / "b.wav", first, &frames);
    CHECK(right == frames);
    CHECK(std::abs(frames - 32000) <= 80);
}

TEST_CASE("The take before is never part of the next one's pre-roll") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 2, 0.0);
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.wav", StartBy::now));
    deck.play(1.0);
    recorder.finish();
    deck.play(0.5);
    recorder.arm(requestFor(folder / "b.wav"));
    recorder.startNow();
    deck.play(1.0);
    recorder.finish();
    deck.play(0.1);
    const auto first = rightFrames(folder / "a.wav", 0);
    std::int64_t frames = 0;
    CHECK(rightFrames(folder / "b.wav", first, &frames) == frames);
    CHECK(frames > 8000);
}

TEST_CASE("Stage and tags may change while it records") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 1, 0.0);
    deck.format.secondChannel = 0;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(1.0);
    params::Snapshot stage;
    stage.values.set(params::Id::gain, 55.0);
    recorder.setStage(stage);
    AlbumTags album;
    album.title = "T";
    recorder.setTags({}, album);
    deck.play(1.0);
    CHECK_THAT(readBytes(folder / "a.take.json"), says("\"gain\":55") && says("\"title\":\"T\""));
    recorder.finish();
    deck.play(0.1);
    fs::remove(folder / "a.take.json");
    const Take alone(folder / "a.flac"); // the audio file says it, too
    CHECK(alone.stage().values.get(params::Id::gain) == 55.0);
    CHECK(alone.channels() == 1);
    CHECK(rightFrames(folder / "a.flac", 0) == 16000);
}

TEST_CASE("Commands in states that have no use for them do nothing") {
    const TemporaryFolder folder;
    TestDeck deck;
    auto& recorder = deck.recorder();
    const auto all = [&] {
        recorder.stop();
        recorder.goOn();
        recorder.finish();
        recorder.mark("m");
        recorder.setTags({}, {});
        recorder.tick();
    };
    all();
    recorder.startNow();
    recorder.cancel();
    recorder.tick();
    CHECK(recorder.status().state == State::off);
    deck.begin();
    recorder.arm(requestFor(folder / "a.flac"));
    all();
    CHECK(recorder.status().state == State::armed);
    recorder.cancel();
    recorder.tick();
    CHECK(recorder.status().state == State::off);
    CHECK(folder.names().empty());
    deck.play(1.0);
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(1.0);
    recorder.arm(requestFor(folder / "b.flac", StartBy::now));
    recorder.startNow();
    recorder.cancel();
    deck.play(1.0);
    CHECK(recorder.status().state == State::recording);
    deck.end(); // a recorder that goes ends its take
    std::int64_t frames = 0;
    CHECK(rightFrames(folder / "a.flac", 8000, &frames) == frames);
    CHECK(frames >= 16000);
    CHECK(folder.names() == std::vector<std::string>{"a.flac", "a.take.json"});
}

TEST_CASE("What to turn at the interface is said in decibels") {
    const TemporaryFolder folder;
    const auto advice = [&](double peakDb, double clicksDb = -200.0) {
        TestDeck deck(48000.0, 2);
        deck.begin();
        Scene scene(48000.0, 25.0);
        scene.addNoise(-100.0, 0.0, 25.0);
        scene.addNoise(-76.0, 5.0, 25.0);
        for (std::size_t i = 6 * 48000; i < scene.samples.size(); ++i)
            scene.samples[i] +=
                static_cast<float>(std::pow(10.0, peakDb / 20.0) * std::sin(0.05 * static_cast<double>(i)));
        if (clicksDb > -100.0)
            for (const double at : {10.0, 15.0})
                scene.addClicks(clicksDb, at, at + 0.01, 100.0);
        play(deck, scene, 24.0);
        return deck.recorder().status().turnUpDb;
    };
    CHECK_FALSE(advice(-11.2));
    CHECK_FALSE(advice(-11.2, -1.0)); // clicks are not music
    CHECK(advice(-20.2) == 9.0);
    CHECK(advice(-5.2) == -6.0);
}
