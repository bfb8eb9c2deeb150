// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace phonostage::dsp {

/** Whether tops come at one even distance, 64 to 8,192 samples, whatever else comes between them: those of a steady
   tone do, and its period is the distance. In small steps. Real-time safe. */
class TopSpacing {
public:
    static constexpr std::size_t mostTops = 128;

    void start();
    /** One step, some 400 instructions. times: of up to mostTops tops, in samples, the newest (the largest) first; the
        same ones until it returns true: all has been looked at. */
    [[nodiscard]] bool advance(std::span<const float> times);
    /** Then: one in four tops, and at least eight, have another one at the same distance (within 1 %) before them, five
        times as many as have one at distances around it. Captures of a steady saw under hats have 30 %. */
    [[nodiscard]] bool isEven() const { return isEven_; }

private:
    static constexpr std::size_t octaves = 7, binsInOctave = 128, bins = octaves * binsInOctave;

    void count(std::span<const float> times);
    void judge(std::size_t tops);

    std::array<std::uint8_t, bins> counts_{}, lastTop_{};
    std::size_t later_ = 0, earlier_ = 1, bin_ = 0;
    bool isEven_ = false;
};

} // namespace phonostage::dsp
