// SPDX-License-Identifier: GPL-3.0-or-later
// An output that clips, and the gain at which it does not.
#include "support/Program.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

/** Two channels of three sines; the right one 6 dB lower. */
void writeMusic(const fs::path& path, int rate, double level, std::size_t frames = 30000) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = 2.0 * std::numbers::pi * static_cast<double>(i) / rate;
        // Fades in: a filter that starts in the midst of a tone rings.
        const double fade = std::min(1.0, static_cast<double>(i) / 5000.0);
        const double x = std::sin(440.0 * t) + std::sin(3111.0 * t + 1.0) + std::sin(7531.0 * t + 2.0);
        samples.push_back(level * fade * x / 3.0);
        samples.push_back(level * fade * x / 6.0);
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

/** The largest value between and at the samples, at sixteen places a sample: the sampling theorem's own sum, with a
    Hann window of 96 samples. */
double truePeakDb(const std::vector<double>& x) {
    constexpr int reach = 48, places = 16;
    double peak = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i)
        peak = std::max(peak, std::abs(x[i]));
    const double near = 0.7 * peak; // what lies between two low samples is no peak
    for (std::size_t i = reach; i + reach < x.size(); ++i) {
        if (std::max(std::abs(x[i]), std::abs(x[i + 1])) < near) continue;
        for (int place = 1; place < places; ++place) {
            const double at = static_cast<double>(place) / places;
            double sum = 0.0;
            for (int k = -reach + 1; k <= reach; ++k) {
                const double d = std::numbers::pi * (at - k);
                const double window = 0.5 + 0.5 * std::cos(d / reach);
                sum += x[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + k)] * std::sin(d) / d * window;
            }
            peak = std::max(peak, std::abs(sum));
        }
    }
    return 20.0 * std::log10(peak);
}

double truePeakDb(const fs::path& path) { return truePeakDb(readSound(path).channel(0)); }

double gainOf(const std::string& report) { return nlohmann::json::parse(report)["gain_db"].get<double>(); }

} // namespace

TEST_CASE("Quiet hides progress and summary, but no warning") {
    const TemporaryFolder folder;
    writeTone(folder / "hot.wav", 20000, 0.05);
    const auto bits = GENERATE(as<std::string>{}, "16", "24", "32f");
    const auto outcome = runStage({"render", "-q", "--bits", bits, folder / "hot.wav", folder / "out.wav"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK(outcome.err.starts_with("phonostage: warning: "));
    CHECK(outcome.err.find('\n') == outcome.err.size() - 1);
    CHECK_THAT(outcome.err,
               says("out.wav") && says("samples of the output") && says("--gain ") && says("without clipping"));
    CHECK_THAT(outcome.err, says(bits == "32f" ? "kept" : "clipped"));

    // An input that was overloaded is no less a warning.
    auto samples = readSound(folder / "hot.wav").samples;
    for (std::size_t i = 5000; i < 5100; ++i) // longer than a click
        samples[i] = 1.0;
    writeSound(folder / "over.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, 2, samples);
    const auto over =
        runStage({"render", "-q", "--gain", "0", "--bits", bits, folder / "over.wav", folder / "over.out.wav"});
    CHECK_THAT(over.err, says("over.wav") && says("interface clips") && says("record again"));
    CHECK(runStage({"render", "-q", "--gain", "0", folder / "hot.wav", folder / "low.wav"}).err.empty());
}

TEST_CASE("Strict: an output that clips is an error of its own, and is kept") {
    const TemporaryFolder folder;
    writeTone(folder / "hot.wav", 20000, 0.05);
    writeTone(folder / "low.wav", 20000, 0.005);
    const auto outcome =
        runStage({"render", "-q", "--strict", folder / "hot.wav", folder / "out.wav", "--report", folder / "r.json"});
    CHECK(outcome.status == 3);
    CHECK(outcome.isOneClearLine());
    CHECK_THAT(outcome.err, says("out.wav") && says("clipped") && says("--gain "));
    CHECK(readSound(folder / "out.wav").frames() == 20000);
    CHECK(fs::exists(folder / "r.json"));
    CHECK(runStage({"render", "--strict", folder / "low.wav", folder / "l.wav", "--gain", "20"}).status == 0);
    // Float cuts nothing off.
    CHECK(runStage({"render", "--strict", "--bits", "32f", folder / "hot.wav", folder / "f.wav"}).status == 0);
    // Of several files one is enough.
    const auto several =
        runStage({"render", "-q", "--strict", folder / "hot.wav", folder / "low.wav", folder / "out.wav"});
    CHECK(several.status == 3);
    CHECK(fs::exists(folder / "hot.riaa.wav"));
    CHECK(fs::exists(folder / "low.riaa.wav"));
}

TEST_CASE("A gain that is found puts the true peak at -1 dB") {
    const TemporaryFolder folder;
    const int rate = GENERATE(44100, 96000);
    const double level = GENERATE(0.001, 0.2);
    writeMusic(folder / "in.wav", rate, level);
    const std::string out = folder / "out.wav";
    const auto flags = GENERATE(values<std::vector<std::string>>({{},
                                                                  {"--bits", "32f", "--trim", "-4"},
                                                                  {"--speed", "0.7407", "--speed-back", "resample"},
                                                                  {"--curve", "flat", "--channels", "lateral"}}));
    std::vector<std::string> command{"render", "-q", "--gain", "auto", folder / "in.wav", out, "--report", "-"};
    command.insert(command.end(), flags.begin(), flags.end());
    const auto outcome = runStage(command);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
    const double gain = gainOf(outcome.out);
    INFO("gain " << gain);
    // The meter of BS.1770 reads a few hundredths of a decibel low at these frequencies.
    CHECK_THAT(truePeakDb(out), WithinAbs(-1.0, 0.08));
    const auto told = nlohmann::json::parse(outcome.out)["channels"][0]["output"]["true_peak_dbfs"].get<double>();
    CHECK_THAT(told, WithinAbs(-1.0, 0.011));
    // It is the gain that a person could have written.
    std::vector<std::string> again{"render", "-q", "--gain", std::to_string(gain), folder / "in.wav", folder / "b.wav"};
    again.insert(again.end(), flags.begin(), flags.end());
    REQUIRE(runStage(again).status == 0);
    CHECK((readSound(folder / "b.wav").samples == readSound(out).samples));
}

TEST_CASE("An album has one gain: that of its loudest file") {
    const TemporaryFolder folder;
    writeMusic(folder / "a.wav", 48000, 0.002);
    writeMusic(folder / "b.wav", 96000, 0.01);
    writeMusic(folder / "c.wav", 48000, 0.005);
    writeSilence(folder / "d.wav", 48000, 0.5);
    const auto outcome = runStage({"render", "-q", "--gain", "auto", folder / "a.wav", folder / "b.wav",
                                   folder / "c.wav", folder / "d.wav", "--report", "-"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    std::vector<double> gains;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);)
        gains.push_back(gainOf(line));
    REQUIRE(gains.size() == 4);
    CHECK(std::count(gains.begin(), gains.end(), gains.front()) == 4);
    CHECK_THAT(truePeakDb(folder / "b.riaa.wav"), WithinAbs(-1.0, 0.08));
    // 5 and 2 times fainter at the input stays so.
    CHECK_THAT(truePeakDb(folder / "a.riaa.wav"), WithinAbs(-1.0 - 20.0 * std::log10(5.0), 0.1));
    CHECK_THAT(truePeakDb(folder / "c.riaa.wav"), WithinAbs(-1.0 - 20.0 * std::log10(2.0), 0.1));
}

TEST_CASE("A gain that is found stays within what the stage has") {
    const TemporaryFolder folder;
    writeSilence(folder / "silence.wav", 48000, 0.5);
    writeMusic(folder / "faint.wav", 48000, 1e-5);
    writeMusic(folder / "loud.wav", 48000, 0.9);
    const auto gain = [&](const char* name) {
        return gainOf(runStage({"render", "-q", "--gain", "AUTO", "--input-dbv", "20", folder / name,
                                folder / "out.wav", "--report", "-", "--overwrite"})
                          .out);
    };
    CHECK(gain("silence.wav") == 40.0); // no gain does anything for it: the usual one
    CHECK(gain("loud.wav") == 0.0);
    CHECK(gainOf(runStage({"render", "-q", "--gain", "auto", "--input-dbv", "-40", folder / "faint.wav",
                           folder / "out.wav", "--report", "-", "--overwrite"})
                     .out) == 80.0);
    for (const char* command : {"analyze", "response"}) {
        std::vector<std::string> arguments{command, "--gain", "auto"};
        if (std::string(command) == "analyze") arguments.push_back(folder / "loud.wav");
        const auto refused = runStage(arguments);
        CHECK(refused.isOneClearLine());
        CHECK_THAT(refused.err, says("--gain auto") && says("render"));
    }
}

TEST_CASE("What a container cannot hold names all that would do") {
    const TemporaryFolder folder;
    writeTone(folder / "in.wav", 2000); // 96 kHz
    const auto fault = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"render", folder / "in.wav"});
        const auto outcome = runStage(arguments);
        INFO(outcome.err);
        CHECK(outcome.isOneClearLine());
        CHECK(folder.names().size() == 1);
        return outcome.err;
    };
    CHECK_THAT(fault({folder / "out.flac", "--speed", "78 at 45"}), says("166955 Hz") && says("WAV or AIFF") &&
                                                                        says("96000 Hz with --speed-back resample") &&
                                                                        says("--speed-back off"));
    CHECK_THAT(fault({folder / "out.flac", "--bits", "32f"}), says("WAV or AIFF") && says("--bits 24"));
    // Where the capture's own rate is none for FLAC either, that is no way out.
    writeSound(folder / "in.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96001, 2, std::vector<double>(2000, 0.01));
    CHECK_THAT(fault({folder / "out.flac", "--speed", "78 at 45"}), says("WAV") && !says("--speed-back"));
    CHECK_THAT(fault({folder / "out.flac"}), says("96001 Hz") && !says("--speed-back"));
    CHECK(runStage({"render", folder / "in.wav", folder / "out.aiff", "--speed", "78 at 45"}).status == 0);
}
