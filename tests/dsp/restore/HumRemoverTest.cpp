// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/HumRemover.h"

#include "dsp/restore/HumSignals.h"
#include "support/AllocationCounter.h"
#include "support/Catch.h"

#include <cstring>
#include <limits>
#include <memory>

using namespace phonostage::dsp;
using namespace phonostage::tests;

namespace {

std::unique_ptr<HumRemover> removerAt(double rateHz) {
    auto remover = std::make_unique<HumRemover>();
    remover->prepare(rateHz);
    return remover;
}

std::size_t framesOf(double seconds, double rateHz) { return static_cast<std::size_t>(seconds * rateHz); }

bool isSame(const Channels& a, const Channels& b, std::size_t from = 0) {
    for (std::size_t c = 0; c < 2; ++c)
        if (std::memcmp(a[c].data() + from, b[c].data() + from, (a[c].size() - from) * sizeof(double)) != 0)
            return false;
    return true;
}

} // namespace

TEST_CASE("Hum on surface noise is taken away at any rate, and found as it is", "[dsp][restore]") {
    struct Case {
        double rateHz, hz;
    };
    for (const auto& [rate, hz] : {Case{8000.0, 50.13}, Case{11025.0, 59.8}, Case{44100.0, 49.6}, Case{48000.0, 60.37},
                                   Case{96000.0, 50.0}, Case{192000.0, 60.0}}) {
        CAPTURE(rate, hz);
        const auto frames = framesOf(16.0, rate);
        const auto clean = surface(rate, frames, 3), hum = humOf(richHum, hz, 0.0, rate, frames, 4);
        const auto remover = removerAt(rate);
        const auto output = run(*remover, sumOf(clean, hum));
        CHECK(leftDb(output, clean, hum, rate, 13.0) < -38.0);
        const auto found = remover->found();
        CHECK(std::abs(found.fundamentalHz - hz) < 0.01);
        CHECK(found.lines >= 9);
        CHECK(found.lines <= static_cast<int>(richHum.size()));
        for (std::size_t c = 0; c < 2; ++c) {
            const double rms = std::sqrt(energyOf(hum[c], 0, frames) / static_cast<double>(frames));
            CHECK(std::abs(found.levelRms[c] / rms - 1.0) < 0.03);
        }
    }
}

TEST_CASE("Strong hum in quiet is found at any frequency, and no lines but its own", "[dsp][restore]") {
    // At 12 kHz a period of either mains is a whole number of low samples, at 8 kHz it is not.
    for (const double rate : {8000.0, 12000.0})
        for (const double mains : {50.0, 60.0})
            for (int place = -9; place <= 9; place += 2) {
                const double hz = mains + 0.05 * place + 0.003 * (place % 3);
                CAPTURE(rate, hz);
                const auto seed = static_cast<unsigned>(place + 20);
                const auto frames = framesOf(15.0, rate);
                const auto remover = removerAt(rate);
                run(*remover,
                    sumOf(surface(rate, frames, seed),
                          humOf({{1, -50}, {2, -56}, {3, -58}, {5, -64}, {7, -68}}, hz, 0.0, rate, frames, seed + 1)));
                CHECK(std::abs(remover->found().fundamentalHz - hz) < 0.01);
                CHECK(remover->found().lines == 5);
            }
}

TEST_CASE("Hum at the highest rate is taken away", "[dsp][restore]") {
    constexpr double rate = 768000.0;
    const auto frames = framesOf(13.0, rate);
    const auto clean = surface(rate, frames, 3),
               hum = humOf({{1, -72}, {3, -76}, {5, -82}}, 50.1, 0.0, rate, frames, 4);
    const auto remover = removerAt(rate);
    CHECK(leftDb(run(*remover, sumOf(clean, hum)), clean, hum, rate, 12.4) < -30.0);
}

TEST_CASE("Hum whose frequency wanders is followed under music", "[dsp][restore]") {
    constexpr double rate = 48000.0;
    const auto frames = framesOf(24.0, rate);
    const auto clean = music(rate, frames, 7), hum = humOf(richHum, 50.1, 0.03, rate, frames, 8);
    const auto remover = removerAt(rate);
    CHECK(leftDb(run(*remover, sumOf(clean, hum)), clean, hum, rate, 12.0) < -18.0);
}

TEST_CASE("A step of the mains is followed within two seconds", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(20.0, rate), step = framesOf(14.0, rate);
    const auto clean = surface(rate, frames, 9);
    Channels hum(2, std::vector<double>(frames));
    double turn = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        turn = std::fmod(turn + (i < step ? 50.0 : 50.25) / rate, 1.0);
        for (const int h : {1, 2, 3, 5, 7})
            hum[0][i] += 2e-4 / h * std::sin(2.0 * std::numbers::pi * std::fmod(h * turn, 1.0) + h);
        hum[1][i] = hum[0][i];
    }
    const auto remover = removerAt(rate);
    const auto output = run(*remover, sumOf(clean, hum));
    CHECK(leftDb(output, clean, hum, rate, 16.0) < -30.0);
    CHECK(std::abs(remover->found().fundamentalHz - 50.25) < 0.01);
}

TEST_CASE("Without hum not a bit is changed, whatever the notes", "[dsp][restore]") {
    constexpr double rate = 48000.0;
    const auto frames = framesOf(30.0, rate);
    for (const unsigned seed : {1u, 2u}) {
        CAPTURE(seed);
        for (const auto& signal : {music(rate, frames, seed), bassOnMains(rate, frames, seed),
                                   drone(rate, frames, seed), surface(rate, frames, seed)}) {
            const auto remover = removerAt(rate);
            CHECK(isSame(run(*remover, signal), signal));
            CHECK(remover->found().fundamentalHz == 0.0);
            CHECK(remover->found().lines == 0);
        }
    }
}

TEST_CASE("Silence, an offset, full scale and what is no number pass as they are", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(16.0, rate);
    Channels signal(2, std::vector<double>(frames, 0.0));
    auto remover = removerAt(rate);
    CHECK(isSame(run(*remover, signal), signal));
    for (auto& channel : signal)
        std::fill(channel.begin(), channel.end(), 1.0);
    CHECK(isSame(run(*remover, signal), signal));
    for (std::size_t i = 0; i < frames; ++i)
        signal[0][i] = i / 9 % 2 == 0 ? 1.0 : -1.0;
    signal[0][500] = std::numeric_limits<double>::quiet_NaN();
    signal[1][777] = std::numeric_limits<double>::infinity();
    signal[1][779] = 1e300;
    CHECK(isSame(run(*remover, signal), signal));

    // And hum is found after that as before.
    const auto clean = surface(rate, frames, 3), hum = humOf(richHum, 50.0, 0.0, rate, frames, 4);
    remover->reset();
    CHECK(leftDb(run(*remover, sumOf(clean, hum)), clean, hum, rate, 13.0) < -35.0);
}

TEST_CASE("Hum removal gives the same bits after a reset", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(15.0, rate);
    const auto signal = sumOf(music(rate, frames, 5), humOf(richHum, 60.1, 0.02, rate, frames, 6));
    const auto remover = removerAt(rate);
    const auto expected = run(*remover, signal);
    CHECK_FALSE(isSame(expected, signal));
    remover->reset();
    CHECK(isSame(run(*remover, signal), expected));
}

TEST_CASE("No more of a line is taken than was asked for", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(16.0, rate);
    const auto clean = surface(rate, frames, 3),
               hum = humOf({{1, -60}, {2, -66}, {3, -64}}, 50.0, 0.0, rate, frames, 4);
    for (const double mostDb : {6.0, 12.0, 20.0}) {
        const auto remover = removerAt(rate);
        CHECK(std::abs(leftDb(run(*remover, sumOf(clean, hum), mostDb), clean, hum, rate, 13.0) + mostDb) < 0.5);
    }
    const auto remover = removerAt(rate);
    const auto signal = sumOf(clean, hum);
    CHECK(isSame(run(*remover, signal, 0.0), signal));
}

TEST_CASE("Hum that ends is no longer subtracted, and the bits are the input's again", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(40.0, rate), end = framesOf(16.0, rate);
    auto hum = humOf(richHum, 50.0, 0.0, rate, frames, 4);
    for (auto& channel : hum)
        std::fill(channel.begin() + static_cast<std::ptrdiff_t>(end), channel.end(), 0.0);
    const auto clean = surface(rate, frames, 3);
    const auto remover = removerAt(rate);
    const auto output = run(*remover, sumOf(clean, hum));
    Channels error = output;
    for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t i = 0; i < frames; ++i)
            error[c][i] -= clean[c][i];
    // A second after the end most of it is gone.
    const auto later = framesOf(19.0, rate), span = framesOf(1.0, rate);
    CHECK(energyOf(error[0], later, later + span) < 0.01 * energyOf(hum[0], 0, span));
    CHECK(isSame(output, clean, framesOf(36.0, rate)));
}

TEST_CASE("Hum removal allocates nothing after prepare", "[dsp][restore]") {
    constexpr double rate = 8000.0;
    const auto frames = framesOf(14.0, rate);
    const auto signal = sumOf(surface(rate, frames, 3), humOf(richHum, 50.0, 0.0, rate, frames, 4));
    const auto remover = removerAt(rate);
    const auto before = allocationCount();
    for (std::size_t i = 0; i < frames; ++i)
        remover->hear({signal[0][i], signal[1][i]});
    const bool isOn = remover->isOn();
    remover->reset();
    CHECK(allocationCount() == before);
    CHECK(isOn);
}
