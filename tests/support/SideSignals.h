// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/UniformNoise.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

namespace phonostage::tests {

/** A record side of which every moment is known: air, groove noise, tracks of chords that pulse, groove noise, air. */
struct SideSignal {
    int rate = 48000;
    std::vector<double> left, right;

    struct Track {
        double start, end;
        double levelDb = -20.0; ///< rms of its chord
        double pitch = 220.0;   ///< Hz
    };

    [[nodiscard]] double seconds() const { return static_cast<double>(left.size()) / rate; }
    [[nodiscard]] std::size_t frame(double second) const { return static_cast<std::size_t>(second * rate); }

    /** The interface's own noise, flat, so many dB rms. */
    static SideSignal air(int rate, double seconds, double levelDb = -100.0, std::uint64_t seed = 1) {
        SideSignal side;
        side.rate = rate;
        side.left.resize(side.frame(seconds));
        side.right = side.left;
        side.addNoise(0.0, seconds, levelDb, seed);
        return side;
    }

    /** Flat noise, rms. */
    void addNoise(double from, double to, double levelDb, std::uint64_t seed) {
        UniformNoise noise(seed);
        const double amplitude = std::pow(10.0, levelDb / 20.0) * std::sqrt(3.0);
        for (auto i = frame(from); i < frame(to) && i < left.size(); ++i) {
            left[i] += amplitude * noise();
            right[i] += amplitude * noise();
        }
    }

    /** A chord with harmonics up to 9 kHz that swells by 6 dB twice a second, with a hard start and end. */
    void addTrack(const Track& track) {
        constexpr int partials = 9;
        const double amplitude = std::pow(10.0, track.levelDb / 20.0) * std::numbers::sqrt2 / 3.0;
        for (auto i = frame(track.start); i < frame(track.end) && i < left.size(); ++i) {
            const double t = static_cast<double>(i) / rate - track.start;
            double l = 0.0, r = 0.0;
            for (int k = 0; k < partials; ++k) {
                const double hz = track.pitch * std::exp2(0.55 * k), phase = 2.0 * std::numbers::pi * hz * t;
                if (hz > 9000.0 || hz > 0.4 * rate) break;
                l += std::sin(phase + k);
                r += std::sin(phase + 2.0 * k);
            }
            const double swell = 0.75 + 0.25 * std::sin(2.0 * std::numbers::pi * 2.0 * t);
            left[i] += amplitude * swell * l;
            right[i] += amplitude * swell * r;
        }
    }

    void addClick(double at, double level) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(0.0005 * rate); ++i) {
            left[frame(at) + i] += i % 2 == 0 ? level : -level;
            right[frame(at) + i] -= i % 2 == 0 ? level : -level;
        }
    }

    void scale(double factor) {
        for (auto* channel : {&left, &right})
            for (double& x : *channel)
                x *= factor;
    }

    void append(const SideSignal& other) {
        left.insert(left.end(), other.left.begin(), other.left.end());
        right.insert(right.end(), other.right.begin(), other.right.end());
    }

    [[nodiscard]] std::vector<double> interleaved() const {
        std::vector<double> samples;
        for (std::size_t i = 0; i < left.size(); ++i) {
            samples.push_back(left[i]);
            samples.push_back(right[i]);
        }
        return samples;
    }

    /** Needle down from 3 s on; lifted 3 s before the end. Groove noise at -60 dB. */
    static SideSignal whole(int rate, double seconds, const std::vector<Track>& tracks, std::uint64_t seed = 1) {
        auto side = air(rate, seconds, -100.0, seed);
        side.addNoise(3.0, seconds - 3.0, -60.0, seed + 100);
        for (const auto& track : tracks)
            side.addTrack(track);
        return side;
    }
};

} // namespace phonostage::tests
