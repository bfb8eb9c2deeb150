// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"
#include "dsp/measure/ToneMeter.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace phonostage::media {

/** A stretch of a file with one steady tone: its edges, where the level is not yet that of the tone, left out. */
struct ToneBand {
    std::int64_t start = 0;
    std::int64_t frames = 0;
    double frequencyHz = 0.0; ///< to about 0.1 %
    double levelDbfs = 0.0;   ///< of the stronger channel, to about 1 dB
    dsp::ToneSide side = dsp::ToneSide::both;
};

/** Looks for steady tones in a stream of samples, in pieces of about 0.1 s: constant memory, some hundred times as fast
    as the sound. A tone is steady while its frequency stays within 1.5 % and its level from piece to piece within 1 dB;
    channels that are more than 10 dB apart make it a band of one channel. 100 Hz up to 20 kHz or 0.45 of the rate. */
class ToneBandFinder {
public:
    static constexpr double leastSeconds = 1.0;
    static constexpr double oneSideDb = 10.0;

    ToneBandFinder(double rateHz, int channels);

    /** Planar samples, full scale 1.0; those that are not finite or beyond +-1e6 count as 0. */
    void add(const double* const* channel, int frames);
    void finish();

    [[nodiscard]] std::int64_t frames() const { return frames_; } ///< seen

    /** Bands of at least leastSeconds, in their order. After finish(). */
    [[nodiscard]] const std::vector<ToneBand>& bands() const { return bands_; }
    /** The longest stretch in which any line stood out, however it wavered: for a verdict where there is no band. */
    [[nodiscard]] std::optional<ToneBand> longestTonal() const;

private:
    struct Piece {
        bool tonal = false;
        double frequencyHz = 0.0;
        double levelDbfs = 0.0;
        dsp::ToneSide side = dsp::ToneSide::both;
    };
    struct Run {
        std::int64_t start = 0; ///< pieces
        std::int64_t count = 0;
        Piece first, last;
        double levelSum = 0.0;
        double frequencySum = 0.0;
    };

    [[nodiscard]] Piece look();
    void extend(const Piece& piece);
    void close();

    double rateHz_;
    int channels_;
    dsp::SpectrumMeter meter_;
    std::vector<double> held_[2];
    std::size_t fill_ = 0;
    std::int64_t pieces_ = 0;
    std::int64_t frames_ = 0;
    Run run_, tonal_, longest_;
    std::vector<ToneBand> bands_;
};

} // namespace phonostage::media
