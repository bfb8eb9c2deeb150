// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/DoneFolder.h"
#include "media/io/ContentHash.h"

#include "media/MediaSupport.h"

#include <chrono>

using namespace phonostage;
using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

void makeOld(const fs::path& file) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

} // namespace

TEST_CASE("Contents are told apart by XXH3 with 128 bits") {
    // From the reference implementation's own test vectors: no bytes at all.
    CHECK(media::contentHash("") == "99aa06d3014798d86001c324468d497f");
    const TemporaryFolder folder;
    const std::string bytes(3000000, 'x');
    writeBytes(folder / "a", bytes);
    CHECK(media::contentHashOf(folder / "a") == media::contentHash(bytes));
    CHECK_THROWS_AS(media::contentHashOf(folder / "no"), media::MediaError);
}

TEST_CASE("A note comes back as it was written, and one that is damaged counts for none") {
    const TemporaryFolder folder;
    const media::DoneFolder notes(folder.path());
    media::Done done;
    done.maker = "render";
    done.settings = "s";
    done.input = {5, 6, 7, "hash"};
    done.output = {8, -9, 18446744073709551615U, ""};
    done.inputPath = "/a \"b\"\n.wav";
    done.frames = 123456789012;
    done.sampleRateHz = 44100;
    done.peak = 0.1;
    done.peakGainDb = 40;
    done.gainDb = 38.77;
    done.overloads = 3;
    done.clipping = "2 samples";
    done.isClipped = true;
    done.report = "{\"curve\":\"riaa\"}";
    notes.note("a.riaa.wav", done);
    const auto back = notes.find("a.riaa.wav");
    REQUIRE(back);
    CHECK(back->input == done.input);
    CHECK(back->output == done.output);
    CHECK(back->inputPath == done.inputPath);
    CHECK(back->frames == done.frames);
    CHECK(back->peak == done.peak);
    CHECK(back->gainDb == done.gainDb);
    CHECK(back->overloads == 3);
    CHECK(back->clipping == done.clipping);
    CHECK(back->isClipped);
    CHECK(back->report == done.report);
    CHECK_FALSE(notes.find("b.riaa.wav"));
    CHECK_FALSE(notes.find(fs::path("x") / "a.riaa.wav"));

    fs::path file;
    for (const auto& entry : fs::directory_iterator(folder / ".phonostage"))
        file = entry.path();
    const auto whole = readBytes(file);
    for (const std::string& bad :
         {std::string(), std::string("{"), std::string("[]\n"), whole.substr(0, whole.size() / 2),
          std::string("{\"schema\":2}\n"), std::string("{\"schema\":1,\"by\":3}\n")}) {
        writeBytes(file, bad);
        CHECK_FALSE(notes.find("a.riaa.wav"));
    }
}

TEST_CASE("An input is the same by size, time and number, else by its content") {
    const TemporaryFolder folder;
    const auto file = folder / "a";
    writeBytes(file, "one");
    makeOld(file);
    auto mark = media::inputMark(file);
    CHECK(mark.hash == media::contentHash("one"));
    const auto noted = mark;
    CHECK(media::isSameInput(mark, file));

    // Another time, the same content: still the same, and from now on known by the new time.
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(2));
    CHECK(media::isSameInput(mark, file));
    CHECK(mark.writtenAt != noted.writtenAt);

    // A copy that took its place.
    writeBytes(folder / "b", "one");
    fs::rename(folder / "b", file);
    makeOld(file);
    CHECK(media::isSameInput(mark, file));
    CHECK(mark.number == media::fileMark(file)->number);

    // Another content of the same size and time, in another file.
    writeBytes(folder / "b", "two");
    fs::last_write_time(folder / "b", fs::last_write_time(file));
    fs::rename(folder / "b", file);
    CHECK_FALSE(media::isSameInput(mark, file));
    fs::remove(file);
    CHECK_FALSE(media::isSameInput(mark, file));
}

TEST_CASE("What was written to a moment ago is looked at again, since its time may not show the next change") {
    const TemporaryFolder folder;
    const auto file = folder / "a";
    writeBytes(file, "one");
    const auto time = fs::last_write_time(file);
    auto mark = media::inputMark(file);
    CHECK(mark.writtenAt == 0);
    CHECK(media::isSameInput(mark, file));
    // In place, with the same size, inside of one tick of the clock.
    std::ofstream(file, std::ios::in | std::ios::out | std::ios::binary) << "two";
    fs::last_write_time(file, time);
    CHECK_FALSE(media::isSameInput(mark, file));
}
