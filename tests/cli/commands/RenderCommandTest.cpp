// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include <cmath>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

constexpr double tenDecibels = 3.1622776601683795;

/** Level of the left channel in dB re full scale, as rms. */
double levelDb(const fs::path& path) {
    double sum = 0.0;
    const auto samples = readSound(path).channel(0);
    for (const double x : samples)
        sum += x * x;
    return 10.0 * std::log10(sum / static_cast<double>(samples.size()));
}

} // namespace

TEST_CASE("Without a name the output lies beside the input, named by its curve") {
    const TemporaryFolder folder;
    writeTone(folder / "side.a.wav");
    Circumstances how;
    how.folder = folder.path();
    CHECK(runStage({"render", "side.a.wav"}, how).status == 0);
    CHECK(runStage({"render", "--curve", "COLUMBIA_LP", folder / "side.a.wav"}).status == 0);
    CHECK(runStage({"render", "--custom", "none,318,none", "side.a.wav"}, how).status == 0);
    CHECK(folder.names() ==
          std::vector<std::string>{"side.a.columbia_lp.wav", "side.a.custom.wav", "side.a.riaa.wav", "side.a.wav"});
    CHECK((readSound(folder / "side.a.riaa.wav").format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_24);
}

TEST_CASE("Values take units and exponents, in any locale") {
    const TemporaryFolder folder;
    const std::string in = folder / "in.wav";
    writeTone(in);
    Circumstances how;
    how.locale = GENERATE("C", "de_DE.UTF-8");
    const auto render = [&](const std::string& name, std::vector<std::string> flags) {
        flags.insert(flags.begin(), "render");
        flags.push_back(in);
        flags.push_back(folder / name);
        CHECK(runStage(flags, how).status == 0);
        return readBytes(folder / name);
    };
    const auto plain = render("a.wav", {"--gain", "30.5", "--input-dbv", "-20", "--subsonic", "16:24"});
    CHECK(plain == render("b.wav", {"--gain", "30.5dB", "--input-dbv", "-20dBV", "--subsonic", "0.016kHz:24"}));
    CHECK(plain == render("c.wav", {"--gain", "3.05e+01", "--input-dbv=-2e1", "--subsonic", "16Hz:24"}));
    CHECK(plain == render("c2.wav", {"--gain", "30,5", "--input-dbv", "-20,0", "--subsonic", "16,0:24"}));
    CHECK(plain != render("d.wav", {"--gain", "30.4", "--input-dbv", "-20", "--subsonic", "16:24"}));
    const auto custom = render("e.wav", {"--custom", "3180,318,75"});
    CHECK(readSound(folder / "e.wav").samples == [&] {
        (void)render("f.wav", {"--custom", "3.18ms,318us,75e0"});
        return readSound(folder / "f.wav").samples;
    }());
    CHECK_FALSE(custom.empty());
}

TEST_CASE("The same input gives the same bytes") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    const auto bits = GENERATE(as<std::string>{}, "16", "24", "32f");
    CHECK(runStage({"render", "--bits", bits, folder / "in.wav", folder / "a.wav"}).status == 0);
    CHECK(runStage({"render", "--bits", bits, folder / "in.wav", folder / "b.wav"}).status == 0);
    CHECK(readBytes(folder / "a.wav") == readBytes(folder / "b.wav"));
}

TEST_CASE("The report has every field of the promise") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 96000);
    const std::string file = folder / "r.json";
    CHECK(runStage({"render", folder / "in.wav", folder / "out.wav", "--report", file, "--gain", "32"}).status == 0);
    const auto report = nlohmann::json::parse(readBytes(file));
    CHECK(report["curve"] == "riaa");
    CHECK(report["gain_db"] == 32.0);
    CHECK(report["sample_rate"] == 96000);
    CHECK(report["frames"] == 96000);
    CHECK(report["realtime_factor"] > 0.0);
    CHECK(report["input_dbv"] == 6.0);
    CHECK(report["output_dbv"] == 6.0);
    REQUIRE(report["channels"].size() == 2);
    for (const auto& channel : report["channels"]) {
        for (const char* key : {"rms_dbv", "peak_dbv", "peak_dbfs", "headroom_db", "full_scale_samples",
                                "overload_count", "overload_samples", "overloads", "overloads_truncated"})
            CHECK(channel["input"].contains(key));
        for (const char* key : {"rms_dbv", "peak_dbv", "true_peak_dbfs", "clipped_samples"})
            CHECK(channel["output"].contains(key));
    }
    CHECK(report["channels"][0]["name"] == "left");
    CHECK(report["channels"][1]["name"] == "right");
    // A sine of 0.005: -46.02 dBFS, and with a full scale of 6 dBV 40.02 dB below 1 V.
    const auto& input = report["channels"][0]["input"];
    CHECK_THAT(input["rms_dbv"].get<double>(), WithinAbs(20.0 * std::log10(0.005) + 6.0, 0.001));
    CHECK_THAT(input["peak_dbfs"].get<double>(), WithinAbs(20.0 * std::log10(0.005), 0.001));
    CHECK_THAT(input["headroom_db"].get<double>(), WithinAbs(-20.0 * std::log10(0.005), 0.001));
    // The output's figures are of the file.
    const auto& output = report["channels"][0]["output"];
    CHECK_THAT(output["rms_dbv"].get<double>(), WithinAbs(levelDb(folder / "out.wav") + 3.0103 + 6.0, 1e-4));

    // The analysis tells the same of the input, and the report may go to standard output.
    const auto analysis = jsonOf({"analyze", "--json", folder / "in.wav", "--gain", "32"});
    CHECK(analysis["channels"][0]["input"] == input);
    CHECK_FALSE(analysis["channels"][0].contains("output"));
    CHECK(analysis["gain_db"] == 32.0);
    const auto again = jsonOf({"render", folder / "in.wav", folder / "out.wav", "--report", "-", "--gain", "32"});
    CHECK(again["channels"] == report["channels"]);
}

TEST_CASE("Calibration: a flag over the file over the default") {
    const TemporaryFolder folder;
    writeTone(folder / "plain.wav");
    const auto plain = readSound(folder / "plain.wav");
    const int format = GENERATE(as<int>{}, SF_FORMAT_WAV, SF_FORMAT_FLAC, SF_FORMAT_AIFF) | SF_FORMAT_PCM_24;
    writeSound(folder / "in", format, 96000, 2, plain.samples, "phonostage:{\"full_scale_dbv\":-14}");
    CHECK(jsonOf({"analyze", "--json", folder / "plain.wav"})["input_dbv"] == 6.0);
    CHECK(jsonOf({"analyze", "--json", folder / "in"})["input_dbv"] == -14.0);
    CHECK(jsonOf({"analyze", "--json", "--input-dbv", "-4", folder / "in"})["input_dbv"] == -4.0);

    // 20 dB less of full scale at the input is 20 dB less in the output's samples.
    CHECK(runStage({"render", folder / "plain.wav", folder / "a.wav", "--bits", "32f"}).status == 0);
    CHECK(runStage({"render", folder / "in", folder / "b.wav", "--bits", "32f"}).status == 0);
    CHECK_THAT(levelDb(folder / "b.wav"), WithinAbs(levelDb(folder / "a.wav") - 20.0, 1e-4));
}

TEST_CASE("A rendered file carries its calibration, and a second render warns") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    CHECK(runStage({"render", folder / "in.wav", folder / "out.flac", "--output-dbv", "-4", "--gain", "30"}).status ==
          0);
    CHECK(jsonOf({"analyze", "--json", folder / "out.flac"})["input_dbv"] == -4.0);
    const auto twice = runStage({"render", folder / "out.flac", folder / "twice.wav", "--gain", "0"});
    CHECK(twice.status == 0);
    CHECK_THAT(twice.err, says("equalised already (riaa)"));
    CHECK_THAT(runStage({"render", folder / "in.wav", folder / "b.wav"}).err, !says("equalised already"));
}

TEST_CASE("Titles come along") {
    const TemporaryFolder folder;
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 48000, 2, std::vector<double>(2000, 0.01), "words",
               "A title");
    CHECK(runStage({"render", folder / "in.wav", folder / "out.flac"}).status == 0);
    const auto bytes = readBytes(folder / "out.flac");
    CHECK_THAT(bytes, says("A title") && says("words phonostage:{"));
}

TEST_CASE("Clipping is told with the gain that fits, and the file is written") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 20000, 0.05);
    const auto outcome = runStage({"render", folder / "in.wav", folder / "out.wav", "--report", folder / "r.json"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, says("clipped") && says("--gain ") && says("largest gain without clipping"));
    const auto report = nlohmann::json::parse(readBytes(folder / "r.json"));
    CHECK(report["channels"][0]["output"]["clipped_samples"] > 0);
    const auto gain = std::to_string(report["largest_gain_db"].get<double>());
    const auto fits = runStage({"render", folder / "in.wav", folder / "out.wav", "--gain", gain});
    CHECK(fits.status == 0);
    CHECK_THAT(fits.err, !says("clipped"));
}

TEST_CASE("Trim, polarity, swap, balance and channel mode") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    const auto render = [&](std::vector<std::string> flags) {
        flags.insert(flags.begin(), {"render", "--bits", "32f", folder / "in.wav", folder / "out.wav"});
        CHECK(runStage(flags).status == 0);
        return readSound(folder / "out.wav");
    };
    const auto plain = render({});
    const auto inverted = render({"--invert", "left"});
    const auto swapped = render({"--swap"});
    const auto trimmed = render({"--trim", "-10"});
    const auto balanced = render({"--balance", "2"});
    const auto mono = render({"--channels", "lateral"});
    for (const std::size_t i : {1000u, 5001u, 19999u}) {
        const double left = plain.samples[2 * i];
        const double right = plain.samples[2 * i + 1];
        CHECK(inverted.samples[2 * i] == -left);
        CHECK(inverted.samples[2 * i + 1] == right);
        CHECK(swapped.samples[2 * i] == right);
        CHECK_THAT(trimmed.samples[2 * i] * tenDecibels, WithinRel(left, 1e-6));
        CHECK_THAT(balanced.samples[2 * i] * 1.1220184543, WithinRel(left, 1e-6));
        CHECK_THAT(balanced.samples[2 * i + 1] / 1.1220184543, WithinRel(right, 1e-6));
        CHECK(mono.samples[2 * i] == mono.samples[2 * i + 1]);
        CHECK_THAT(mono.samples[2 * i], WithinAbs((left + right) / 2.0, 1e-6));
    }
}

TEST_CASE("Progress and quiet") {
    const TemporaryFolder folder;
    writeSilence(folder / "in.wav", 96000, 30.0);
    const auto shown = runStage({"render", "--progress", folder / "in.wav", folder / "out.wav"});
    CHECK_THAT(shown.err, says("10 %") && says("50 %") && says("100 %"));
    CHECK(shown.out.empty());
    const auto quiet = runStage({"render", "-q", folder / "in.wav", folder / "out.wav"});
    CHECK(quiet.err.empty());
    CHECK(quiet.out.empty());
    const auto usual = runStage({"render", folder / "in.wav", folder / "out.wav"});
    CHECK_THAT(usual.err, !says("50 %")); // standard error is no terminal
    CHECK_THAT(usual.err, says("out.wav"));
}

TEST_CASE("Memory does not grow with the length") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    WARN("not measured: this sanitizer keeps memory of its own");
    return;
#endif
    const TemporaryFolder folder;
    writeSilence(folder / "short.wav", 96000, 5.0);
    writeSilence(folder / "long.wav", 96000, 240.0);
    const auto render = [&](const char* name) {
        const auto outcome = runStage({"render", "--overwrite", folder / name, folder / "out.wav", "--report",
                                       folder / "r.json", "--levels-png", folder / "l.png"});
        CHECK(outcome.status == 0);
        return outcome.peakKib;
    };
    const auto brief = render("short.wav");
    const auto lengthy = render("long.wav");
    CHECK(lengthy < brief + 8 * 1024);
    CHECK(lengthy < 64 * 1024);
}

TEST_CASE("Pictures are PNG files") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav");
    CHECK(runStage({"render", folder / "in.wav", folder / "out.wav", "--levels-png", folder / "l.png", "--response-png",
                    folder / "r.png"})
              .status == 0);
    CHECK(runStage({"response", "--png", folder / "p.png"}).status == 0);
    for (const char* name : {"l.png", "r.png", "p.png"})
        CHECK(readBytes(folder / name).starts_with("\x89PNG"));
}
