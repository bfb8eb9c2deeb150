// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/Take.h"

#include "media/io/OwnFiles.h"
#include "media/take/TakeNames.h"
#include "support/Catch.h"
#include "support/FaultOf.h"
#include "support/Says.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <sys/file.h>

#include <fcntl.h>
#include <unistd.h>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr int flac24 = SF_FORMAT_FLAC | SF_FORMAT_PCM_24;

void writeSide(const fs::path& path, std::size_t frames = 1000, const std::string& comment = {}) {
    writeSound(path, flac24, 48000, 2, std::vector<double>(2 * frames, 0.25), comment);
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines)
        text += line + "\n";
    return text;
}

/** A take whose sidecar is these bytes: opened, and what is said of it. */
std::string noteOn(const std::string& bytes) {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac");
    writeBytes(folder / "side.take.json", bytes);
    Take take(folder / "side.flac");
    CHECK(take.frames() == 1000);
    CHECK_FALSE(take.hasSidecar());
    CHECK(readBytes(folder / "side.take.json") == bytes);
    // Kept aside when it is saved, whatever it is.
    take.save(take.sidecar());
    CHECK(readBytes(folder / "side.take.json.kept-1") == bytes);
    CHECK(Take(folder / "side.flac").hasSidecar());
    return joined(take.notes());
}

} // namespace

TEST_CASE("An audio file alone is a take") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac", 1000, R"(phonostage:{"full_scale_dbv":-12.5,"take":"0123456789abcdef"})");
    Take take(folder / "side.flac");
    CHECK(take.frames() == 1000);
    CHECK(take.channels() == 2);
    CHECK(take.sampleRateHz() == 48000.0);
    CHECK_FALSE(take.hasSidecar());
    CHECK(take.notes().empty());
    CHECK(take.stage().values.get(params::Id::inputDbv) == -12.5);
    CHECK(take.sidecar().takeId == "0123456789abcdef");
    CHECK(take.sidecar().audio == TakeAudio{"side.flac", 48000.0, 2, SampleWord::bits24, 1000});
    CHECK(folder.names() == std::vector<std::string>{"side.flac"});
}

TEST_CASE("What is saved is read again, by either of the two names") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac");
    Take take(folder / "side.flac");
    auto sidecar = take.sidecar();
    sidecar.album.title = "T";
    sidecar.tracks.push_back({0, 500, {}, 1, "One", "", "", CutOrigin::gap, 0.8, "", {}, ""});
    params::Snapshot stage;
    stage.values.set(params::Id::gain, 33.0);
    sidecar.setStage(stage);
    take.save(sidecar);
    CHECK(take.stage().values.get(params::Id::gain) == 33.0);
    for (const char* name : {"side.flac", "side.take.json"}) {
        const Take again(folder / name);
        CHECK(again.hasSidecar());
        CHECK(again.audioPath() == folder / "side.flac");
        CHECK(again.sidecar() == take.sidecar());
        CHECK(again.stage().values.get(params::Id::gain) == 33.0);
    }
    // Again and again by the same program.
    sidecar.album.title = "U";
    take.save(sidecar);
    take.save(sidecar);
    CHECK(Take(folder / "side.flac").sidecar().album.title == "U");
    CHECK(folder.names() == std::vector<std::string>{"side.flac", "side.take.json"});
}

TEST_CASE("A sidecar that cannot be read is said and kept aside") {
    CHECK_THAT(noteOn("{"), says("side.take.json") && says("truncated or not valid JSON") && says("opened without it"));
    CHECK_THAT(noteOn(""), says("truncated or not valid JSON"));
    CHECK_THAT(noteOn(R"({"schema": 2, "new": true})"), says("newer than 1") && says("update Phonostage"));
    CHECK_THAT(noteOn(std::string(mostSidecarBytes + 1, ' ')), says("larger than 16 MiB"));
    CHECK_THAT(noteOn(std::string(1000000, '[')), says("nesting is too deep"));
    CHECK_THAT(noteOn(R"({"schema": 1, "audio": {"sample_rate": 44100, "channels": 2, "word": "24", "frames": 1000}})"),
               says("belongs to another recording"));
    CHECK_THAT(noteOn(R"({"schema": 1, "audio": {"sample_rate": 48000, "channels": 2, "word": "24", "frames": 999}})"),
               says("belongs to another recording"));
}

TEST_CASE("The number in the file's note says whose the sidecar is") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac", 1000, R"(phonostage:{"take":"aaaaaaaaaaaaaaaa"})");
    const auto sidecar = [](const char* id, const char* frames) {
        return std::string(R"({"schema": 1, "take": ")") + id +
               R"(", "audio": {"sample_rate": 48000, "channels": 2, "word": "24", "frames": )" + frames + "}}";
    };
    // After a crash the lengths differ; it is the same take all the same.
    writeBytes(folder / "side.take.json", sidecar("aaaaaaaaaaaaaaaa", "null"));
    CHECK(Take(folder / "side.flac").hasSidecar());
    writeBytes(folder / "side.take.json", sidecar("aaaaaaaaaaaaaaaa", "5"));
    CHECK(Take(folder / "side.flac").hasSidecar());
    writeBytes(folder / "side.take.json", sidecar("bbbbbbbbbbbbbbbb", "1000"));
    CHECK_FALSE(Take(folder / "side.flac").hasSidecar());
}

TEST_CASE("Of two programs with one take the second is told, and loses nothing") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac");
    Take one(folder / "side.flac"), two(folder / "side.flac");
    auto sidecar = one.sidecar();
    sidecar.album.title = "one";
    one.save(sidecar);
    sidecar.album.title = "two";
    CHECK_THAT(faultOf([&] { two.save(sidecar); }),
               says("created by another program") && says("open the recording again"));
    Take three(folder / "side.flac");
    sidecar.album.title = "three";
    three.save(sidecar);
    CHECK_THAT(faultOf([&] { one.save(sidecar); }), says("changed by another program"));
    CHECK(Take(folder / "side.flac").sidecar().album.title == "three");
    CHECK(folder.names() == std::vector<std::string>{"side.flac", "side.take.json"});
    // One that was removed meanwhile may be written again.
    fs::remove(folder / "side.take.json");
    three.save(sidecar);
    // A broken one that another program has repaired is not kept aside.
    writeBytes(folder / "side.take.json", "{");
    Take four(folder / "side.flac");
    writeBytes(folder / "side.take.json", "{ }");
    CHECK_THAT(faultOf([&] { four.save(sidecar); }), says("changed by another program"));
    CHECK(readBytes(folder / "side.take.json") == "{ }");
}

TEST_CASE("A sidecar that another program has locked stays") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac");
    Take take(folder / "side.flac");
    take.save(take.sidecar());
    const int held = ::open((folder / "side.take.json").c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(::flock(held, LOCK_EX | LOCK_NB) == 0);
    CHECK_THAT(faultOf([&] { take.save(take.sidecar()); }), says("locked by another program"));
    ::close(held);
    CHECK_NOTHROW(take.save(take.sidecar()));
}

TEST_CASE("Names of all kinds are takes") {
    const TemporaryFolder folder;
    const std::string longest(255 - 28, 'n');
    for (const std::string& stem :
         {std::string("two\nlines"), std::string("\xF0\x9F\x8E\xB5 \xC3\xA9"), std::string("dots..."),
          std::string("not \xff UTF-8"), longest, std::string("CON")}) {
        const auto audio = folder / (stem + ".flac");
        CHECK(whyNoTakeName(audio).empty());
        writeSide(audio);
        Take take(audio);
        take.save(take.sidecar());
        CHECK(fs::exists(folder / (stem + ".take.json")));
        CHECK(Take(audio).hasSidecar());
        CHECK(Take(folder / (stem + ".take.json")).audioPath() == audio);
    }
    CHECK_THAT(whyNoTakeName(folder / (std::string(300, 'n') + ".flac")), says("305 bytes") && says("shorten it"));
    CHECK_THAT(whyNoTakeName(folder / (longest + "n.flac")), says("shorten it"));
    CHECK_THAT(whyNoTakeName(folder.path() / ""), says("is a folder"));
}

TEST_CASE("The names of a take's files") {
    CHECK(sidecarPathOf("d/a.b.flac") == "d/a.b.take.json");
    CHECK(sidecarPathOf("d/a.recording.flac") == "d/a.take.json");
    CHECK(recordingPathOf("d/a.wav") == "d/a.recording.wav");
    CHECK(isRecordingName("a.recording.FLAC"));
    CHECK_FALSE(isRecordingName("recording.flac"));
    CHECK_FALSE(isRecordingName("a.recording.json"));
    CHECK(finishedPathOf("d/a.recording.wav") == "d/a.wav");
    CHECK(partPathOf("d/a.wav", 2) == "d/a part 2.wav");
    CHECK(partPathOf("d/a part 2.wav", 3) == "d/a part 3.wav");
    CHECK(partPathOf("d/a part two.wav", 2) == "d/a part two part 2.wav");
}

TEST_CASE("Files of a take are never replaced by a render") {
    const TemporaryFolder folder;
    writeSide(folder / "side.flac");
    CHECK(whyTake(folder / "side.flac").empty());
    Take take(folder / "side.flac");
    take.save(take.sidecar());
    for (const char* name : {"side.flac", "side.take.json", "side.take.json.kept-1", "x.recording.wav"})
        CHECK_FALSE(whyTake(folder / name).empty());
}

TEST_CASE("A sidecar without its recording is said") {
    const TemporaryFolder folder;
    writeBytes(folder / "side.take.json", "{}");
    CHECK_THAT(faultOf([&] { Take{folder / "side.take.json"}; }), says("has no audio file beside it"));
    CHECK_THAT(faultOf([&] { Take{folder / "none.flac"}; }), says("none.flac"));
}
