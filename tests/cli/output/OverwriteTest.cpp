// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are there already: only what this program has made is replaced, unless it is told to.
#include "support/Program.h"

#include <sys/stat.h>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

using Arguments = std::vector<std::string>;

/** A second name for every way in which a command may be told of a file that is there. */
struct Place {
    std::string name;
    Arguments arguments;
};

std::vector<Place> placesIn(const TemporaryFolder& folder) {
    const std::string in = folder / "in.wav", out = folder / "new.wav";
    return {{"there.wav", {"render", in, folder / "there.wav"}},
            {"there.flac", {"render", in, folder / "there.flac"}},
            {"in.riaa.wav", {"render", in}},
            {"there.json", {"render", in, out, "--report", folder / "there.json"}},
            {"there.png", {"render", in, out, "--levels-png", folder / "there.png"}},
            {"there.png", {"render", in, out, "--response-png", folder / "there.png"}},
            {"there.png", {"response", "--freqs", "1k", "--png", folder / "there.png"}}};
}

/** Runs a command that must be refused in one line, with nothing changed or added. */
std::string refusal(const TemporaryFolder& folder, const fs::path& kept, const Arguments& arguments) {
    const auto bytes = readBytes(kept);
    const auto before = folder.names();
    const auto outcome = runStage(arguments);
    INFO(kept << ": " << outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK((readBytes(kept) == bytes));
    CHECK(folder.names() == before);
    return outcome.err;
}

Arguments with(Arguments arguments, const std::string& flag) {
    arguments.push_back(flag);
    return arguments;
}

} // namespace

TEST_CASE("A second capture in the place of OUT stays as it is") {
    const TemporaryFolder folder;
    writeTone(folder / "a.wav");
    writeTone(folder / "b.wav", 20000, 0.1); // of the same rate and length
    const auto words = refusal(folder, folder / "b.wav", {"render", folder / "a.wav", folder / "b.wav"});
    CHECK_THAT(words, says("b.wav") && says("already exists") && says("--overwrite") && says("--out"));
}

TEST_CASE("What this program has not made is replaced only with --overwrite") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    const auto contents =
        GENERATE(as<std::string>{}, "", "words", "{\"name\": \"of somebody else\"}\n", "\x89PNG\r\n\x1a\n", "RIFF");
    for (const auto& [name, arguments] : placesIn(folder)) {
        writeBytes(folder / name, contents);
        CHECK_THAT(refusal(folder, folder / name, arguments), says(name) && says("--overwrite"));
        const auto outcome = runStage(with(arguments, "--overwrite"));
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK(readBytes(folder / name).size() > 100);
        // What the program has made it replaces without being asked.
        CHECK(runStage(arguments).status == 0);
        fs::remove(folder / name);
        fs::remove(folder / "new.wav");
    }
}

TEST_CASE("A sound file that carries a calibration, but was not rendered, is a capture") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    const auto sound = readSound(folder / "in.wav");
    writeSound(folder / "out.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, 2, sound.samples,
               "phonostage:{\"full_scale_dbv\":-14}");
    (void)refusal(folder, folder / "out.wav", {"render", folder / "in.wav", folder / "out.wav"});
}

TEST_CASE("A render of another length or rate is another record's") {
    const TemporaryFolder folder;
    writeTone(folder / "long.wav", 3000);
    writeTone(folder / "short.wav", 2000);
    const std::string out = folder / "out.wav";
    REQUIRE(runStage({"render", folder / "long.wav", out}).status == 0);
    const auto words = refusal(folder, out, {"render", folder / "short.wav", out});
    CHECK_THAT(words, says("another capture") && says("3000 frames at 96000 Hz"));
    // The same length, and a rate that is corrected.
    (void)refusal(folder, out, {"render", folder / "long.wav", out, "--speed", "half"});
    // Other bits, another curve, another gain: the same record.
    CHECK(runStage({"render", folder / "long.wav", out, "--bits", "16", "--curve", "columbia_lp"}).status == 0);
    // What a resampled render writes it may write again.
    const Arguments resampled{"render", folder / "long.wav", folder / "r.wav", "--speed",
                              "0.7407", "--speed-back",      "resample"};
    CHECK(runStage(resampled).status == 0);
    CHECK(runStage(resampled).status == 0);
}

TEST_CASE("A length that only the render tells is compared behind it") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    const auto bytes = readBytes(folder / "in.wav");
    writeBytes(folder / "cut.wav", bytes.substr(0, bytes.size() / 2));
    const Arguments command{"render", "--allow-truncated", folder / "cut.wav", folder / "out.wav"};
    CHECK(runStage(command).status == 0);
    CHECK(runStage(command).status == 0);
    REQUIRE(runStage({"render", folder / "in.wav", folder / "whole.wav"}).status == 0);
    const auto whole = readBytes(folder / "whole.wav");
    const auto outcome = runStage({"render", "-q", "--allow-truncated", folder / "cut.wav", folder / "whole.wav"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, says("another capture"));
    CHECK((readBytes(folder / "whole.wav") == whole));
    CHECK(folder.names() == std::vector<std::string>{"cut.wav", "in.wav", "out.wav", "whole.wav"});
}

TEST_CASE("A recording of a side is never replaced, not even with --overwrite") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    REQUIRE(runStage({"render", folder / "in.wav", folder / "side.wav"}).status == 0);
    writeBytes(folder / "side.take.json", "{}");
    fs::copy_file(folder / "side.wav", folder / "other.recording.wav");
    fs::create_symlink("side.wav", folder / "link.wav");
    fs::create_symlink("side.take.json", folder / "link.json");
    for (const char* name : {"side.wav", "link.wav", "other.recording.wav"}) {
        const auto words = refusal(folder, folder / name, {"render", folder / "in.wav", folder / name, "--overwrite"});
        CHECK_THAT(words, says(name) && says("never replaced"));
    }
    for (const char* name : {"side.take.json", "link.json"})
        (void)refusal(folder, folder / name,
                      {"render", folder / "in.wav", folder / "new.wav", "--overwrite", "--report", folder / name});
}

TEST_CASE("Nor is a preset that the command reads, not even with --overwrite") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    writeBytes(folder / "mine.json", "{\"schema\": 1, \"gain\": 30}");
    const std::string preset = folder / "mine.json";
    for (const Arguments& arguments :
         {Arguments{"render", folder / "in.wav", folder / "out.wav", "--preset", preset, "--report", preset},
          Arguments{"response", "--preset", preset, "--png", preset}})
        CHECK_THAT(refusal(folder, preset, with(arguments, "--overwrite")), says("same file as the preset"));
}

TEST_CASE("A link leads to the file that is judged") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    fs::create_directory(folder / "deep");
    writeTone(folder / "deep" / "capture.wav", 2000, 0.1);
    fs::create_symlink("deep/capture.wav", folder / "out.wav");
    (void)refusal(folder, folder / "deep" / "capture.wav", {"render", folder / "in.wav", folder / "out.wav"});
    CHECK(fs::is_symlink(folder / "out.wav"));
}

TEST_CASE("A file that appears under OUT while it is rendered stays") {
    const TemporaryFolder folder;
    writeSilence(folder / "in.wav", 96000, 300.0);
    const bool wasThere = GENERATE(false, true);
    if (wasThere) REQUIRE(runStage({"render", "-q", folder / "in.wav", folder / "out.wav"}).status == 0);
    const auto names = folder.names().size();
    Circumstances how;
    how.interruptWhen = [&] {
        if (folder.names().size() == names) return false;
        fs::remove(folder / "out.wav");
        writeBytes(folder / "out.wav", "precious");
        return true;
    };
    const auto outcome = runStage({"render", "-q", folder / "in.wav", folder / "out.wav"}, how);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("out.wav") && says("another program"));
    CHECK(readBytes(folder / "out.wav") == "precious");
    CHECK(folder.names() == std::vector<std::string>{"in.wav", "out.wav"});
}

TEST_CASE("A folder as OUT takes the file under its usual name") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000);
    fs::create_directory(folder / "to");
    fs::create_directory_symlink("to", folder / "link");
    for (const auto& name : Arguments{folder / "to", (folder / "to").string() + "/", folder / "link"}) {
        CHECK(runStage({"render", "-q", "--curve", "columbia_lp", folder / "in.wav", name}).status == 0);
        CHECK(std::distance(fs::directory_iterator(folder / "to"), fs::directory_iterator()) == 1);
        CHECK(readSound(folder / "to" / "in.columbia_lp.wav").frames() == 2000);
        fs::remove(folder / "to" / "in.columbia_lp.wav");
    }
    writeTone(folder / "to" / "in.riaa.wav", 2000);
    const auto words = refusal(folder, folder / "to" / "in.riaa.wav", {"render", folder / "in.wav", folder / "to"});
    CHECK_THAT(words, says("in.riaa.wav") && says("--overwrite"));
}
