// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/TruePeak.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace phonostage::media {

/** Loudness of one track: integrated, of EBU R 128 (libebur128), and true peak. */
class TrackLoudness {
public:
    /** channels: 1 or 2. Throws MediaError. */
    TrackLoudness(double sampleRateHz, int channels);
    ~TrackLoudness();
    TrackLoudness(const TrackLoudness&) = delete;
    TrackLoudness& operator=(const TrackLoudness&) = delete;

    void add(const double* const* channel, int frames);
    void finish();

    /** LUFS; empty for silence and for less than 400 ms. */
    [[nodiscard]] std::optional<double> lufs() const;
    [[nodiscard]] double truePeak() const;

    /** Of several tracks as of one: empty where all are silent. */
    [[nodiscard]] static std::optional<double> lufsOf(const std::vector<const TrackLoudness*>& tracks);

private:
    struct Meter;
    std::unique_ptr<Meter> meter_;
    std::array<dsp::TruePeak, 2> peaks_;
    std::vector<double> interleaved_;
    int channels_;
};

/** ReplayGain 2.0 brings all to this, LUFS. */
constexpr double replayGainLufs = -18.0;

} // namespace phonostage::media
