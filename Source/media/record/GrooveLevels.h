// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace phonostage::media {

/** The level that tells a needle in a groove from air, every 10 ms: the power from 2 to 10 kHz of all channels, in
    pieces of 1 ms. Of the ten pieces the third lowest, which neither clicks nor a phone's bursts reach; and the
   highest. Hum and its harmonics lie below 2 kHz, handling is low and short. Beside it the power from 200 Hz to 2 kHz,
   where soft music is that has no treble. */
class GrooveLevels {
public:
    static constexpr double hopSeconds = 0.01;
    static constexpr int piecesPerHop = 10;

    struct Hop {
        float low = 0.0F;  ///< dB re full scale squared, third lowest
        float high = 0.0F; ///< highest
        float mid = 0.0F;  ///< 200 Hz to 2 kHz, of the whole hop
    };

    void prepare(double sampleRateHz, int channels);
    /** Interleaved, full scale 1.0; appends the hops that are complete. */
    void process(const float* samples, int frames, std::vector<Hop>& hops);
    [[nodiscard]] int hopFrames() const { return hopFrames_; }

private:
    /** One second-order section, direct form II transposed. */
    struct Section {
        double b0 = 0.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
    };
    struct State {
        double s1 = 0.0, s2 = 0.0;
    };
    static constexpr std::size_t sections = 3, mostChannels = 2;
    using Band = std::array<Section, sections>;
    using BandState = std::array<State, sections>;

    [[nodiscard]] static Band bandFrom(double lowHz, double highHz, double sampleRateHz);
    [[nodiscard]] static double filtered(const Band& band, BandState& state, double value);

    [[nodiscard]] Hop takeHop();

    int channels_ = 2, hopFrames_ = 480, pieceFrames_ = 48, inHop_ = 0;
    Band treble_{}, mid_{};
    std::array<BandState, mostChannels> trebleState_{}, midState_{};
    double midPower_ = 0.0;
    std::array<double, piecesPerHop> power_{};
};

} // namespace phonostage::media
