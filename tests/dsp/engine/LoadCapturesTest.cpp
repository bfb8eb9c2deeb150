// SPDX-License-Identifier: GPL-3.0-or-later
//
// Captures made at a wrong load, against the programme they were made from: tests/support/make_captures.py.

#include "dsp/engine/EngineSupport.h"
#include "support/Catch.h"
#include "support/SoundFiles.h"
#include "support/Spectrum.h"

#include <nlohmann/json.hpp>

#include <bit>
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

/** What of `truth` is in `signal`, one band: the part that the two have in common, in dB. */
struct Band {
    double lowHz, highHz, levelDb;
};

std::vector<Band> compareOctaves(const std::vector<double>& signal, const std::vector<double>& truth, double rate) {
    const auto n = std::bit_ceil(truth.size());
    std::vector<std::complex<double>> both(n); // two real signals in one transform
    for (std::size_t i = 0; i < truth.size(); ++i)
        both[i] = {signal[i], truth[i]};
    fourier(both);
    std::vector<Band> bands;
    for (double low = 20.0; low < 20000.0; low *= 2.0) {
        const double high = std::min(2.0 * low, 20000.0);
        double energy = 0.0, truthEnergy = 0.0;
        const auto bin = [&](double hz) { return static_cast<std::size_t>(hz / rate * static_cast<double>(n)); };
        for (std::size_t k = bin(low); k < bin(high); ++k) {
            const auto up = both[k];
            const auto down = std::conj(both[n - k]);
            energy += std::norm((up + down) * 0.5);
            truthEnergy += std::norm((up - down) * 0.5);
        }
        bands.push_back({low, high, 10.0 * std::log10(energy / truthEnergy)});
    }
    return bands;
}

double voltsAt(double dbv) { return std::numbers::sqrt2 * std::pow(10.0, dbv / 20.0); }

} // namespace

TEST_CASE("Captures at a wrong load come back to their truth in every octave", "[dsp][load]") {
    const auto name = GENERATE(as<std::string>{}, "line-input-10k-96000", "instrument-input-1M-96000");
    std::ifstream file(capture(name + ".json"));
    const auto about = nlohmann::json::parse(file);
    const auto& load = about.at("load");
    dsp::FilterSettings settings;
    settings.dcRemoval = false;
    settings.load = dsp::LoadCorrection{load.at("l_h"),
                                        load.at("r_ohm"),
                                        {load.at("have_ohm"), load.at("have_f")},
                                        {load.at("want_ohm"), load.at("want_f")},
                                        36.0};
    dsp::LevelSettings levels;
    levels.gainDb = about.at("gain_db");
    levels.inputDbv = about.at("input_dbv_at_0dbfs");
    levels.outputDbv = 6.0;

    const auto sound = readSound(capture(name + ".flac"));
    const auto truth = readSound(capture(name + ".truth.flac"));
    const double rate = sound.rate;
    dsp::Engine engine;
    engine.setLevels(levels);
    engine.prepare(dsp::designStage(settings, rate));
    const auto out = run(engine, {sound.channel(0), sound.channel(1)}, 512);
    for (const std::size_t c : {0u, 1u}) {
        auto wanted = truth.channel(c);
        for (auto& v : wanted)
            v *= voltsAt(about.at("truth_dbv_at_0dbfs")) / voltsAt(6.0);
        for (const auto& band : compareOctaves(out[c], wanted, rate)) {
            INFO(name << " channel " << c << ", " << band.lowHz << " to " << band.highHz << " Hz");
            CHECK_THAT(band.levelDb, WithinAbs(0.0, 0.02));
        }
        const auto whole = compare(out[c], wanted, rate);
        INFO(name << " channel " << c << ": depth " << whole.depthDb << " dB, delay " << whole.delaySamples);
        CHECK(whole.depthDb < -60.0);
        CHECK(std::abs(whole.gainErrorDb) < 0.005);
    }

    // Without the correction the treble is far off: the captures tell.
    settings.load.reset();
    dsp::Engine uncorrected;
    uncorrected.setLevels(levels);
    uncorrected.prepare(dsp::designStage(settings, rate));
    const auto raw = run(uncorrected, {sound.channel(0), sound.channel(1)}, 512);
    CHECK(std::abs(compareOctaves(raw[0], truth.channel(0), rate).back().levelDb) > 5.0);
}
