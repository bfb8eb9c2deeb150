// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/restore/HumRemover.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <utility>
#include <vector>

// Captures whose hum is known: what a cartridge gives of music, notes and surface noise, in volts, and mains hum.

namespace phonostage::tests {

using Channels = std::vector<std::vector<double>>;

/** Harmonic and level, dBV rms. */
using HumLevels = std::vector<std::pair<int, double>>;

/** A rich hum of a ground loop, a faint one, and the ripple of a rectifier: 100 Hz and its multiples. */
inline const HumLevels richHum{{1, -72},  {2, -84},  {3, -76},   {4, -94},   {5, -82},   {7, -88},  {9, -92},
                               {11, -96}, {13, -99}, {15, -102}, {20, -106}, {25, -106}, {31, -108}};
inline const HumLevels faintHum{{1, -88}, {2, -96}, {3, -92}, {5, -100}, {7, -106}};
inline const HumLevels rippleHum{{2, -78}, {4, -84}, {6, -88}, {8, -91}, {10, -94}, {12, -97}, {16, -102}, {20, -106}};

/** Levels differ by some dB between the channels; the frequency wanders slowly, by a sine of 17 s. */
inline Channels humOf(const HumLevels& levels, double hz, double wanderHz, double rateHz, std::size_t frames,
                      unsigned seed) {
    constexpr double pi = std::numbers::pi;
    std::mt19937 random(seed);
    std::normal_distribution<double> spread(0.0, 3.0);
    std::uniform_real_distribution<double> phase(0.0, 2.0 * pi);
    const double start = phase(random);
    std::vector<double> turns(frames);
    double turn = 0.0;
    for (std::size_t i = 0; i < frames; ++i) {
        turns[i] = turn;
        turn += (hz + wanderHz * std::sin(2.0 * pi * static_cast<double>(i) / rateHz / 17.0 + start)) / rateHz;
        turn -= std::floor(turn);
    }
    Channels hum(2, std::vector<double>(frames, 0.0));
    for (const auto& [harmonic, db] : levels)
        for (auto& channel : hum) {
            const double peak = std::sqrt(2.0) * std::pow(10.0, (db + spread(random)) / 20.0), at = phase(random);
            for (std::size_t i = 0; i < frames; ++i)
                channel[i] += peak * std::sin(2.0 * pi * std::fmod(harmonic * turns[i], 1.0) + at);
        }
    return hum;
}

/** A note with partials that decay, begins at once and ends softly. */
inline void addNote(Channels& to, double hz, double peak, double fromSeconds, double seconds, double decaySeconds,
                    double pan, double rateHz) {
    constexpr double pi = std::numbers::pi;
    const auto first = static_cast<std::size_t>(fromSeconds * rateHz);
    const auto count = static_cast<std::size_t>(seconds * rateHz);
    for (std::size_t i = 0; i < count && first + i < to[0].size(); ++i) {
        const double t = static_cast<double>(i) / rateHz;
        const double shape = std::min({t / 0.01, 1.0, (seconds - t) / 0.1}) * std::exp(-t / decaySeconds);
        double value = 0.0;
        for (int h = 1; h <= 5; ++h)
            value += std::sin(2.0 * pi * std::fmod(h * hz * t, 1.0) + h) / std::pow(h, 1.5);
        to[0][first + i] += peak * shape * value * (1.0 - pan);
        to[1][first + i] += peak * shape * value * pan;
    }
}

inline Channels surface(double rateHz, std::size_t frames, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, std::pow(10.0, -96.0 / 20.0) * std::sqrt(rateHz / 48000.0));
    Channels noise(2, std::vector<double>(frames));
    for (auto& channel : noise)
        for (auto& x : channel)
            x = normal(random);
    return noise;
}

/** Notes of three voices, never long on one pitch, on surface noise. */
inline Channels music(double rateHz, std::size_t frames, unsigned seed) {
    auto signal = surface(rateHz, frames, seed);
    std::mt19937 random(seed + 1);
    std::uniform_real_distribution<double> any(0.0, 1.0);
    const double seconds = static_cast<double>(frames) / rateHz;
    for (int voice = 0; voice < 3; ++voice)
        for (double at = 0.1 * voice; at < seconds;) {
            const double length = 0.2 + 0.8 * any(random);
            const int key = 28 + 12 * voice + static_cast<int>(20.0 * any(random));
            const double hz = 440.0 * std::pow(2.0, (key - 69.0) / 12.0);
            // As recorded: the bass is low, as RIAA will raise it.
            const double level = 1.5e-3 * std::min(1.0, hz / 500.0) * (0.3 + any(random));
            addNote(signal, hz, level, at, length, 0.6, any(random), rateHz);
            at += length * (0.7 + 0.5 * any(random));
        }
    return signal;
}

/** Bass notes of 1 to 4 s on and beside 50, 60, 100 and 150 Hz, with short pauses, over music. */
inline Channels bassOnMains(double rateHz, std::size_t frames, unsigned seed) {
    auto signal = music(rateHz, frames, seed);
    std::mt19937 random(seed + 2);
    std::uniform_real_distribution<double> any(0.0, 1.0);
    constexpr double pitches[] = {49.0, 50.0, 50.0, 51.9, 60.0, 100.0, 98.0, 150.0};
    const double seconds = static_cast<double>(frames) / rateHz;
    for (double at = 1.0; at < seconds - 4.5;) {
        const double length = 1.0 + 3.0 * any(random);
        addNote(signal, pitches[random() % 8], 4e-4, at, length, 30.0, 0.5, rateHz);
        at += length + 0.1 + 0.5 * any(random);
    }
    return signal;
}

/** A pedal on 50 Hz that swells and rests for half a second every five: a note, and no hum. */
inline Channels drone(double rateHz, std::size_t frames, unsigned seed) {
    auto signal = music(rateHz, frames, seed);
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rateHz, place = std::fmod(t, 5.0);
        const double gate = std::clamp(std::min(place / 0.05, (4.5 - place) / 0.2), 0.0, 1.0);
        const double swell = 0.75 + 0.25 * std::sin(2.0 * std::numbers::pi * 0.3 * t);
        double value = 0.0;
        for (int h = 1; h <= 3; ++h)
            value += std::sin(2.0 * std::numbers::pi * std::fmod(50.0 * h * t, 1.0) + h) / h;
        for (auto& channel : signal)
            channel[i] += 3e-4 * gate * swell * value;
    }
    return signal;
}

inline Channels sumOf(Channels a, const Channels& b) {
    for (std::size_t c = 0; c < a.size(); ++c)
        for (std::size_t i = 0; i < a[c].size(); ++i)
            a[c][i] += b[c][i];
    return a;
}

/** Without the hum that was found, and no more of it than wanted. lateFrames: the remover hears all so much later, and
    says what is ahead of that. */
inline Channels run(dsp::HumRemover& remover, const Channels& signal, double mostDb = dsp::HumRemover::mostMostDb,
                    std::size_t lateFrames = 0) {
    Channels output = signal;
    const double share = dsp::HumRemover::shareOf(mostDb);
    for (std::size_t i = 0; i < signal[0].size(); ++i) {
        if (remover.isOn()) {
            const auto hum = remover.hum(static_cast<double>(lateFrames));
            output[0][i] -= share * hum.left();
            output[1][i] -= share * hum.right();
        }
        remover.hear(i < lateFrames ? dsp::StereoDouble()
                                    : dsp::StereoDouble(signal[0][i - lateFrames], signal[1][i - lateFrames]));
    }
    return output;
}

inline double energyOf(const std::vector<double>& x, std::size_t from, std::size_t to) {
    double sum = 0.0;
    for (std::size_t i = from; i < to; ++i)
        sum += x[i] * x[i];
    return sum;
}

/** What is left of hum and what else was changed, over the hum, in dB, from a time on; both channels. */
inline double leftDb(const Channels& output, const Channels& clean, const Channels& hum, double rateHz,
                     double fromSeconds) {
    double error = 0.0, whole = 0.0;
    const auto from = static_cast<std::size_t>(fromSeconds * rateHz);
    for (std::size_t c = 0; c < 2; ++c) {
        auto difference = output[c];
        for (std::size_t i = 0; i < difference.size(); ++i)
            difference[i] -= clean[c][i];
        error += energyOf(difference, from, difference.size());
        whole += energyOf(hum[c], from, difference.size());
    }
    return 10.0 * std::log10(error / whole + 1e-30);
}

} // namespace phonostage::tests
