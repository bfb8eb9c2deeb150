// SPDX-License-Identifier: GPL-3.0-or-later
// Standard input and output as streams of sound, pairs of channels, samples without a header.
#include "support/Program.h"

#include "support/WavBytes.h"

#include <cmath>
#include <csignal>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

Circumstances from(const fs::path& path, bool isPipe = true) {
    Circumstances how;
    how.input = path;
    how.inputIsPipe = isPipe;
    return how;
}

/** The sound of a WAV, by what stands behind "data" and its length. */
std::string soundOf(const std::string& bytes) {
    const auto at = bytes.find("data");
    return at == std::string::npos ? "" : bytes.substr(at + 8);
}

} // namespace

TEST_CASE("A WAV stream is read from standard input, whatever length its writer gave it") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    REQUIRE(runStage({"render", folder / "in.wav", folder / "expected.wav"}).status == 0);
    const auto expected = soundOf(readBytes(folder / "expected.wav"));
    auto bytes = readBytes(folder / "in.wav");
    const auto data = bytes.find("data");
    const auto length = GENERATE(as<std::uint64_t>{}, 180000, 0xffffffff, 0x7ffff000, 0x80000000, 0);
    bytes.replace(data + 4, 4, little(length, 4));
    writeBytes(folder / "stream.wav", bytes);
    for (const bool isPipe : {true, false}) {
        const auto outcome = runStage({"render", "-", folder / "out.wav"}, from(folder / "stream.wav", isPipe));
        INFO(length << ": " << outcome.err);
        CHECK(outcome.status == 0);
        CHECK(outcome.out.empty());
        CHECK((soundOf(readBytes(folder / "out.wav")) == expected));
    }
    CHECK(runStage({"analyze", "-", "--json"}, from(folder / "stream.wav")).status == 0);
}

TEST_CASE("Sound goes to standard output as a WAV stream, and nothing else does") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    const auto bits = GENERATE(as<std::string>{}, "16", "24", "32f");
    REQUIRE(runStage({"render", folder / "in.wav", folder / "expected.wav", "--bits", bits}).status == 0);
    const auto expected = readBytes(folder / "expected.wav");
    const auto known = runStage({"render", folder / "in.wav", "-", "--bits", bits});
    CHECK(known.status == 0);
    CHECK((soundOf(known.out) == soundOf(expected)));
    CHECK(known.out.substr(4, 4) == little(known.out.size() - 8, 4)); // a length that is known stands there
    CHECK_THAT(known.err, says("standard output"));

    auto bytes = readBytes(folder / "in.wav");
    bytes.replace(bytes.find("data") + 4, 4, 4, '\xff');
    writeBytes(folder / "stream.wav", bytes);
    const auto unknown = runStage({"render", "-", "-", "--bits", bits, "-q"}, from(folder / "stream.wav"));
    CHECK(unknown.status == 0);
    CHECK(unknown.err.empty());
    CHECK((soundOf(unknown.out) == soundOf(expected)));
    CHECK(unknown.out.substr(unknown.out.find("data") + 4, 4) == std::string(4, '\xff'));
    // And back in.
    writeBytes(folder / "again.wav", unknown.out);
    CHECK(runStage({"analyze", "-"}, from(folder / "again.wav")).status == 0);
    CHECK(folder.names().size() == 4);
}

TEST_CASE("Other formats come through standard input as well") {
    const TemporaryFolder folder;
    const int format = GENERATE(SF_FORMAT_FLAC | SF_FORMAT_PCM_24, SF_FORMAT_AIFF | SF_FORMAT_PCM_24,
                                SF_FORMAT_AU | SF_FORMAT_PCM_24, SF_FORMAT_W64 | SF_FORMAT_PCM_24,
                                SF_FORMAT_CAF | SF_FORMAT_PCM_24, SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM);
    std::vector<double> sound(40000, 0.01);
    writeSound(folder / "in", format, 48000, 2, sound);
    const auto direct = jsonOf({"analyze", folder / "in", "--json"});
    const auto outcome = runStage({"analyze", "-", "--json"}, from(folder / "in"));
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(nlohmann::json::parse(outcome.out)["channels"] == direct["channels"]);
}

TEST_CASE("Raw samples are read from standard input and from files") {
    const TemporaryFolder folder;
    const auto list = words(20000, 24, 0.01);
    writeBytes(folder / "in.wav", riff(format(2, 96000, 24, 6) + chunk("data", packed(list, 3))));
    writeBytes(folder / "in.raw", packed(list, 4));
    const auto expected = jsonOf({"analyze", folder / "in.wav", "--json"})["channels"];
    const auto piped = runStage({"analyze", "--raw", "96000:2:s24in32", "-", "--json"}, from(folder / "in.raw"));
    REQUIRE(piped.status == 0);
    CHECK(nlohmann::json::parse(piped.out)["channels"] == expected);
    CHECK(jsonOf({"analyze", "--raw", "96000:2:s24in32", folder / "in.raw", "--json"})["channels"] == expected);
    for (const char* command : {"render", "analyze", "calibrate"}) {
        std::vector<std::string> arguments{command, folder / "in.raw", "--raw", "96000:2:s20"};
        if (std::string(command) == "calibrate") arguments.insert(arguments.end(), {"--volts", "1mV"});
        const auto bad = runStage(arguments);
        CHECK(bad.isOneClearLine());
        CHECK_THAT(bad.err, says("--raw 96000:2:s20") && says("s24in32"));
    }
}

TEST_CASE("A pair of many channels is rendered, analyzed and calibrated as if it were all") {
    const TemporaryFolder folder;
    std::vector<double> two, four;
    for (int i = 0; i < 192000; ++i) {
        const double value = 0.1 * std::sin(0.13 * i);
        two.insert(two.end(), {value, value});
        four.insert(four.end(), {0.0, 1e-4, value, value});
    }
    writeSound(folder / "two.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, two);
    writeSound(folder / "four.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 4, four);
    REQUIRE(runStage({"render", folder / "two.wav", folder / "a.wav"}).status == 0);
    REQUIRE(runStage({"render", folder / "four.wav", folder / "b.wav", "--pair", "3+4"}).status == 0);
    CHECK((readSound(folder / "a.wav").samples == readSound(folder / "b.wav").samples));
    CHECK(jsonOf({"analyze", folder / "four.wav", "--json", "--pair", "3+4"})["channels"] ==
          jsonOf({"analyze", folder / "two.wav", "--json"})["channels"]);
    CHECK(jsonOf({"calibrate", folder / "four.wav", "--volts", "10mV", "--json", "--pair", "3+4"}) ==
          jsonOf({"calibrate", folder / "two.wav", "--volts", "10mV", "--json"}));
    const auto mono = jsonOf({"analyze", folder / "four.wav", "--json", "--pair", "3"})["channels"];
    REQUIRE(mono.size() == 1);
    CHECK(mono[0]["name"] == "mono");
    for (const char* command : {"render", "analyze"}) {
        const auto refused = runStage({command, folder / "four.wav"});
        CHECK(refused.isOneClearLine());
        CHECK_THAT(refused.err, says("4 channels") && says("--pair 3+4"));
    }
    CHECK_THAT(runStage({"analyze", folder / "four.wav", "--pair", "3+5"}).err, says("--pair 3+5"));
    CHECK_THAT(runStage({"analyze", folder / "four.wav", "--pair", "3,4"}).err, says("--pair 3,4") && says("3+4"));
}

TEST_CASE("A tone is calibrated from standard input, which is read more than once") {
    const TemporaryFolder folder;
    std::vector<double> sound;
    for (int i = 0; i < 192000; ++i)
        sound.insert(sound.end(), {0.1 * std::sin(0.13 * i), 0.1 * std::sin(0.13 * i)});
    writeSound(folder / "tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, sound);
    const auto piped = runStage({"calibrate", "-", "--volts", "10mV", "--json"}, from(folder / "tone.wav"));
    INFO(piped.err);
    REQUIRE(piped.status == 0);
    CHECK(nlohmann::json::parse(piped.out) == jsonOf({"calibrate", folder / "tone.wav", "--volts", "10mV", "--json"}));
}

TEST_CASE("Streams that are of no use end in one clear line and leave nothing") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    const auto bytes = readBytes(folder / "in.wav");
    const auto refusal = [&](const std::string& content, std::vector<std::string> arguments) {
        writeBytes(folder / "stream", content);
        const auto before = folder.names();
        const auto outcome = runStage(arguments, from(folder / "stream"));
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK(folder.names() == before);
        return outcome.err;
    };
    const std::string out = folder / "out.wav";
    CHECK_THAT(refusal("", {"render", "-", out}), says("standard input is empty"));
    CHECK_THAT(refusal("words\n", {"render", "-", out}), says("standard input is not an audio file"));
    CHECK_THAT(refusal(bytes.substr(0, 30), {"render", "-", out}), says("inside its header"));
    CHECK_THAT(refusal(bytes.substr(0, 90000), {"render", "-", out}), says("truncated") && says("--allow-truncated"));
    CHECK_THAT(refusal(bytes, {"render", "-"}), says("give OUT"));
    CHECK_THAT(refusal(bytes, {"render", "-", "-", "--report", "-"}), says("standard output"));
    auto wrong = bytes;
    wrong.replace(wrong.find("data") + 4, 4, little(6000, 4));
    CHECK_THAT(refusal(wrong, {"render", "-", out}), says("continues after"));
    Circumstances closed;
    closed.closed = {0};
    const auto noInput = runStage({"analyze", "-"}, closed);
    CHECK(noInput.isOneClearLine());
    CHECK_THAT(noInput.err, says("standard input cannot be read"));
}

TEST_CASE("Standard streams take one file at a time, and are no folder") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 3000);
    writeTone(folder / "b.wav", 3000);
    fs::create_directory(folder / "results");
    const std::string in = folder / "in.wav", b = folder / "b.wav", results = folder / "results";
    const auto refusal = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "render");
        const auto before = folder.names();
        const auto outcome = runStage(arguments, from(folder / "in.wav"));
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK(outcome.out.empty());
        CHECK(folder.names() == before);
        CHECK(fs::is_empty(folder / "results"));
        return outcome.err;
    };
    for (const auto& several : {std::vector<std::string>{in, b, "-"},
                                {"-", in, b},
                                {in, "-", "-"},
                                {"--out", results, in, "-"},
                                {"-", in, results}})
        CHECK_THAT(refusal(several), says("- with several files") && says("one file at a time"));
    CHECK_THAT(refusal({"--out", results, "-"}), says("standard input has no file name") && says("remove --out"));
    CHECK_THAT(refusal({"-", results}), says("standard input has no file name") && says("give OUT"));
    CHECK_THAT(refusal({"--out", "-", in}), says("--out needs a folder") && says("write IN - without --out"));
}

TEST_CASE("A gain is found for standard input too, which is read twice for it") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000, 0.002);
    const auto named = runStage({"render", "-q", "--gain", "auto", folder / "in.wav", folder / "expected.wav"});
    REQUIRE(named.status == 0);
    const auto expected = soundOf(readBytes(folder / "expected.wav"));
    REQUIRE((expected != soundOf(runStage({"render", "-q", folder / "in.wav", "-"}).out)));
    for (const bool isPipe : {true, false}) {
        const auto outcome = runStage({"render", "-q", "--gain", "auto", "-", "-"}, from(folder / "in.wav", isPipe));
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        CHECK((soundOf(outcome.out) == expected));
    }
}

TEST_CASE("What a stream becomes is judged as any output: others' files stay, one's own are made again") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    writeTone(folder / "other.wav", 30000);
    const auto others = readBytes(folder / "other.wav");
    const auto refused = runStage({"render", "-", folder / "other.wav"}, from(folder / "in.wav"));
    CHECK(refused.isOneClearLine());
    CHECK_THAT(refused.err, says("already exists") && says("--overwrite") && !says("--out"));
    CHECK(readBytes(folder / "other.wav") == others);

    REQUIRE(runStage({"render", "-q", "-", folder / "out.wav"}, from(folder / "in.wav")).status == 0);
    CHECK(runStage({"render", "-q", "-", folder / "out.wav"}, from(folder / "in.wav")).status == 0);
    // Of another length, which a stream of unknown length tells at its end.
    writeTone(folder / "short.wav", 20000);
    auto bytes = readBytes(folder / "short.wav");
    bytes.replace(bytes.find("data") + 4, 4, little(0xffffffff, 4));
    writeBytes(folder / "short.wav", bytes);
    const auto before = readBytes(folder / "out.wav");
    const auto shorter = runStage({"render", "-q", "-", folder / "out.wav"}, from(folder / "short.wav"));
    CHECK(shorter.isOneClearLine());
    CHECK_THAT(shorter.err, says("out.wav") && says("--overwrite"));
    CHECK(readBytes(folder / "out.wav") == before);
    CHECK(runStage({"render", "-q", "-", folder / "out.wav", "--overwrite"}, from(folder / "short.wav")).status == 0);
}

TEST_CASE("Several files are read with one pair and one description of their samples") {
    const TemporaryFolder folder;
    std::vector<double> samples;
    for (int i = 0; i < 3000; ++i)
        for (const double level : {0.001, 0.01, 0.02, 0.005})
            samples.push_back(level * std::sin(0.05 * i));
    for (const char* name : {"a.wav", "b.wav", "c.wav"})
        writeSound(folder / name, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 4, samples);
    const auto outcome = runStage(
        {"render", "-q", "--pair", "3+4", "--gain", "auto", folder / "a.wav", folder / "b.wav", folder / "c.wav"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    REQUIRE(
        runStage({"render", "-q", "--pair", "3+4", "--gain", "auto", folder / "a.wav", folder / "one.wav"}).status ==
        0);
    for (const char* name : {"a.riaa.wav", "b.riaa.wav", "c.riaa.wav"})
        CHECK((readBytes(folder / name) == readBytes(folder / "one.wav")));
    const auto wrong = runStage({"render", "--pair", "3+3", folder / "a.wav", folder / "b.wav", folder / "c.wav"});
    CHECK(wrong.isOneClearLine());
    CHECK_THAT(wrong.err, says("--pair"));
}

#ifdef __linux__

TEST_CASE("A file that standard input comes from, or standard output goes to, is not written over") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    const auto before = readBytes(folder / "in.wav");
    const auto outcome = runStage({"render", "-", folder / "in.wav"}, from(folder / "in.wav", false));
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("the same file"));
    Circumstances behind;
    behind.output = folder / "in.wav";
    const auto appended = runStage({"render", folder / "in.wav", "-"}, behind);
    CHECK(appended.status == 1);
    CHECK_THAT(appended.err, says("standard output"));
    CHECK(readBytes(folder / "in.wav") == before);
}

#endif

TEST_CASE("Standard output that takes no more sound is an error") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 200000);
    Circumstances closed;
    closed.closed = {1};
    const auto outcome = runStage({"render", folder / "in.wav", "-"}, closed);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("standard output cannot be written"));
    Circumstances gone;
    gone.readerGone = true;
    CHECK(runStage({"render", folder / "in.wav", "-"}, gone).status == -SIGPIPE);
    if (!fs::exists("/dev/full")) return;
    Circumstances full;
    full.output = "/dev/full";
    const auto fullOutcome = runStage({"render", folder / "in.wav", "-"}, full);
    CHECK(fullOutcome.isOneClearLine());
    CHECK_THAT(fullOutcome.err, says("disk is full"));
}

TEST_CASE("A damaged MP3 is refused in one line, whatever its decoder has to say") {
    constexpr int mp3 = 0x230082; // libsndfile has it from 1.1 on
    SF_INFO info{0, 48000, 2, mp3, 0, 0};
    if (sf_format_check(&info) == 0) return;
    const TemporaryFolder folder;
    writeSound(folder / "in.mp3", mp3, 48000, 2, std::vector<double>(400000, 0.01));
    const auto bytes = readBytes(folder / "in.mp3");
    writeBytes(folder / "in.mp3", bytes.substr(0, bytes.size() / 3));
    const auto outcome = runStage({"analyze", folder / "in.mp3"});
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("truncated or damaged"));
}

TEST_CASE("Chunks behind the sound of a stream are named where they are lost") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 30000);
    writeBytes(folder / "stream.wav", readBytes(folder / "in.wav") + chunk("cue ", little(0, 4)));
    const auto outcome = runStage({"render", "-", folder / "out.wav"}, from(folder / "stream.wav"));
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, says("warning") && says("cue"));
}

TEST_CASE("A stream of an hour takes no more memory than one of a minute") {
    const TemporaryFolder folder;
    writeSilence(folder / "long.wav", 96000, 600.0);
    const auto outcome = runStage({"analyze", "-"}, from(folder / "long.wav"));
    CHECK(outcome.status == 0);
    CHECK(outcome.peakKib < 64 * 1024);
}
