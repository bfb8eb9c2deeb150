// SPDX-License-Identifier: GPL-3.0-or-later
//
// Overloads of captures whose truth is told by their maker: tests/support/make_captures.py.

#include "dsp/overload/OverloadSupport.h"

#include "support/Catch.h"
#include "support/SoundFiles.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

std::filesystem::path capture(const std::string& file) {
    auto path = std::filesystem::path(PHONOSTAGE_CAPTURES_DIR) / file;
    if (!std::filesystem::exists(path))
        throw std::runtime_error("the capture " + path.string() + " is missing: make_captures.py makes it");
    return path;
}

Runs truth(const std::string& channel, std::int64_t shortest) {
    std::ifstream file(capture("clipped-96000.json"));
    Runs list;
    const nlohmann::json description = nlohmann::json::parse(file);
    for (const auto& run : description.at("full_scale_runs")) {
        const auto length = run.at("length").get<std::int64_t>();
        if (run.at("channel") == channel && length >= shortest)
            list.emplace_back(run.at("start").get<std::int64_t>(), length);
    }
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace

TEST_CASE("The clipped capture gives its maker's runs, grouped", "[dsp][overload]") {
    const Sound sound = readSound(capture("clipped-96000.flac"));
    REQUIRE(sound.channels == 2);
    const char* const names[] = {"left", "right"};
    REQUIRE(truth("left", 3).size() > 20); // it has a thump on the left
    for (std::size_t c = 0; c < 2; ++c) {
        std::int64_t fullScaleSamples = 0;
        for (const auto& run : truth(names[c], 1))
            fullScaleSamples += run.second;
        for (const int told : {24, 0}) {
            const Watched w = watch(sound.channel(c), 96000.0, told, [] { return 512; });
            INFO(names[c] << ", told " << told);
            CHECK(difference(w.runs(), grouped(truth(names[c], 1), 96000.0)) == "none");
            CHECK(w.counts.fullScaleSamples == fullScaleSamples);
            CHECK(w.counts.peak == 1.0);
            for (const auto& e : w.events) {
                CHECK(e.kind == dsp::OverloadKind::fullScale);
                CHECK_THAT(e.levelDbfs, WithinAbs(0.0, 1e-5));
            }
        }
    }
}

TEST_CASE("Turned down by 3 dB after the converter, the clipped capture has its ceiling there", "[dsp][overload]") {
    const Sound sound = readSound(capture("clipped-below-full-scale-96000.flac"));
    const char* const names[] = {"left", "right"};
    for (std::size_t c = 0; c < 2; ++c) {
        const Runs runs = truth(names[c], 1), longRuns = truth(names[c], 3);
        const auto overlaps = [](const Runs& list, std::int64_t start, std::int64_t length) {
            return std::any_of(list.begin(), list.end(), [&](const auto& run) {
                return run.first < start + length && start < run.first + run.second;
            });
        };
        for (const int told : {24, 0}) {
            const Watched w = watch(sound.channel(c), 96000.0, told, [] { return 512; });
            INFO(names[c] << ", told " << told);
            for (const auto& run : longRuns)
                CHECK(overlaps(w.runs(), run.first, run.second));
            CHECK(w.counts.fullScaleSamples == 0);
            // A top that comes as near to the ceiling by itself may be among those of the statistic.
            const auto strangers = std::count_if(w.events.begin(), w.events.end(),
                                                 [&](const auto& e) { return !overlaps(runs, e.start, e.length); });
            CHECK(10 * strangers <= static_cast<std::ptrdiff_t>(w.events.size()));
            for (const auto& e : w.events) {
                CHECK(e.kind != dsp::OverloadKind::fullScale);
                CHECK_THAT(e.levelDbfs, WithinAbs(-3.0, 0.05));
            }
        }
    }
}

TEST_CASE("Clipped before the interface and resampled, a capture has its ceiling still", "[dsp][overload]") {
    const Sound sound = readSound(capture("clean-96000.flac"));
    for (std::size_t c = 0; c < 2; ++c) {
        Signal x = sound.channel(c);
        double peak = 0.0;
        for (const double v : x)
            peak = std::max(peak, std::fabs(v));
        for (double& v : x)
            v /= peak;
        for (const double overDb : {9.0, 12.0}) {
            INFO("channel " << c << ", " << overDb << " dB over");
            const Watched w = watch(captured(doubled(clippedBy(x, overDb, 0.6)), -110.0), 192000.0, 24);
            CHECK(w.counts.ceiling.confidence != dsp::Confidence::none);
            CHECK_THAT(20.0 * std::log10(w.counts.ceiling.level), WithinAbs(20.0 * std::log10(0.6), 0.7));
        }
        CHECK(watch(captured(doubled(clippedBy(x, 0.0, 0.6)), -110.0), 192000.0, 24).counts.events == 0);
    }
}

TEST_CASE("No alarm on clean captures, as they are and as 16 bit at many levels", "[dsp][overload]") {
    for (const std::string name : {"clean-44100", "clean-48000", "clean-96000", "clean-192000", "worn-96000"}) {
        for (const std::string kind : {".flac", ".truth.flac"}) {
            const Sound sound = readSound(capture(name + kind));
            for (std::size_t c = 0; c < 2; ++c) {
                const Signal x = sound.channel(c);
                const double rate = sound.rate;
                INFO(name << kind << ", channel " << c);
                CHECK(watch(x, rate, 24).counts.events == 0);
                CHECK(watch(x, rate, 0).counts.events == 0);
                double peak = 0.0;
                for (const double v : x)
                    peak = std::max(peak, std::fabs(v));
                for (const double levelDb : {0.0, -6.0, -20.0, -40.0, -55.0}) {
                    Signal y = x;
                    for (double& v : y)
                        v *= std::pow(10.0, levelDb / 20.0) / peak;
                    INFO(levelDb << " dB");
                    CHECK(watch(quantised(y, 16), rate, 16).counts.events == 0);
                    CHECK(watch(quantised(y, 16, true), rate, 0).counts.events == 0);
                }
            }
        }
    }
}
