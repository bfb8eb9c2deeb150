// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/GrooveHistory.h"

#include <optional>
#include <vector>

namespace phonostage::media {

/** One stay of the needle in the groove: what the groove's own noise is like, and what stands above it. All hops are
   those of the history, which must outlive it. */
class SideLevels {
public:
    /** groove: where the needle is safely down, at least one hop. isLifted: it ends with the lift-off, not with the
        recording. */
    SideLevels(const GrooveHistory& history, HopRange groove, bool isLifted);

    [[nodiscard]] const GrooveHistory& history() const { return history_; }
    [[nodiscard]] HopRange groove() const { return groove_; }
    /** Noise of the groove band by band: the median of the quietest half-seconds, taken over all bands together. */
    [[nodiscard]] const BandLevels& noise() const { return noise_; }
    [[nodiscard]] float noiseDb() const { return noiseDb_; } ///< all bands together

    /** The noise in front of the music: that of the lead-in alone where it is dirtier than the rest. */
    [[nodiscard]] const BandLevels& leadInNoise() const { return leadInNoise_; }

    /** Sum over the bands of what is more than 2.5 dB over the noise, dB. Music where it is above musicExcess. */
    [[nodiscard]] float excess(std::int64_t hop) const { return excess_[index(hop)]; }
    /** All bands together, dB. */
    [[nodiscard]] float level(std::int64_t hop) const { return level_[index(hop)]; }
    /** The same without what lasts less than 75 ms. */
    [[nodiscard]] float calmLevel(std::int64_t hop) const { return calm_[index(hop)]; }
    /** How far 100 to 320 Hz stand above 1 to 4 kHz, dB: far down in applause. */
    [[nodiscard]] float tilt(std::int64_t hop) const { return tilt_[index(hop)]; }
    /** Where music is: without holes shorter than 0.35 s and without sounds shorter than 0.5 s. */
    [[nodiscard]] const std::vector<HopRange>& music() const { return music_; }
    /** 60th percentile of the level of music, and how far it is over the noise (6 dB at least). */
    [[nodiscard]] float musicDb() const { return musicDb_; }
    [[nodiscard]] float spanDb() const { return spanDb_; }
    /** Below it, music is as good as over. */
    [[nodiscard]] float lowLineDb() const;

    [[nodiscard]] float levelPercentile(std::int64_t from, std::int64_t to, double part) const;

    static constexpr float musicExcess = 9.0F;
    static constexpr double smoothSeconds = 0.24;

private:
    [[nodiscard]] std::size_t index(std::int64_t hop) const { return static_cast<std::size_t>(hop - groove_.from); }
    void learnNoise();
    void measure();
    void findMusic();
    void dropHandling();
    void dropDirtyLeadIn();
    [[nodiscard]] bool isSteady(std::int64_t from, std::int64_t to) const;
    void dropLockedGroove();
    [[nodiscard]] std::optional<std::int64_t> lockedFrom(std::int64_t turn) const;

    const GrooveHistory& history_;
    HopRange groove_;
    bool isLifted_;
    BandLevels noise_{}, leadInNoise_{};
    float noiseDb_ = 0.0F, musicDb_ = 0.0F, spanDb_ = 6.0F;
    std::vector<float> excess_, level_, calm_, tilt_;
    std::vector<HopRange> music_;
};

/** The sum over the bands of what is more than `margin` over a noise, dB. */
[[nodiscard]] float excessOver(const BandLevels& level, const BandLevels& noise, float margin);

} // namespace phonostage::media
