// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/Recovery.h"

#include "media/record/FlacBytes.h"
#include "media/record/OpenTake.h"
#include "media/record/RecordSupport.h"
#include "media/take/Take.h"
#include "support/Catch.h"
#include "support/ChildProcess.h"
#include "support/Says.h"
#include "support/TemporaryFolder.h"

#include <memory>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** A take that was cut short: so many frames appended, synced at the first `synced` of them, and left. */
void leaveOrphan(const fs::path& audio, const TakeFormat& format, int frames, int synced, int mark = -1) {
    DiskWaiter waiter(DiskWaiter::Where::inPlace);
    OpenTake take(audio, format, {}, -10.0, waiter);
    for (int at = 0; at < frames; at += 1000) {
        if (at == mark) take.writer().markEnd();
        REQUIRE(take.writer().append(samplesFrom(at, std::min(1000, frames - at), format.channels).data(),
                                     std::min(1000, frames - at)) == 0);
        if (at + 1000 != synced) continue;
        take.sync();
        REQUIRE(take.syncProblem().empty());
    }
    take.writer().abandon();
}

Orphan recoverOne(const TemporaryFolder& folder) {
    const auto orphans = findOrphans(folder.path());
    REQUIRE(orphans.size() == 1);
    return recover(orphans[0]);
}

} // namespace

TEST_CASE("What was cut short is whole up to its last frame, whatever its head said") {
    for (const char* ending : {".flac", ".wav"})
        for (const SampleWord word : {SampleWord::bits16, SampleWord::bits24})
            for (const int channels : {1, 2})
                for (const int cut : {0, 1, 5, 1000}) {
                    const TemporaryFolder folder;
                    leaveOrphan(folder / (std::string("a") + ending), {48000.0, channels, word}, 50000, 20000);
                    const auto path = folder / (std::string("a.recording") + ending);
                    fs::resize_file(path, fs::file_size(path) - static_cast<std::uintmax_t>(cut));
                    CAPTURE(ending, static_cast<int>(word), channels, cut);
                    const auto orphan = recoverOne(folder);
                    CHECK(orphan.isRepaired);
                    CHECK_THAT(orphan.note, says("repaired"));
                    CHECK(orphan.path == folder / (std::string("a") + ending));
                    std::int64_t frames = 0;
                    const auto right = rightFrames(orphan.path, 0, &frames);
                    if (word == SampleWord::bits24) CHECK(right == frames);
                    CHECK(frames > 50000 - 2 * flacBlockFrames - cut);
                    CHECK_THAT(orphan.seconds, WithinAbs(static_cast<double>(frames) / 48000.0, 1e-9));
                    const Take take(orphan.path);
                    CHECK(take.hasSidecar());
                    CHECK(take.frames() == frames);
                    CHECK(take.sidecar().audio.frames == frames);
                    CHECK(folder.names().size() == 2);
                }
}

TEST_CASE("A second recovery finds nothing to do") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, 50000, 20000);
    CHECK(recoverOne(folder).isRepaired);
    CHECK(findOrphans(folder.path()).empty());
}

TEST_CASE("A name that is taken is left alone") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, 50000, 20000);
    writeBytes(folder / "a.flac", "mine");
    const auto orphan = recoverOne(folder);
    CHECK(orphan.path == folder / "a 2.flac");
    CHECK(readBytes(folder / "a.flac") == "mine");
    CHECK(Take(folder / "a 2.flac").hasSidecar());
}

TEST_CASE("What is being recorded is not touched") {
    const TemporaryFolder folder;
    DiskWaiter waiter(DiskWaiter::Where::inPlace);
    OpenTake take(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, {}, {}, waiter);
    REQUIRE(take.writer().append(samplesFrom(0, 9000, 2).data(), 9000) == 0);
    CHECK(findOrphans(folder.path()).empty());
    const auto orphan = recover({folder / "a.recording.flac", 0.0, true, false, ""});
    CHECK_FALSE(orphan.isRepaired);
    CHECK_THAT(orphan.note, says("is being recorded"));
    CHECK(take.finish().empty());
    CHECK(rightFrames(folder / "a.flac", 0) == 9000);
}

TEST_CASE("Files of others and files without audio stay as they are") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "empty.flac", {48000.0, 2, SampleWord::bits24}, 0, 0);
    leaveOrphan(folder / "void.wav", {48000.0, 2, SampleWord::bits24}, 0, 0);
    writeBytes(folder / "no.recording.flac", "this is no FLAC file");
    writeBytes(folder / "no.recording.wav", "RIFF....WAVEfmt ");
    writeBytes(folder / "zero.recording.wav", "");
    writeBytes(folder / "other.flac", "x");
    const auto before = folder.names();
    for (const auto& orphan : findOrphans(folder.path())) {
        CAPTURE(orphan.path);
        CHECK_FALSE(orphan.isUsable);
        const auto after = recover(orphan);
        CHECK_FALSE(after.isRepaired);
        CHECK_FALSE(after.note.empty());
    }
    CHECK(folder.names() == before);
    CHECK(readBytes(folder / "no.recording.wav") == "RIFF....WAVEfmt ");
}

TEST_CASE("A FLAC that is damaged in the middle keeps what is behind it") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, 100000, 20000);
    auto bytes = readBytes(folder / "a.recording.flac");
    for (std::size_t i = 0; i < 5000; ++i)
        bytes[bytes.size() / 2 + i] = '\0';
    writeBytes(folder / "a.recording.flac", bytes);
    const auto orphan = recoverOne(folder);
    CHECK(orphan.isRepaired);
    CHECK_THAT(orphan.note, says("damaged"));
    CHECK(Take(folder / "a.flac").frames() > 100000 - 2 * flacBlockFrames);
    CHECK(fs::file_size(folder / "a.flac") > bytes.size() - 30000);
}

TEST_CASE("A long end that nobody can read is kept") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, 50000, 20000);
    const auto bytes = readBytes(folder / "a.recording.flac");
    writeBytes(folder / "a.recording.flac", bytes + std::string(200000, '\0'));
    const auto orphan = recoverOne(folder);
    CHECK(orphan.isRepaired);
    CHECK(fs::file_size(folder / "a.flac") == bytes.size() + 200000);
}

TEST_CASE("Without its sidecar a recording is repaired all the same") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.wav", {48000.0, 2, SampleWord::float32}, 50000, 20000);
    fs::remove(folder / "a.take.json");
    CHECK(recoverOne(folder).isRepaired);
    const Take take(folder / "a.wav");
    CHECK(take.frames() == 50000);
    CHECK(take.sidecar().audio.word == SampleWord::float32);
    CHECK(take.stage().values.get(params::Id::inputDbv) == -10.0);
}

TEST_CASE("A recording that grew beyond 4 GiB after the last sync becomes RF64") {
    const TemporaryFolder folder;
    leaveOrphan(folder / "a.wav", {192000.0, 2, SampleWord::bits24}, 50000, 20000);
    constexpr std::int64_t frames = 800000000;
    fs::resize_file(folder / "a.recording.wav", takeHeadBytes + 6ULL * frames + 5); // sparse, and a part of a frame
    const auto orphan = recoverOne(folder);
    CHECK(orphan.isRepaired);
    std::int64_t found = 0;
    CHECK(rightFrames(folder / "a.wav", 0, &found) == 50000);
    CHECK(found == frames);
    CHECK(readBytes(folder / "a.take.json").find("800000000") != std::string::npos);
}

TEST_CASE("A folder that cannot be read or written is said") {
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(findOrphans(folder / "none"), says("cannot be read"));
    leaveOrphan(folder / "a.flac", {48000.0, 2, SampleWord::bits24}, 50000, 20000);
    const auto before = readBytes(folder / "a.recording.flac");
    fs::permissions(folder / "a.recording.flac", fs::perms(0444));
    fs::permissions(folder.path(), fs::perms(0555));
    const auto result = inChild([&] {
        if (!becomeNobody()) return 1;
        const auto orphan = recover(findOrphans(folder.path()).at(0));
        return !orphan.isRepaired && orphan.note.find("permission denied") != std::string::npos ? 0 : 2;
    });
    CHECK(result == 0);
    fs::permissions(folder.path(), fs::perms(0755));
    CHECK(readBytes(folder / "a.recording.flac") == before);
}
