// SPDX-License-Identifier: GPL-3.0-or-later
// `auto` takes of hum only what was there without music, too: a drone on exactly 50 Hz stays.
#include "dsp/restore/HumPauses.h"

#include "dsp/restore/HumSignals.h"
#include "support/Catch.h"

#include <algorithm>
#include <cstring>
#include <memory>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

constexpr double rateHz = 12000.0;
const HumLevels strongHum{{1, -66}, {2, -72}, {3, -70}, {4, -84}, {5, -76}, {7, -80}, {9, -84}, {11, -88}};

std::size_t framesOf(double seconds) { return static_cast<std::size_t>(seconds * rateHz); }

/** Hears as `auto` does. */
std::unique_ptr<HumRemover> strictRemover() {
    auto remover = std::make_unique<HumRemover>();
    remover->prepare(rateHz);
    remover->listenFor(true, true, true);
    remover->reset();
    return remover;
}

/** Only from a time on. */
Channels from(double seconds, Channels signal) {
    for (auto& channel : signal)
        std::fill_n(channel.begin(), framesOf(seconds), 0.0);
    return signal;
}

/** Silent between two times, but for surface noise. */
Channels without(double fromSeconds, double toSeconds, Channels signal) {
    for (auto& channel : signal)
        std::fill(channel.begin() + static_cast<std::ptrdiff_t>(framesOf(fromSeconds)),
                  channel.begin() + static_cast<std::ptrdiff_t>(framesOf(toSeconds)), 0.0);
    return signal;
}

/** A synthesizer's note that never ends, on exactly 50 Hz, equally loud in both channels. */
Channels heldNote(double level, std::size_t frames) {
    Channels note(2, std::vector<double>(frames));
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rateHz;
        double value = 0.0;
        for (int h = 1; h <= 4; ++h)
            value += std::sin(2.0 * std::numbers::pi * std::fmod(50.0 * h * t, 1.0) + 2.0 * h) / h;
        note[0][i] = note[1][i] = level * value;
    }
    return note;
}

/** Air and then groove noise; music from a time on. */
Channels side(double musicFromSeconds, std::size_t frames, unsigned seed) {
    auto signal = from(musicFromSeconds, music(rateHz, frames, seed));
    const auto groove = surface(rateHz, frames, seed + 7), air = surface(rateHz, frames, seed + 8);
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < framesOf(musicFromSeconds); ++i)
            signal[c][i] = i < framesOf(2.0) ? 0.2 * air[c][i] : groove[c][i];
    return signal;
}

bool isSame(const Channels& a, const Channels& b) {
    for (std::size_t c = 0; c < 2; ++c)
        if (std::memcmp(a[c].data(), b[c].data(), a[c].size() * sizeof(double)) != 0) return false;
    return true;
}

} // namespace

TEST_CASE("A held note on exactly 50 Hz stays to the bit where the lead-in has no hum", "[dsp][restore]") {
    const auto frames = framesOf(40.0);
    for (const unsigned seed : {61u, 62u, 63u})
        for (const double fromSeconds : {5.0, 9.0}) {
            CAPTURE(seed, fromSeconds);
            const auto signal = sumOf(side(fromSeconds, frames, seed), from(fromSeconds, heldNote(4e-4, frames)));
            const auto remover = strictRemover();
            CHECK(isSame(run(*remover, signal), signal));
            CHECK(remover->found().lines == 0);
            CHECK(remover->found().withheld >= 3);
            // Who says that it is hum has it taken out.
            const auto fixed = std::make_unique<HumRemover>();
            fixed->prepare(rateHz);
            fixed->listenFor(true, false, false);
            fixed->reset();
            CHECK_FALSE(isSame(run(*fixed, signal), signal));
        }
}

TEST_CASE("Hum of the lead-in goes at its level, and a held note over it stays", "[dsp][restore]") {
    const auto frames = framesOf(40.0);
    for (const unsigned seed : {61u, 62u, 63u})
        for (const double hz : {50.0, 50.02}) {
            CAPTURE(seed, hz);
            // 20 dB louder than the hum.
            const auto clean = sumOf(side(6.0, frames, seed), from(6.0, heldNote(1.5e-3, frames)));
            const auto hum = humOf(strongHum, hz, 0.0, rateHz, frames, seed + 50);
            const auto remover = strictRemover();
            const auto output = run(*remover, sumOf(clean, hum));
            CHECK(remover->found().lines >= 4);
            // Where the note beats with the hum, the lines that they share are left alone.
            CHECK(leftDb(output, clean, hum, rateHz, 14.0) < (hz > 50.0 ? -0.5 : -6.0));
        }
}

TEST_CASE("Without a pause hum is left alone, and it goes after the first gap", "[dsp][restore]") {
    const auto frames = framesOf(45.0);
    for (const unsigned seed : {71u, 72u}) {
        CAPTURE(seed);
        const auto programme = music(rateHz, frames, seed);
        const auto gap = sumOf(without(22.0, 25.0, programme), surface(rateHz, frames, seed + 9));
        const auto hum = humOf(strongHum, 50.1, 0.01, rateHz, frames, seed + 60);
        const auto deaf = strictRemover();
        const auto signal = sumOf(programme, hum);
        CHECK(isSame(run(*deaf, signal), signal));
        CHECK(deaf->found().withheld >= 5);
        CHECK_FALSE(deaf->found().heardPause);
        CHECK(std::abs(deaf->found().fundamentalHz - 50.1) < 0.03);

        const auto remover = strictRemover();
        const auto output = run(*remover, sumOf(gap, hum));
        CHECK(remover->found().heardPause);
        CHECK(remover->found().lines >= 5);
        CHECK(leftDb(output, gap, hum, rateHz, 30.0) < -20.0);
        CHECK(std::memcmp(output[0].data(), sumOf(gap, hum)[0].data(), framesOf(22.0) * sizeof(double)) == 0);
    }
}

TEST_CASE("Noise is a pause and tells its lines, music and pure tones are none", "[dsp][restore]") {
    std::mt19937 random(5);
    std::normal_distribution<double> normal(0.0, 1e-7);
    const auto hears = [&](auto addTo, double leak = 0.0) {
        HumPauses pauses;
        pauses.reset(HumBank::harmonics);
        HumPauses::Set narrow{};
        for (int hop = 0; hop < 200; ++hop) {
            HumPauses::Set set;
            for (auto& line : set)
                line = {normal(random), normal(random)};
            addTo(set, hop);
            pauses.addHop(set, leak);
            for (std::size_t line = 0; line < HumBank::lines; ++line)
                narrow[line] += 0.06 * (set[line] - narrow[line]);
            if (hop > 32 && hop % 8 == 0) pauses.addNarrow(narrow);
        }
        return pauses;
    };
    const HumPauses::Phasor line{3e-6, 4e-6};
    const auto noise = hears([&](auto& set, int) { set[2] += line; });
    CHECK(noise.wasHeard());
    CHECK(std::abs(noise.hum(2, line) - line) == 0.0);
    CHECK(std::abs(noise.hum(2, 5.0 * line) - line) < 0.2 * std::abs(line)); // as much as there was
    CHECK(std::abs(noise.hum(3, line)) == 0.0);                              // it was not there

    CHECK_FALSE(hears([](auto& set, int hop) { set[12] += std::polar(1e-5, 0.7 * hop); }).wasHeard());
    CHECK_FALSE(hears([](auto& set, int hop) {
                    for (auto& each : set)
                        each *= hop % 25 < 8 ? 5.0 : 1.0;
                }).wasHeard());
    // Crackle of all sizes, a click in two hops, is noise still; what lasts, as a drum does, is not.
    std::mt19937 other(6);
    const auto struck = [&](std::size_t lasting) {
        std::lognormal_distribution<double> size(2.0, 1.0);
        std::vector<double> factors(300, 0.0);
        for (std::size_t hop = 0; hop < 200; hop += 6 + other() % 5) {
            const double factor = size(other);
            for (std::size_t i = 0; i < lasting; ++i)
                factors[hop + i] = std::max(factors[hop + i], factor);
        }
        return hears([factors](auto& set, int hop) {
            for (std::size_t i = 0; i < set.size(); ++i)
                set[i] += std::polar(1e-7 * factors[static_cast<std::size_t>(hop)], 1.7 * hop * static_cast<double>(i));
        });
    };
    for (int i = 0; i < 5; ++i) {
        CHECK(struck(2).wasHeard());
        CHECK_FALSE(struck(7).wasHeard());
    }
    CHECK_FALSE(hears([](auto& set, int) { set.fill(0.0); }).wasHeard()); // digital silence says nothing
    // What may leak of a strong line is no music.
    CHECK(hears([](auto& set, int hop) { set[12] += std::polar(1e-5, 0.7 * hop); }, 1e-5).wasHeard());
}
