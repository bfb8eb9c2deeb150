// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/SideReader.h"

#include "media/io/MediaError.h"
#include "support/Catch.h"
#include "support/SideSignals.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"

#include <filesystem>

using namespace phonostage;
using namespace phonostage::media;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

const std::atomic<bool> goesOn{false};

/** Two tracks, a gap at 21.5 s. */
fs::path writeSide(const fs::path& path, int channels = 2) {
    const auto side = SideSignal::whole(48000, 44.0, {{5.0, 20.0, -20.0, 220.0}, {23.0, 40.0, -22.0, 165.0}});
    auto samples = side.interleaved();
    if (channels == 1) {
        for (std::size_t i = 0; 2 * i < samples.size(); ++i)
            samples[i] = samples[2 * i];
        samples.resize(samples.size() / 2);
    }
    writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, channels, samples);
    return path;
}

void checkSame(const SideScan& scan, const SideScan& whole) {
    CHECK(scan.extent.frames == whole.extent.frames);
    CHECK(scan.extent.sampleRateHz == whole.extent.sampleRateHz);
    CHECK(scan.overview.frames() == whole.overview.frames());
    CHECK(scan.overview.columns() == whole.overview.columns());
    REQUIRE(scan.finder->sides() == whole.finder->sides());
    REQUIRE(whole.finder->sides() == 1);
    const auto one = scan.finder->side(0, {}), other = whole.finder->side(0, {});
    REQUIRE(one.tracks.size() == 2);
    REQUIRE(other.tracks.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(one.tracks[i].startSeconds == other.tracks[i].startSeconds);
        CHECK(one.tracks[i].endSeconds == other.tracks[i].endSeconds);
        CHECK(one.tracks[i].cutSeconds == other.tracks[i].cutSeconds);
        CHECK(one.tracks[i].confidence == other.tracks[i].confidence);
    }
}

} // namespace

TEST_CASE("A side that is read in pieces, and ends under another name, is the side that is read at once") {
    const TemporaryFolder folder;
    const int channels = GENERATE(1, 2);
    const auto recording = writeSide(folder / "a.recording.flac", channels);
    SideReader reader;
    CHECK(reader.soFar() == nullptr);
    for (const std::int64_t until : {1, 1, 47999, 500001, 1200000}) {
        CHECK(reader.readOn(recording, until, goesOn));
        CHECK(reader.frames() == until);
    }
    CHECK(reader.soFar()->sides() == 1);
    fs::rename(recording, folder / "a.flac");
    const auto scan = reader.finish(folder / "a.flac", {});
    CHECK(Overview::load(folder / "a.flac")->columns() == scan.overview.columns());
    checkSame(scan, scanSide(folder / "a.flac", {}));
}

TEST_CASE("A reading that begins at the end, or has another file before it, reads all") {
    const TemporaryFolder folder;
    const auto path = writeSide(folder / "a.flac");
    const auto whole = scanSide(path, {});
    SideReader reader;
    SECTION("nothing was read") {}
    SECTION("it could not be read") { CHECK_FALSE(reader.readOn(folder / "none.flac", 48000, goesOn)); }
    SECTION("another rate") {
        writeSound(folder / "b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 44100, 2, std::vector<double>(20000, 0.1));
        CHECK(reader.readOn(folder / "b.wav", 5000, goesOn));
    }
    SECTION("one that is longer") {
        writeSound(folder / "b.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, std::vector<double>(4400000, 0.1));
        CHECK(reader.readOn(folder / "b.wav", 2150000, goesOn));
        REQUIRE(reader.frames() > whole.extent.frames);
    }
    checkSame(reader.finish(path, {}), whole);
}

TEST_CASE("A reading ends when it is told to") {
    const TemporaryFolder folder;
    const auto path = writeSide(folder / "a.flac");
    const std::atomic<bool> isCancelled{true};
    SideReader reader;
    CHECK(reader.readOn(path, 48000, isCancelled));
    CHECK(reader.frames() == 0);
    CHECK(reader.readOn(path, 48000, goesOn));
    CHECK_THROWS_AS(reader.finish(path, [](std::int64_t, std::optional<std::int64_t>) { return false; }), Cancelled);
}
