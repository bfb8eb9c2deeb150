// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** Renders, which must fail with one clear line and leave the folder as it was. */
std::string refusal(const TemporaryFolder& folder, std::vector<std::string> arguments, const Circumstances& how = {}) {
    const auto before = folder.names();
    arguments.insert(arguments.begin(), "render");
    const auto outcome = runStage(arguments, how);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK(folder.names() == before);
    return outcome.err;
}

} // namespace

TEST_CASE("Bad files are refused by all that read them") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    const std::string out = folder / "out.wav";
    const auto both = [&](const std::string& words) {
        CHECK_THAT(refusal(folder, {in, out}), says(words));
        const auto analyzed = runStage({"analyze", in, "--json"});
        INFO(analyzed.err);
        CHECK(analyzed.isOneClearLine());
        CHECK_THAT(analyzed.err, says(words));
    };
    both("no such file");
    writeBytes(in, "");
    both("is empty");
    writeBytes(in, "These are words.\n");
    both("not an audio file");
    writeTone(in);
    auto bytes = readBytes(in);
    writeBytes(in, bytes.substr(0, bytes.size() / 2));
    both("truncated");
    writeBytes(in, bytes.substr(0, 30));
    both("inside its header");
    for (std::size_t i = 24; i < 28; ++i)
        bytes[i] = 0;
    writeBytes(in, bytes);
    both("0 Hz");
    writeSound(in, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 3, std::vector<double>(30));
    both("3 channels");
    fs::remove(in);
    fs::create_directory(in);
    both("is a folder");
    fs::remove(in);
    REQUIRE(::mkfifo(in.c_str(), 0600) == 0);
    both("device or pipe");
}

TEST_CASE("What is there of a truncated file can be had") {
    const TemporaryFolder folder;
    const auto name = GENERATE(as<std::string>{}, "in.wav", "in.flac");
    const std::string in = folder / name;
    writeTone(folder / "whole.wav", 50000);
    const auto whole = readSound(folder / "whole.wav");
    writeSound(in, (name == "in.wav" ? SF_FORMAT_WAV : SF_FORMAT_FLAC) | SF_FORMAT_PCM_24, 96000, 2, whole.samples);
    const auto bytes = readBytes(in);
    writeBytes(in, bytes.substr(0, bytes.size() / 2));
    CHECK_THAT(refusal(folder, {in, folder / "out.wav"}), says("--allow-truncated"));
    const auto outcome = runStage({"render", "--allow-truncated", in, folder / "out.wav"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, says("warning") && says("truncated"));
    const auto frames = readSound(folder / "out.wav").frames();
    CHECK(frames > 15000);
    CHECK(frames < 35000);
    CHECK(runStage({"analyze", "--allow-truncated", in}).status == 0);
}

TEST_CASE("Bad values name the flag and the remedy") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    struct Bad {
        std::vector<std::string> flags;
        const char* words;
    };
    const auto bad = GENERATE(values<Bad>({{{"--curve", "riia"}, "did you mean riaa"},
                                           {{"--curve", "columbia"}, "did you mean columbia"},
                                           {{"--curve", "quadraphonic-supreme"}, "phonostage curves"},
                                           {{"--curve", "custom"}, "--custom"},
                                           {{"--curve", "riaa", "--custom", "none,none,none"}, "cannot be combined"},
                                           {{"--custom", "3180,318"}, "three time constants"},
                                           {{"--custom", "3180,318,75,1"}, "three time constants"},
                                           {{"--custom", "318,3180,75"}, "--custom 318,3180,75"},
                                           {{"--custom", "3180,318,fast"}, "--custom"},
                                           {{"--gain", "81"}, "range is 0 to 80 dB"},
                                           {{"--gain", "-1"}, "range is 0 to 80 dB"},
                                           {{"--gain", "4,500"}, "--gain 4,500"},
                                           {{"--gain", "loud"}, "--gain loud"},
                                           {{"--gain", "nan"}, "--gain nan"},
                                           {{"--gain", "40Hz"}, "--gain 40Hz"},
                                           {{"--gain", "1e999"}, "--gain 1e999"},
                                           {{"--input-dbv", "100"}, "--input-dbv 100"},
                                           {{"--output-dbv", "-81dBV"}, "--output-dbv -81dBV"},
                                           {{"--dc", "maybe"}, "on or off"},
                                           {{"--subsonic", "4.9"}, "range is 5 to 40 Hz"},
                                           {{"--subsonic", "20:20"}, "12, 18 or 24"},
                                           {{"--subsonic", "20:"}, "12, 18 or 24"},
                                           {{"--bits", "20"}, "16, 24 or 32f"},
                                           {{"--bits", "32"}, "16, 24 or 32f"},
                                           {{"--trim", "21"}, "range is -20 to 20 dB"},
                                           {{"--invert", "none"}, "left, right or both"},
                                           {{"--channels", "quad"}, "lateral"}}));
    auto arguments = bad.flags;
    arguments.push_back(in);
    arguments.push_back(folder / "out.wav");
    CHECK_THAT(refusal(folder, arguments), says(bad.words));
}

TEST_CASE("Names of output that cannot be are refused before work starts") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    CHECK_THAT(refusal(folder, {in, folder / "out.mp3"}), says("'.mp3'") && says(".wav, .flac or .aiff"));
    CHECK_THAT(refusal(folder, {in, folder / "out"}), says("no extension"));
    CHECK_THAT(refusal(folder, {in, folder / "no" / "out.wav"}), says("there is no folder"));
    CHECK_THAT(refusal(folder, {in, folder / "out.flac", "--bits", "32f"}), says("WAV"));
    CHECK_THAT(refusal(folder, {in, folder / "out.wav", "--report", folder / "no" / "r.json"}),
               says("there is no folder"));
    CHECK_THAT(refusal(folder, {in, folder / "out.wav", "--levels-png", folder.path()}), says("is a folder"));
    writeSound(in, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 768000, 2, std::vector<double>(2000));
    CHECK_THAT(refusal(folder, {in, folder / "out.flac"}), says("768000 Hz") && says("WAV"));
}

TEST_CASE("Folders and files that are closed to the user") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    fs::create_directory(folder / "closed");
    REQUIRE(::chmod((folder / "closed").c_str(), 0555) == 0);
    Circumstances how;
    how.asNobody = true;
    CHECK_THAT(refusal(folder, {in, folder / "closed" / "out.wav"}, how), says("permission denied"));
    REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
    REQUIRE(::chmod(in.c_str(), 0) == 0);
    CHECK_THAT(refusal(folder, {in, folder / "out.wav"}, how), says("permission denied"));
}

TEST_CASE("Response refuses what it cannot measure") {
    struct Bad {
        std::vector<std::string> flags;
        const char* words;
    };
    const auto bad = GENERATE(values<Bad>({{{"--rate", "7999"}, "range is 8000 to 768000 Hz"},
                                           {{"--rate", "1M"}, "range is 8000 to 768000 Hz"},
                                           {{"--freqs", "1000,24k"}, "below half the rate"},
                                           {{"--freqs", "0"}, "below half the rate"},
                                           {{"--freqs", "1000,,2000"}, "--freqs"},
                                           {{"--freqs", "low"}, "--freqs"},
                                           {{"--json", "--csv"}, "cannot be combined"},
                                           {{"--png", "/no-such-folder/r.png"}, "there is no folder"}}));
    auto arguments = bad.flags;
    arguments.insert(arguments.begin(), "response");
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says(bad.words));
}
