// SPDX-License-Identifier: GPL-3.0-or-later
// What is left of known hum, kept in tests/bench/hum_figures.json: none may become worse by more than 0.5 dB.
// `test_dsp_hum "[hum-figures-write]"` prints the present ones.
#include "dsp/engine/EngineSupport.h"
#include "dsp/restore/ClickRemover.h"
#include "dsp/restore/HumSignals.h"
#include "support/Catch.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <string>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 48000.0, settleSeconds = 11.5;
constexpr std::size_t frames = 24 * 48000;

struct Case {
    const char* name;
    Channels (*programme)(double rateHz, std::size_t frames, unsigned seed);
    double hz, wanderHz;
    const HumLevels* levels;
};

const Case cases[] = {{"music, rich 50 Hz", music, 50.13, 0.03, &richHum},
                      {"music, rich 60 Hz", music, 60.03, 0.02, &richHum},
                      {"music, faint 60 Hz", music, 59.96, 0.02, &faintHum},
                      {"music, ripple of 100 Hz", music, 49.95, 0.03, &rippleHum},
                      {"bass on 50 Hz, rich 50 Hz", bassOnMains, 50.05, 0.03, &richHum}};

/** As heard, through RIAA. */
Channels heard(const Channels& volts) {
    Engine engine;
    engine.prepare(designStage(filterOnly(), rateHz));
    engine.setLevels(unityGain());
    return phonostage::tests::run(engine, volts);
}

/** Of a case, over three seeds: all that differs from the clean music, over the hum, as heard. */
double figureOf(const Case& c) {
    double error = 0.0, whole = 0.0;
    for (unsigned seed = 31; seed < 34; ++seed) {
        const auto clean = c.programme(rateHz, frames, seed);
        const auto hum = humOf(*c.levels, c.hz, c.wanderHz, rateHz, frames, seed + 100);
        auto remover = std::make_unique<HumRemover>();
        remover->prepare(rateHz);
        // As the engine does it.
        const auto lateFrames = static_cast<std::size_t>(ClickRemover::latencyFrames(rateHz));
        auto difference = run(*remover, sumOf(clean, hum), HumRemover::mostMostDb, lateFrames);
        for (std::size_t ch = 0; ch < 2; ++ch)
            for (std::size_t i = 0; i < frames; ++i)
                difference[ch][i] -= clean[ch][i];
        const auto left = heard(difference), was = heard(hum);
        const auto from = static_cast<std::size_t>(settleSeconds * rateHz);
        for (std::size_t ch = 0; ch < 2; ++ch) {
            error += energyOf(left[ch], from, frames);
            whole += energyOf(was[ch], from, frames);
        }
    }
    return 10.0 * std::log10(error / whole);
}

/** "name": number, a line each. */
std::map<std::string, double> keptFigures() {
    std::map<std::string, double> figures;
    std::ifstream file(PHONOSTAGE_HUM_FIGURES);
    for (std::string line; std::getline(file, line);) {
        const auto first = line.find('"'), last = line.rfind("\": ");
        if (first == std::string::npos || last == std::string::npos) continue;
        figures[line.substr(first + 1, last - first - 1)] = std::strtod(line.c_str() + last + 3, nullptr);
    }
    return figures;
}

} // namespace

TEST_CASE("What is left of hum under music is no more than it was", "[dsp][restore]") {
    const auto kept = keptFigures();
    CHECK(kept.size() == std::size(cases));
    for (const auto& c : cases) {
        CAPTURE(c.name);
        REQUIRE(kept.count(c.name) == 1);
        CHECK(figureOf(c) < kept.at(c.name) + 0.5);
    }
}

TEST_CASE("Figures of hum removal, to be kept", "[.][hum-figures-write]") {
    std::printf("{\n");
    for (const auto& c : cases)
        std::printf("  \"%s\": %.2f%s\n", c.name, figureOf(c), &c == std::end(cases) - 1 ? "" : ",");
    std::printf("}\n");
}
