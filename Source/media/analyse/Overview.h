// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace phonostage::media {

/** The level of a hundredth of a second, in half decibels below full scale: 0 is full scale or above, 255 silence. */
struct OverviewColumn {
    std::array<std::uint8_t, 2> peak{255, 255};
    std::array<std::uint8_t, 2> rms{255, 255}; ///< of a sine: as high as its peak

    bool operator==(const OverviewColumn&) const = default;
};

/** The levels of a whole file, to draw it from: 1.4 MB an hour at any rate. Mono has the same on both sides. */
class Overview {
public:
    static constexpr double columnSeconds = 0.01;
    static constexpr double lowestDbfs = -127.5;

    Overview() = default;
    Overview(double sampleRateHz, int channels);

    /** Planar, full scale 1.0; as many channels as said. */
    void add(const double* const* channel, int frames);
    /** The begun column, too. */
    void finish();

    [[nodiscard]] double sampleRateHz() const { return sampleRateHz_; }
    [[nodiscard]] std::int64_t frames() const { return frames_; }
    [[nodiscard]] double seconds() const {
        return sampleRateHz_ > 0.0 ? static_cast<double>(frames_) / sampleRateHz_ : 0.0;
    }
    [[nodiscard]] const std::vector<OverviewColumn>& columns() const { return columns_; }
    /** The loudest between two moments. */
    [[nodiscard]] OverviewColumn between(double fromSeconds, double toSeconds) const;

    /** Kept in the folder .phonostage beside the audio file, so that it opens at once next time. */
    [[nodiscard]] static std::filesystem::path placeOf(const std::filesystem::path& audio);
    /** Empty where there is none, or none of this state of the file. */
    [[nodiscard]] static std::optional<Overview> load(const std::filesystem::path& audio);
    /** False where it could not be kept, which is no loss. */
    bool save(const std::filesystem::path& audio) const;

private:
    void endColumn();

    double sampleRateHz_ = 0.0;
    int channels_ = 2;
    std::int64_t frames_ = 0, columnFrames_ = 480, inColumn_ = 0;
    std::array<double, 2> peak_{}, squares_{};
    std::vector<OverviewColumn> columns_;
};

} // namespace phonostage::media
