// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/GrooveMeter.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phonostage::media {

/** Levels of the bands, dB. */
using BandLevels = std::array<float, dsp::grooveBands>;

/** The GrooveHops of a whole capture in 25 bytes each, 9 MB an hour at any sample rate. Band levels are kept in steps
   of 0.625 dB from -150 to +9 dB; medians look between the steps. */
class GrooveHistory {
public:
    explicit GrooveHistory(double hopSeconds) : hopSeconds_(hopSeconds) {}

    void add(const dsp::GrooveHop& hop);

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(quiet_.size()); } ///< hops
    [[nodiscard]] double hopSeconds() const { return hopSeconds_; }
    [[nodiscard]] std::int64_t hopsIn(double seconds) const; ///< rounded, 1 at least
    [[nodiscard]] double seconds(double hops) const { return hops * hopSeconds_; }

    [[nodiscard]] float quietDb(std::int64_t hop) const { return 0.01F * quiet_[index(hop)]; }
    [[nodiscard]] float loudDb(std::int64_t hop) const { return toDb(loud_[index(hop)]); }
    [[nodiscard]] float flatness(std::int64_t hop) const { return static_cast<float>(flat_[index(hop)]) / 255.0F; }
    [[nodiscard]] float bandDb(std::int64_t hop, std::size_t band) const {
        return toDb(bands_[index(hop) * dsp::grooveBands + band]);
    }

    /** Takes clicks out of the bands: a hop with a millisecond 15 dB over its quiet ones, and as loud 60 ms before as
       60 ms after within 6 dB; it and two to each side get the lower of the levels around them. Once, when all is
       added. */
    void eraseClicks();

    /** Running medians over so many hops around each hop from `from` on (less at the ends of the capture). */
    [[nodiscard]] std::vector<BandLevels> medians(std::int64_t from, std::int64_t to, std::int64_t window) const;
    /** The median of each band over all hops from `from` to `to`, which must be at least one. */
    [[nodiscard]] BandLevels median(std::int64_t from, std::int64_t to) const;

private:
    static constexpr float lowestDb = -150.0F, stepDb = 0.625F;
    [[nodiscard]] static float toDb(std::uint8_t code) { return lowestDb + stepDb * static_cast<float>(code); }
    [[nodiscard]] static std::uint8_t toCode(float db);
    [[nodiscard]] static std::size_t index(std::int64_t hop) { return static_cast<std::size_t>(hop); }

    double hopSeconds_;
    std::vector<std::uint8_t> bands_;
    std::vector<std::int16_t> quiet_; ///< 0.01 dB
    std::vector<std::uint8_t> loud_, flat_;
};

/** The middle value, or the mean of the two in the middle; 0 for an empty list, which it puts out of order. */
[[nodiscard]] float medianOf(std::vector<float>& values);
/** So far up in the ordered list, 0 to 1, between two values as numpy does; 0 for an empty list. */
[[nodiscard]] float percentileOf(std::vector<float> values, double part);
/** Running medians over so many values around each (less at the ends). */
[[nodiscard]] std::vector<float> runningMedians(const std::vector<float>& values, std::int64_t window);

/** From the first to behind the last. */
struct HopRange {
    std::int64_t from = 0, to = 0;
    [[nodiscard]] std::int64_t length() const { return to - from; }
    bool operator==(const HopRange&) const = default;
};
/** The stretches in which the flag is set. */
[[nodiscard]] std::vector<HopRange> stretchesOf(const std::vector<bool>& flags);

} // namespace phonostage::media
