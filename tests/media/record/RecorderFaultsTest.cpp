// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Recorder.h"

#include "media/record/RecorderSupport.h"
#include "media/record/Recovery.h"
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

TEST_CASE("Nothing that exists is recorded over, and names that cannot be are said") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "b.take.json", "c.recording.wav"})
        writeBytes(folder / name, "mine");
    const auto why = [&](const char* name, SampleWord word = SampleWord::bits24) {
        auto request = requestFor(folder / name, StartBy::now);
        request.word = word;
        TestDeck deck;
        auto& recorder = deck.recorder();
        deck.begin();
        recorder.arm(request);
        deck.play(0.1);
        CHECK(recorder.status().state == State::off);
        return recorder.status().problem;
    };
    CHECK_THAT(why("a.flac"), says("already exists, and recordings are never replaced"));
    CHECK_THAT(why("b.wav"), says("b.take.json' already exists"));
    CHECK_THAT(why("c.wav"), says("recover"));
    CHECK_THAT(why("d.recording.wav"), says("leave .recording out"));
    CHECK_THAT(why("d.flac", SampleWord::float32), says("32-bit float"));
    CHECK_THAT(why("d.mp3"), says("name it .flac or .wav"));
    CHECK_THAT(why("none/d.wav"), says("there is no folder"));
    CHECK_THAT(why((std::string(300, 'n') + ".wav").c_str()), says("shorten it"));
    CHECK(folder.names() == std::vector<std::string>{"a.flac", "b.take.json", "c.recording.wav"});
    CHECK(readBytes(folder / "a.flac") == "mine");
}

TEST_CASE("A name that is taken while it records is left alone") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 2, 0.0);
    deck.begin();
    deck.recorder().arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(1.0);
    writeBytes(folder / "a.flac", "mine");
    deck.recorder().finish();
    deck.play(0.1);
    CHECK(readBytes(folder / "a.flac") == "mine");
    CHECK(deck.recorder().status().file == folder / "a 2.flac");
    CHECK(rightFrames(folder / "a 2.flac", 0) == 8000);
    CHECK(Take(folder / "a 2.flac").hasSidecar());
}

TEST_CASE("A device that goes away closes the take, and part 2 goes on when it is back") {
    const TemporaryFolder folder;
    TestDeck deck;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(3.0);
    recorder.lost("the interface was unplugged", false);
    recorder.tick();
    auto status = recorder.status();
    CHECK(status.state == State::stopped);
    CHECK(status.stopReason == StopReason::deviceLost);
    CHECK(status.goesOnWhenBack);
    CHECK_FALSE(status.hasDevice);
    CHECK(rightFrames(folder / "a.flac", 0) == 24000);
    REQUIRE(find(Take(folder / "a.flac").sidecar(), TakeEventKind::deviceLost) != nullptr);
    deck.clock.pass(4.0);
    deck.begin();
    CHECK(recorder.status().state == State::recording);
    CHECK(recorder.status().part == 2);
    deck.play(2.0);
    recorder.finish();
    deck.play(0.1);
    CHECK(rightFrames(folder / "a part 2.flac", 24000) == 16000);
    const Take second(folder / "a part 2.flac");
    CHECK(second.sidecar().part == TakePart{2, "a.flac", 32000});
    REQUIRE(find(second.sidecar(), TakeEventKind::deviceFound) != nullptr);
    // The person may end the side in place of waiting.
    recorder.arm(requestFor(folder / "b.flac", StartBy::now));
    deck.play(1.0);
    recorder.lost("gone", false);
    recorder.tick();
    recorder.cancel();
    recorder.tick();
    CHECK_FALSE(recorder.status().goesOnWhenBack);
    deck.begin();
    CHECK(recorder.status().state == State::stopped);
}

TEST_CASE("A full disk: the recording ends cleanly with a minute to spare") {
    const TemporaryFolder folder;
    TestDeck deck;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(2.0);
    CHECK(recorder.status().roomSeconds > 1e6);
    deck.roomBytes = 8000 * 6 * 300;
    deck.play(2.0);
    CHECK(recorder.status().roomSeconds == 300.0);
    CHECK_THAT(recorder.status().problem, says("room for 5:00 more"));
    CHECK(recorder.status().state == State::recording);
    deck.roomBytes = 8000 * 6 * 59;
    deck.play(2.0);
    CHECK(recorder.status().state == State::stopped);
    CHECK(recorder.status().stopReason == StopReason::diskFull);
    std::int64_t frames = 0;
    const auto right = rightFrames(folder / "a.flac", 0, &frames);
    CHECK(right == frames);
    CHECK(frames > 8000 * 4);
}

TEST_CASE("Where a file can get no larger, part 2 goes on without a lost frame") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "b.wav"}) {
        const auto result = inChild([&] {
            if (!limitFileSize(200000)) return 1;
            TestDeck deck(8000.0, 2, 0.0);
            deck.begin();
            auto& recorder = deck.recorder();
            recorder.arm(requestFor(folder / name, StartBy::now));
            deck.play(9.0);
            recorder.finish();
            deck.play(0.1);
            return recorder.status().state == State::stopped && recorder.status().part == 3 ? 0 : 2;
        });
        REQUIRE(result == 0);
        const std::string stem = std::string(name).substr(0, 1), ending = std::string(name).substr(1);
        std::int64_t at = 0;
        for (const char* part : {"", " part 2", " part 3"}) {
            const auto path = folder / (stem + part + ending);
            std::int64_t frames = 0;
            CHECK(rightFrames(path, at, &frames) == frames);
            at += frames;
            const Take take(path);
            CHECK(take.hasSidecar());
            if (*part != '\0') CHECK(take.sidecar().part.lostFrames == 0);
        }
        CHECK(at == 9 * 8000);
    }
}

/** In a child, four seconds, then these system calls fail. 0 where the recording ends and says why. */
int recordUntilCallsFail(const fs::path& audio, std::initializer_list<long> calls, int error, const char* says) {
    return inChild([&] {
        TestDeck deck(8000.0, 2, 0.0);
        deck.begin();
        auto& recorder = deck.recorder();
        recorder.arm(requestFor(audio, StartBy::now));
        deck.play(4.0);
        if (!letFail(calls, error)) return 1;
        deck.play(2.0);
        recorder.stop();
        recorder.finish();
        deck.play(1.0);
        const auto status = recorder.status();
        if (status.state != State::stopped || status.stopReason != StopReason::writeError) return 2;
        return status.problem.find(says) != std::string::npos ? 0 : 3;
    });
}

TEST_CASE("A disk that takes nothing any more is said at once, and what was written stays") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "b.wav"}) {
        CHECK(recordUntilCallsFail(folder / name, {SYS_pwrite64}, ENOSPC, "the disk is full") == 0);
        // The head could not be written either: the name says so, and the last sync's is there.
        const auto path = folder / (std::string(name).substr(0, 1) + ".recording" + std::string(name).substr(1));
        CHECK(rightFrames(path, 0) > 8000 * 3);
        CHECK_FALSE(fs::exists(folder / name));
    }
}

TEST_CASE("A volume that is removed is said at once, and nothing hangs") {
    const TemporaryFolder folder;
    for (const char* name : {"a.flac", "b.wav"}) {
        // Nothing that touches the disk succeeds any more.
        const auto result = recordUntilCallsFail(
            folder / name,
            {SYS_pwrite64, SYS_write, SYS_fsync, SYS_fdatasync, SYS_ftruncate, SYS_openat, SYS_rename, SYS_renameat,
             SYS_renameat2, SYS_link, SYS_linkat, SYS_unlink, SYS_unlinkat, SYS_statfs, SYS_newfstatat, SYS_statx},
            EIO, "Input/output error");
        CHECK(result == 0);
        // Where it is plugged in again, what was written is found and repaired.
        const auto orphans = findOrphans(folder.path());
        REQUIRE(orphans.size() == 1);
        const auto orphan = recover(orphans[0]);
        REQUIRE(orphan.isUsable);
        std::int64_t frames = 0;
        CHECK(rightFrames(orphan.path, 0, &frames) == frames);
        CHECK(frames > 8000 * 3);
    }
}

TEST_CASE("What the disk is too slow for is a gap of its true length, logged with its place") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 2, 0.0);
    deck.settings.memorySeconds = 1.0;
    deck.settings.longestPreRollSeconds = 0.0;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.wav", StartBy::now));
    deck.play(2.0);
    deck.ticks = false; // the disk thread hangs
    deck.play(4.0);
    deck.ticks = true;
    deck.play(2.0);
    recorder.finish();
    deck.play(0.1);
    CHECK(recorder.status().overflows == 1);
    const Take take(folder / "a.wav");
    CHECK(take.frames() == 8000 * 8);
    const auto* const gap = find(take.sidecar(), TakeEventKind::gap);
    REQUIRE(gap != nullptr);
    CHECK(gap->frames == recorder.status().missingFrames);
    CHECK(gap->frame > 8000 * 4);
    CHECK(gap->frame + gap->frames <= 8000 * 6 + 160);
    CHECK(rightFrames(folder / "a.wav", 0) == gap->frame);
    CHECK_THAT(logOf(recorder), says("the disk was too slow: ") && says(" are missing at 0:04"));
}

TEST_CASE("Drop-outs, a wrong rate, overloads and marks are counted, logged and kept") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 2, 0.0);
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.wav", StartBy::now));
    deck.play(1.0, [](std::int64_t, int) { return 0.0F; });
    recorder.dropOut(0);
    deck.play(1.0, [](std::int64_t, int) { return 0.0F; });
    recorder.dropOut(800);
    deck.delivered += 800;
    recorder.mark("the cat");
    // 440 Hz, 6 dB over full scale, on the left alone.
    deck.play(1.0, [](std::int64_t frame, int channel) {
        const double sine = 2.0 * std::sin(2.0 * 3.14159265358979 * 440.0 * static_cast<double>(frame) / 8000.0);
        return channel == 0 ? static_cast<float>(std::clamp(sine, -1.0, 1.0 - 0x1p-23)) : 0.0F;
    });
    deck.play(1.0, [](std::int64_t, int) { return 0.0F; });
    for (int k = 0; k < 3; ++k) {
        deck.clock.pass(0.5); // ever more time than frames
        deck.play(8.0, [](std::int64_t, int) { return 0.0F; });
    }
    CHECK(recorder.status().dropOuts == 2);
    CHECK(recorder.status().missingFrames == 800);
    CHECK(recorder.status().rateOffPercent < -1.0);
    CHECK(recorder.status().level[0].overloads > 0);
    CHECK(recorder.status().level[1].overloads == 0);
    recorder.finish();
    deck.play(0.1);
    const Take take(folder / "a.wav");
    std::map<TakeEventKind, int> count;
    for (const auto& event : take.sidecar().events)
        ++count[event.kind];
    CHECK(count[TakeEventKind::dropOut] == 2);
    CHECK(count[TakeEventKind::mark] == 1);
    CHECK(count[TakeEventKind::rateOff] == 1);
    CHECK(count[TakeEventKind::overload] > 0);
    CHECK(find(take.sidecar(), TakeEventKind::mark)->text == "the cat");
    const auto* const overload = find(take.sidecar(), TakeEventKind::overload);
    CHECK(overload->channel == TakeChannel::left);
    CHECK(std::abs(overload->frame - 16800) < 40);
    CHECK_THAT(logOf(recorder), says("the pitch will be wrong") && says("drop-out of the device at 0:02, 100 ms"));
}

TEST_CASE("A clock on the wall that is set back changes nothing but what it says") {
    const TemporaryFolder folder;
    TestDeck deck;
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(2.0);
    deck.clock.wall -= 3600 * 1000 * 24 * 365LL;
    deck.play(2.0);
    recorder.stop();
    deck.clock.wall -= 3600 * 1000;
    deck.play(11.0);
    CHECK(recorder.status().state == State::stopped);
    CHECK(rightFrames(folder / "a.flac", 0) == 32000);
    CHECK_FALSE(recorder.status().rateOffPercent);
}

TEST_CASE("A sidecar that somebody else writes to while it records is not lost, nor is the take") {
    const TemporaryFolder folder;
    TestDeck deck(8000.0, 2, 0.0);
    deck.begin();
    auto& recorder = deck.recorder();
    recorder.arm(requestFor(folder / "a.flac", StartBy::now));
    deck.play(1.0);
    writeBytes(folder / "a.take.json", "mine");
    recorder.mark("m");
    deck.play(2.0);
    CHECK_THAT(recorder.status().problem, says("changed by another program"));
    recorder.finish();
    deck.play(0.1);
    CHECK(readBytes(folder / "a.take.json") == "mine");
    CHECK(rightFrames(folder / "a.flac", 0) == 24000);
}
