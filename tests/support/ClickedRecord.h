// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/SoundFiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <random>
#include <vector>

namespace phonostage::tests {

struct RecordClick {
    std::size_t frame = 0;
    bool isLeft = true, isRight = true;
};

constexpr std::size_t clickedRecordFrames = 6 * 48000;
constexpr double clickedRecordHeight = 0.2; ///< of full scale

/** Eight clicks of a fifth of a millisecond and their ringing: left, right, both in turn. */
inline std::vector<RecordClick> clickedRecordClicks() {
    std::vector<RecordClick> clicks;
    for (std::size_t i = 0; i < 8; ++i)
        clicks.push_back({30000 + 30011 * i, i % 3 != 1, i % 3 != 0});
    return clicks;
}

/** Something like music of two resonances, both channels in turn, at 48 kHz. It fades in the end: what ends in the
   middle ends with a step, which is as short as a click. */
inline std::vector<double> resonantMusic(std::size_t frames) {
    constexpr double fadeFrames = 2400.0;
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    std::vector<double> samples(2 * frames);
    double low[2] = {}, high[2] = {};
    for (std::size_t i = 0; i < frames; ++i) {
        const double l = 1.9319 * low[0] - 0.9409 * low[1] + 1e-4 * normal(random);
        const double h = 1.75 * high[0] - 0.90 * high[1] + 1e-4 * normal(random);
        low[1] = low[0];
        low[0] = l;
        high[1] = high[0];
        high[0] = h;
        const double fade = std::min(1.0, static_cast<double>(frames - i) / fadeFrames);
        samples[2 * i] = fade * (l + 0.3 * h + 2e-5 * normal(random));
        samples[2 * i + 1] = fade * (0.6 * l + h + 2e-5 * normal(random));
    }
    return samples;
}

/** Six seconds of it, with these clicks. ratio: of each one's height to that of the one before. */
inline void writeClickedRecord(const std::filesystem::path& path, bool hasClicks = true, double ratio = 1.0) {
    auto samples = resonantMusic(clickedRecordFrames);
    double height = clickedRecordHeight;
    for (const auto& click : clickedRecordClicks()) {
        for (std::size_t i = 0; hasClicks && i < 30; ++i) {
            const double y = height * std::exp(-0.2 * static_cast<double>(i)) * std::cos(1.1 * static_cast<double>(i));
            if (click.isLeft) samples[2 * (click.frame + i)] += y;
            if (click.isRight) samples[2 * (click.frame + i) + 1] += y;
        }
        height *= ratio;
    }
    const bool isFlac = path.extension() == ".flac";
    writeSound(path, (isFlac ? SF_FORMAT_FLAC : SF_FORMAT_WAV) | SF_FORMAT_PCM_24, 48000, 2, samples);
}

} // namespace phonostage::tests
