// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/tracks/Wave.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace phonostage::app {

/** The samples of a short piece of a file, to look at a cut more closely than the overview's columns. Read where a
    picture is drawn, a tenth of a second or so: never on the audio thread. */
class SampleWindow {
public:
    /** Longer pieces are shown by the overview. */
    static constexpr double longestSeconds = 0.35;

    /** Frames [first, first + count) of the file; what lies outside it is left out. Nothing is read again that is
        there. A file that cannot be read leaves the window empty. */
    void read(const std::filesystem::path& file, std::int64_t first, std::int64_t count, double sampleRateHz);

    [[nodiscard]] bool isEmpty() const { return samples_[0].empty(); }
    /** Of both channels, full scale 1.0. */
    [[nodiscard]] float peak() const { return peak_; }
    [[nodiscard]] std::int64_t first() const { return first_; } ///< that is there
    [[nodiscard]] const std::vector<float>& samples(std::size_t channel) const { return samples_[channel]; }

    /** A line through the samples, linear, its height the window's peak; single samples as dots where there is room. */
    void paint(juce::Graphics& g, const ui::Palette& colours, const Wave& wave, std::size_t channel) const;

private:
    std::filesystem::path file_;
    std::int64_t asked_ = -1, count_ = 0, first_ = 0;
    double rateHz_ = 48000.0;
    float peak_ = 0.0F;
    std::array<std::vector<float>, 2> samples_;
};

} // namespace phonostage::app
