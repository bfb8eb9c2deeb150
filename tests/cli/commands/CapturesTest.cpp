// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Program.h"
#include "support/Spectrum.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace phonostage::tests;
namespace fs = std::filesystem;

namespace {

fs::path capture(const std::string& name) { return fs::path(PHONOSTAGE_CAPTURES_DIR) / name; }

std::vector<double> volts(std::vector<double> samples, double dbv) {
    for (auto& x : samples)
        x *= std::numbers::sqrt2 * std::pow(10.0, dbv / 20.0);
    return samples;
}

using Event = std::pair<long, long>; ///< start, length

/** From a capture's runs at its ceiling, what one channel's events are. At full scale ceiling samples no more than 1 ms
    apart are one event (and all count here: two adjacent ones are in each channel); below it each run of three. */
std::vector<Event> eventsOf(const nlohmann::json& runs, const nlohmann::json& channel, bool isFullScale, long rate) {
    std::vector<Event> events;
    for (const auto& run : runs) {
        if (run["channel"] != channel) continue;
        const long start = run["start"], length = run["length"];
        if (!isFullScale && length < 3) continue;
        if (isFullScale && !events.empty() && start - (events.back().first + events.back().second - 1) <= rate / 1000)
            events.back().second = start + length - events.back().first;
        else
            events.emplace_back(start, length);
    }
    return events;
}

} // namespace

TEST_CASE("The comparison itself finds gain, delay and residual") {
    constexpr double rate = 48000.0;
    std::vector<double> truth(60000), signal(60000);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double t = static_cast<double>(i) - 30000.0;
        const double hill = std::exp(-t * t / 2e7);
        truth[i] = hill * std::sin(0.1 * t);
        signal[i] = 1.001 * std::exp(-(t - 0.3) * (t - 0.3) / 2e7) * std::sin(0.1 * (t - 0.3));
    }
    const auto result = compare(signal, truth, rate);
    CHECK_THAT(result.delaySamples, WithinAbs(0.3, 1e-6));
    CHECK_THAT(result.gainErrorDb, WithinAbs(20.0 * std::log10(1.001), 1e-9));
    CHECK_THAT(result.depthDb, WithinAbs(-60.0, 0.01));
}

TEST_CASE("Null test: a rendered capture is the programme it was made from") {
    struct Depth {
        int rate;
        double db;
    };
    const auto depth = GENERATE(values<Depth>({{44100, -42.0}, {48000, -48.0}, {96000, -82.0}, {192000, -105.0}}));
    const auto bits = GENERATE(as<std::string>{}, "24", "32f");
    const auto name = "clean-" + std::to_string(depth.rate);
    const TemporaryFolder folder;
    const auto outcome = runStage({"render", "-q", "--dc", "off", "--input-dbv", "-20", "--bits", bits,
                                   capture(name + ".flac"), folder / "out.wav"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto out = readSound(folder / "out.wav");
    const auto truth = readSound(capture(name + ".truth.flac"));
    REQUIRE(out.rate == depth.rate);
    REQUIRE(out.frames() == truth.frames());
    for (const std::size_t c : {0u, 1u}) {
        const auto result = compare(volts(out.channel(c), 6.0), volts(truth.channel(c), 6.0), depth.rate);
        INFO(name << " channel " << c << ": gain " << result.gainErrorDb << " dB, delay " << result.delaySamples
                  << ", depth " << result.depthDb << " dB");
        CHECK(result.depthDb <= depth.db);
        CHECK(std::abs(result.gainErrorDb) < 1e-3);
        CHECK(std::abs(result.delaySamples) < 1.0);
    }
}

TEST_CASE("Null test: with exact phase low rates are as good as high ones, and neither late nor shorter") {
    const int rate = GENERATE(44100, 48000);
    const auto name = "clean-" + std::to_string(rate);
    const TemporaryFolder folder;
    const auto outcome = runStage({"render", "-q", "--dc", "off", "--input-dbv", "-20", "--bits", "32f",
                                   "--exact-phase", capture(name + ".flac"), folder / "out.wav"});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const auto out = readSound(folder / "out.wav");
    const auto truth = readSound(capture(name + ".truth.flac"));
    REQUIRE(out.frames() == truth.frames());
    for (const std::size_t c : {0u, 1u}) {
        const auto result = compare(volts(out.channel(c), 6.0), volts(truth.channel(c), 6.0), rate);
        INFO(name << " channel " << c << ": delay " << result.delaySamples << ", depth " << result.depthDb << " dB");
        CHECK(result.depthDb <= -100.0);
        CHECK(std::abs(result.gainErrorDb) < 1e-4);
        CHECK(std::abs(result.delaySamples) < 1e-4);
    }
}

TEST_CASE("An offset is gone within a second, to 10 mV at the output") {
    const TemporaryFolder folder;
    const auto offset = readSound(capture("dc-offset-96000.flac"));
    auto clean = offset.samples;
    const double perVolt = 1.0 / (std::numbers::sqrt2 * std::pow(10.0, -20.0 / 20.0));
    for (std::size_t i = 0; i < clean.size(); i += 2) {
        clean[i] -= 0.004 * perVolt;
        clean[i + 1] += 0.002 * perVolt;
    }
    writeSound(folder / "clean.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 96000, 2, clean);
    const auto render = [&](const fs::path& in, const char* name) {
        CHECK(runStage({"render", "--bits", "32f", "--input-dbv", "-20", in, folder / name}).status == 0);
        return readSound(folder / name).samples;
    };
    const auto with = volts(render(capture("dc-offset-96000.flac"), "with.wav"), 6.0);
    const auto without = volts(render(folder / "clean.wav", "without.wav"), 6.0);
    REQUIRE(with.size() == without.size());
    double most = 0.0;
    for (std::size_t i = 2 * 96000; i < with.size(); ++i)
        most = std::max(most, std::abs(with[i] - without[i]));
    CHECK(most < 0.010);
}

TEST_CASE("Analysis finds every overload of a clipped capture, at full scale and below") {
    struct Kind {
        const char* name;
        const char* kind;
        double levelDbfs;
    };
    const auto kind = GENERATE(
        values<Kind>({{"clipped-96000", "full_scale", 0.0}, {"clipped-below-full-scale-96000", "below", -3.0}}));
    const auto truth = nlohmann::json::parse(readBytes(capture(kind.name + std::string(".json"))));
    const auto report = jsonOf({"analyze", "--json", capture(kind.name + std::string(".flac"))});
    for (const auto& channel : report["channels"]) {
        const bool isFullScale = kind.levelDbfs == 0.0;
        const auto wanted = eventsOf(truth["full_scale_runs"], channel["name"], isFullScale, 96000);
        long samples = 0, inEvents = 0;
        for (const auto& run : truth["full_scale_runs"])
            if (run["channel"] == channel["name"]) samples += run["length"].get<long>();
        for (const auto& event : wanted)
            inEvents += event.second;
        const auto& input = channel["input"];
        std::vector<Event> found;
        for (const auto& event : input["overloads"]) {
            found.emplace_back(event["start"], event["length"]);
            // Below full scale the statistic may come first, and lists shorter runs as well.
            CHECK((event["kind"] == kind.kind || (!isFullScale && event["kind"] == "ceiling_statistic")));
            CHECK(event["samples"] <= event["length"]);
            CHECK_THAT(event["level_dbfs"].get<double>(), WithinAbs(kind.levelDbfs, isFullScale ? 0.001 : 0.05));
            CHECK_THAT(event["time_s"].get<double>(), WithinAbs(event["start"].get<double>() / 96000.0, 1e-12));
        }
        if (isFullScale) {
            CHECK(found == wanted);
            CHECK(input["overload_count"] == wanted.size());
            CHECK(input["overload_samples"] == inEvents);
        } else {
            for (const auto& one : wanted)
                CHECK(std::any_of(found.begin(), found.end(), [&](const Event& event) {
                    return event.first < one.first + one.second && one.first < event.first + event.second;
                }));
            CHECK(report["findings"].size() >= 1);
        }
        CHECK(input["full_scale_samples"] == (isFullScale ? samples : 0));
        CHECK_THAT(input["headroom_db"].get<double>(), WithinAbs(-kind.levelDbfs, 0.001));
        CHECK(input["overloads_truncated"] == false);
    }
    REQUIRE(report["channels"][0]["input"]["overload_count"] > 10);
}

TEST_CASE("Levels of a capture are those it was made with") {
    const auto name = GENERATE(as<std::string>{}, "clean-96000", "dc-offset-96000", "ground-hum-60-96000");
    const auto truth = nlohmann::json::parse(readBytes(capture(name + ".json")));
    const auto dbv = truth["input_dbv_at_0dbfs"].get<double>();
    const auto report = jsonOf({"analyze", "--json", "--input-dbv", std::to_string(dbv), capture(name + ".flac")});
    for (std::size_t c = 0; c < 2; ++c) {
        const auto& input = report["channels"][c]["input"];
        CHECK_THAT(input["rms_dbv"].get<double>(), WithinAbs(truth["cartridge_rms_dbv"][c].get<double>(), 0.001));
        CHECK_THAT(input["peak_dbv"].get<double>(), WithinAbs(truth["cartridge_peak_dbv"][c].get<double>(), 0.001));
        CHECK(input["overload_count"] == 0);
    }
}
