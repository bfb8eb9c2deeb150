// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/overload/OverloadWatch.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace phonostage::tests {

using Signal = std::vector<double>;
using Runs = std::vector<std::pair<std::int64_t, std::int64_t>>; ///< start, length; sorted

constexpr double pi = 3.14159265358979323846;

struct EventRecorder : dsp::OverloadObserver {
    std::vector<dsp::OverloadEvent> events;
    std::vector<int> channels;

    void overloadEnded(int channel, const dsp::OverloadEvent& event) override {
        events.push_back(event);
        channels.push_back(channel);
    }
};

struct Watched {
    dsp::OverloadCounts counts;
    std::vector<dsp::OverloadEvent> events;

    [[nodiscard]] Runs runs() const {
        Runs list;
        for (const auto& e : events)
            list.emplace_back(e.start, e.length);
        std::sort(list.begin(), list.end());
        return list;
    }
};

/** blockSize tells the next block's size; none: all at once. */
inline Watched watch(const Signal& x, double rateHz = 48000.0, int wordBits = 0,
                     const std::function<int()>& blockSize = nullptr) {
    EventRecorder recorder;
    dsp::OverloadWatch watcher;
    watcher.prepare(rateHz, wordBits, 0, &recorder);
    for (std::size_t at = 0; at < x.size();) {
        const std::size_t left = x.size() - at;
        const std::size_t size = blockSize ? std::min(left, static_cast<std::size_t>(blockSize())) : left;
        watcher.process(x.data() + at, static_cast<int>(size));
        at += size;
    }
    watcher.flush();
    return {watcher.counts(), recorder.events};
}

inline Signal generate(int count, const std::function<double(int)>& value) {
    Signal x(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        x[static_cast<std::size_t>(i)] = value(i);
    return x;
}

inline Signal sine(int count, double rateHz, double frequencyHz, double amplitude, double phase = 0.0) {
    return generate(count, [=](int i) { return amplitude * std::sin(2.0 * pi * frequencyHz * i / rateHz + phase); });
}

inline Signal clipped(Signal x, double low, double high) {
    for (double& v : x)
        v = std::clamp(v, low, high);
    return x;
}

/** As a converter does it: rounded, with triangular dither of +-1 LSB where asked for, clipped at the last codes. */
inline Signal quantised(Signal x, int bits, bool dithered = false, unsigned seed = 1) {
    const double scale = std::ldexp(1.0, bits - 1);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(-0.5, 0.5);
    for (double& v : x) {
        const double dither = dithered ? uniform(random) + uniform(random) : 0.0;
        v = std::clamp(std::nearbyint(v * scale + dither), -scale, scale - 1.0) / scale;
    }
    return x;
}

/** Runs of at least `shortest` samples at one of the two levels. */
inline Runs runsAt(const Signal& x, double low, double high, std::int64_t shortest = 3) {
    const auto level = [&](std::size_t i) { return x[i] >= high ? 1 : x[i] <= low ? -1 : 0; };
    Runs list;
    for (std::size_t i = 0; i < x.size();) {
        std::size_t end = i + 1;
        while (end < x.size() && level(end) == level(i))
            ++end;
        const auto length = static_cast<std::int64_t>(end - i);
        if (level(i) != 0 && length >= shortest) list.emplace_back(static_cast<std::int64_t>(i), length);
        i = end;
    }
    return list;
}

/** Runs no more than 1 ms apart, as one. */
inline Runs grouped(const Runs& runs, double rateHz) {
    const auto gap = static_cast<std::int64_t>(rateHz / 1000.0);
    Runs list;
    for (const auto& [start, length] : runs) {
        if (!list.empty() && start - (list.back().first + list.back().second - 1) <= gap)
            list.back().second = start + length - list.back().first;
        else
            list.emplace_back(start, length);
    }
    return list;
}

/** What counts as an overload at full scale, from the definition: ceiling samples no more than 1 ms apart are one
   event; events count where anywhere two samples are adjacent. */
inline Runs fullScaleEvents(const Signal& x, double low, double high, double rateHz) {
    const Runs runs = runsAt(x, low, high, 1);
    const bool isOverloaded = std::any_of(runs.begin(), runs.end(), [](const auto& run) { return run.second > 1; });
    return isOverloaded ? grouped(runs, rateHz) : Runs();
}

/** "none", or the first runs that only one has. */
inline std::string difference(const Runs& found, const Runs& truth) {
    std::string text;
    const auto tell = [&](const char* what, const Runs& those, const Runs& others) {
        int told = 0;
        for (const auto& run : those) {
            if (std::binary_search(others.begin(), others.end(), run) || ++told > 3) continue;
            text += std::string(what) + " " + std::to_string(run.second) + " at " + std::to_string(run.first) + "; ";
        }
        if (told > 3) text += "and " + std::to_string(told - 3) + " more; ";
    };
    tell("missing", truth, found);
    tell("not there", found, truth);
    return text.empty() ? "none" : text;
}

/** What a converter makes of it: noise of so many dBFS, 24 bit. */
inline Signal captured(Signal x, double noiseDbfs, unsigned seed = 9) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, std::pow(10.0, noiseDbfs / 20.0));
    for (double& v : x)
        v += normal(random);
    return quantised(std::move(x), 24);
}

inline Signal clippedBy(Signal x, double overDb, double level) {
    const double gain = std::pow(10.0, overDb / 20.0);
    for (double& v : x)
        v = level * std::clamp(gain * v, -1.0, 1.0);
    return x;
}

/** Twice the rate: a sample between each two, by a windowed sinc; all are filtered alike. */
inline Signal doubled(const Signal& x) {
    constexpr int taps = 127, middle = taps / 2;
    std::array<double, taps> h{};
    for (int i = 0; i < taps; ++i) {
        const double t = 0.5 * (i - middle), window = 0.5 - 0.5 * std::cos(2.0 * pi * (i + 1) / (taps + 1));
        h[static_cast<std::size_t>(i)] = window * (i == middle ? 1.0 : std::sin(pi * t) / (pi * t));
    }
    return generate(2 * (static_cast<int>(x.size()) - taps), [&](int n) {
        double sum = 0.0;
        for (int i = n % 2; i < taps; i += 2)
            sum += h[static_cast<std::size_t>(i)] * x[static_cast<std::size_t>((n + i) / 2)];
        return sum;
    });
}

} // namespace phonostage::tests
