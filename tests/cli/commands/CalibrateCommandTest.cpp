// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"

#include "support/ToneSignals.h"

#include <complex>

using namespace phonostage::tests;

namespace {

constexpr int rate = 96000;

/** Hiss and rumble of a groove, 45 dB below this amplitude and 15 dB below it. */
std::vector<double> groove(std::size_t frames, double amplitude, std::uint64_t seed) {
    const double seconds = static_cast<double>(frames) / rate;
    return hiss(rate, seconds, amplitude * peakAt(-45.0), seed) + sine(rate, seconds, 9.3, amplitude * peakAt(-15.0));
}

void write(const std::filesystem::path& path, const std::vector<double>& left, const std::vector<double>& right) {
    std::vector<double> samples;
    for (std::size_t i = 0; i < left.size(); ++i) {
        samples.push_back(left[i]);
        samples.push_back(right[i]);
    }
    writeSound(path, SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate, 2, samples);
}

std::vector<double> tone(double seconds, double dbfs, double frequencyHz = 1000.0) {
    return sine(rate, seconds, frequencyHz, peakAt(dbfs));
}

std::vector<double> silence(double seconds) { return std::vector<double>(static_cast<std::size_t>(seconds * rate)); }

/** A tone in both, on the left alone, on the right alone, of a cartridge with crosstalk a and b in phase. */
void writeTestRecord(const std::filesystem::path& path, double leftDbfs, double rightDbfs, double toRight,
                     double toLeft) {
    const auto part = [](double seconds, double dbfs, bool sounds) {
        return sounds ? tone(seconds, dbfs) : silence(seconds);
    };
    std::vector<double> left = silence(0.8), right = left;
    for (const int band : {0, 1, 2}) {
        const double seconds = band == 0 ? 4.0 : 2.0;
        const auto l = part(seconds, leftDbfs, band != 2), r = part(seconds, rightDbfs, band != 1);
        left = joined(joined(left, l + toLeft * r), silence(0.5));
        right = joined(joined(right, r + toRight * l), silence(0.5));
    }
    left = left + groove(left.size(), peakAt(leftDbfs), 1);
    right = right + groove(right.size(), peakAt(rightDbfs), 2);
    write(path, left, right);
}

std::string refusal(const std::vector<std::string>& arguments) {
    const auto outcome = runStage(arguments);
    INFO(outcome.err);
    CHECK(outcome.isOneClearLine());
    return outcome.err;
}

} // namespace

TEST_CASE("calibrate: a known voltage gives sensitivity and balance") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav";
    write(in, tone(2.0, -30.0), tone(2.0, -31.0));
    for (const char* volts : {"10mV", "0.01", "1e-2V"}) {
        const auto json = jsonOf({"calibrate", in, "--volts", volts, "--json"});
        CHECK_THAT(json["input_dbv"].get<double>(), WithinAbs(-9.5, 0.001));
        CHECK_THAT(json["balance_db"].get<double>(), WithinAbs(1.0, 0.001));
        CHECK(json["crosstalk_left_to_right"].is_null());
        CHECK(json["left_only"].is_null());
        CHECK_THAT(json["socket_mv"].get<double>(), WithinAbs(10.0, 1e-9));
        CHECK_FALSE(json["opposite_polarity"].get<bool>());
        CHECK_THAT(json["tone"]["frequency_hz"].get<double>(), WithinRel(1000.0, 1e-6));
        CHECK_THAT(json["tone"]["level_dbfs"][1].get<double>(), WithinAbs(-31.0, 0.001));
        CHECK(json["tone"]["thd_percent"][0].get<double>() < 0.01);
    }
    const auto words = runStage({"calibrate", in, "--volts", "10mV"});
    CHECK(words.status == 0);
    CHECK_THAT(words.out, says("--input-dbv -9.500 --balance 1.000") && says("1000.00 Hz") && says("10.0000 mV rms"));
    CHECK(words.err.empty());
}

TEST_CASE("calibrate: what it says makes the tone come out at its voltage") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav", out = folder / "out.wav";
    write(in, tone(4.0, -30.0), tone(4.0, -31.5));
    const auto json = jsonOf({"calibrate", in, "--volts", "5mV", "--json"});
    const auto text = [&](const char* key) { return std::to_string(json[key].get<double>()); };
    REQUIRE(runStage({"render", in, out, "--bits", "32f", "--input-dbv", text("input_dbv"), "--balance",
                      text("balance_db"), "--gain", "40", "--output-dbv", "6"})
                .status == 0);
    const auto sound = readSound(out);
    for (const std::size_t c : {0U, 1U}) {
        // RIAA is 0 dB at 1 kHz: 5 mV and 40 dB are 0.5 V rms, where full scale is 6 dBV.
        const auto samples = sound.channel(c);
        double sum = 0.0;
        for (std::size_t i = samples.size() / 2; i < samples.size(); ++i)
            sum += samples[i] * samples[i];
        const double rms = std::sqrt(sum / static_cast<double>(samples.size() / 2));
        CHECK_THAT(20.0 * std::log10(rms * std::sqrt(2.0)) + 6.0, WithinAbs(20.0 * std::log10(0.5), 0.002));
    }
}

TEST_CASE("calibrate: a test record gives sensitivity, balance and the matrix") {
    const TemporaryFolder folder;
    const std::string in = folder / "record.wav";
    writeTestRecord(in, -40.0, -41.0, 0.03, -0.05);
    // 10 cm/s peak, with 4 mV at 5 cm/s: 8 mV.
    const auto json = jsonOf({"calibrate", in, "--velocity", "10cm/s", "--cartridge-mv", "4", "--json"});
    CHECK_THAT(json["crosstalk_left_to_right"].get<double>(), WithinAbs(0.03, 0.0002));
    CHECK_THAT(json["crosstalk_right_to_left"].get<double>(), WithinAbs(-0.05, 0.0002));
    CHECK_THAT(json["left_only"]["crosstalk"]["quadrature"].get<double>(), WithinAbs(0.0, 0.0002));
    CHECK_THAT(json["socket_mv"].get<double>(), WithinAbs(8.0, 1e-9));
    CHECK_THAT(json["input_dbv"].get<double>(), WithinAbs(20.0 * std::log10(0.008) + 40.5, 0.005));
    CHECK_THAT(json["balance_db"].get<double>(), WithinAbs(1.0, 0.005));
    CHECK_THAT(runStage({"calibrate", in, "--velocity", "10", "--cartridge-mv", "4"}).out,
               says("--crosstalk-lr 3.0") && says("--crosstalk-rl -5.0"));
    // The same by hand.
    const auto told = jsonOf({"calibrate", in, "--velocity", "10", "--cartridge-mv", "4", "--json", "--from", "1",
                              "--to", "0:04.5", "--left-only", "5.4-7.2", "--right-only", "0:07.9-9.7s"});
    CHECK_THAT(told["input_dbv"].get<double>(), WithinAbs(json["input_dbv"].get<double>(), 0.003));
    CHECK_THAT(told["crosstalk_left_to_right"].get<double>(), WithinAbs(0.03, 0.0002));
    CHECK_THAT(told["tone"]["from_s"].get<double>(), WithinAbs(1.0, 1e-4));
}

TEST_CASE("calibrate: velocity kinds and the load, counted once") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav";
    write(in, tone(2.0, -26.0), tone(2.0, -26.0));
    const auto inputDbv = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"calibrate", in, "--cartridge-mv", "5mV", "--velocity", "5", "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return jsonOf(arguments)["input_dbv"].get<double>();
    };
    const double plain = 20.0 * std::log10(0.005) + 26.0;
    const double half = 10.0 * std::log10(2.0);
    CHECK_THAT(inputDbv({}), WithinAbs(plain, 0.001));
    CHECK_THAT(inputDbv({"--velocity-kind", "rms"}), WithinAbs(plain + half, 0.001));
    CHECK_THAT(inputDbv({"--cartridge-velocity-kind", "rms"}), WithinAbs(plain - half, 0.001));
    CHECK_THAT(inputDbv({"--cartridge-velocity-kind", "unknown"}), WithinAbs(plain, 0.001));
    CHECK_THAT(inputDbv({"--cartridge-velocity", "3.54"}), WithinAbs(plain + 20.0 * std::log10(5.0 / 3.54), 0.001));
    const auto divider = [](double ohm, double farad) {
        const std::complex<double> s(0.0, twoPi * 1000.0);
        return std::abs(1.0 / (1.0 + (485.0 + s * 0.55) * (1.0 / ohm + s * farad)));
    };
    CHECK_THAT(inputDbv({"--cartridge-l", "550mH", "--cartridge-r", "485", "--load-r", "10k", "--load-c", "150pF",
                         "--want-r", "47k", "--want-c", "150"}),
               WithinAbs(plain + 20.0 * std::log10(divider(10e3, 150e-12) / divider(47e3, 150e-12)), 0.001));
}

TEST_CASE("calibrate: opposite polarity is a warning") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav";
    write(in, tone(2.0, -26.0), -1.0 * tone(2.0, -26.0));
    const auto outcome = runStage({"calibrate", in, "--volts", "10mV", "--json"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.err, says("opposite"));
    CHECK(nlohmann::json::parse(outcome.out)["opposite_polarity"].get<bool>());
}

TEST_CASE("calibrate: a tone that will not do is refused in one line") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav";
    const auto why = [&](const std::vector<double>& left, const std::vector<double>& right) {
        write(in, left, right);
        return refusal({"calibrate", in, "--volts", "10mV", "--json"});
    };
    const auto good = tone(2.0, -20.0);
    CHECK_THAT(why(silence(2.0), silence(2.0)), says("no signal"));
    CHECK_THAT(why(good, silence(2.0)), says("Only the left channel"));
    CHECK_THAT(why(good, peakAt(-7.0) * good), says("7.0 dB") && says("balance"));
    CHECK_THAT(why(peakAt(-72.0) * good, peakAt(-72.0) * good), says("too weak"));
    CHECK_THAT(why(20.0 * good, good), says("left channel clips"));
    CHECK_THAT(why(good + tone(2.0, -46.0, 3000.0), good), says("distorted: 5.0 %"));
    CHECK_THAT(why(hiss(rate, 2.0, 0.1, 1), hiss(rate, 2.0, 0.1, 2)), says("no clear tone"));
    write(in, tone(2.0, -20.0, 400.0), tone(2.0, -20.0, 400.0));
    CHECK_THAT(refusal({"calibrate", in, "--velocity", "5", "--cartridge-mv", "5"}), says("400.0 Hz"));
    CHECK_THAT(refusal({"calibrate", in, "--volts", "1V", "--from", "3"}), says("only 2.000 s long"));
}

TEST_CASE("calibrate: crosstalk that no real matrix undoes is refused") {
    const TemporaryFolder folder;
    const std::string in = folder / "record.wav";
    const auto late = [](double dbfs) { return sine(rate, 2.0, 1000.0, peakAt(dbfs), 0.3 + 0.2 * twoPi); };
    const auto left = joined(joined(tone(2.0, -30.0), silence(0.5)), late(-60.0));
    const auto right = joined(joined(late(-56.0), silence(0.5)), tone(2.0, -30.0));
    write(in, left, right);
    CHECK_THAT(refusal({"calibrate", in, "--volts", "10mV"}), says("quadrature") && says("left to right"));
}

TEST_CASE("calibrate: flags that do not go together are refused, and each names its remedy") {
    const TemporaryFolder folder;
    const std::string in = folder / "tone.wav";
    write(in, tone(1.5, -20.0), tone(1.5, -20.0));
    struct Case {
        std::vector<std::string> flags;
        const char* words;
    };
    const std::vector<Case> cases{
        {{}, "--volts"},
        {{"--volts", "1", "--velocity", "5"}, "--volts"},
        {{"--volts", "ten"}, "not a number"},
        {{"--volts", "0"}, "out of range"},
        {{"--volts", "1", "--cartridge-mv", "5"}, "remove"},
        {{"--velocity", "5"}, "--cartridge-mv"},
        {{"--velocity", "5", "--cartridge-mv", "5", "--velocity-kind", "mean"}, "peak or rms"},
        {{"--velocity", "5", "--cartridge-mv", "5", "--cartridge-velocity-kind", "mean"}, "unknown"},
        {{"--velocity", "5", "--cartridge-mv", "5", "--load-r", "10k"}, "--cartridge-l"},
        {{"--velocity", "5", "--cartridge-mv", "5", "--cartridge-l", "500mH"}, "--cartridge-r"},
        {{"--volts", "1", "--left-only", "1-2"}, "--right-only"},
        {{"--volts", "1", "--left-only", "1:2", "--right-only", "1-2"}, "FROM-TO"},
        {{"--volts", "1", "--from", "1:75"}, "1:23.5"},
        {{"--volts", "1", "--from", "1", "--to", "0.5"}, "before it begins"},
    };
    for (const auto& item : cases) {
        std::vector<std::string> arguments{"calibrate", in};
        arguments.insert(arguments.end(), item.flags.begin(), item.flags.end());
        CHECK_THAT(refusal(arguments), says(item.words));
    }
    CHECK_THAT(refusal({"calibrate", folder / "none.wav", "--volts", "1"}), says("no such file"));
}
