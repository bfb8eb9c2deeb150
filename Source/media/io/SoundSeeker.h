// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundFile.h"

#include <cstdint>
#include <filesystem>

namespace phonostage::media {

/** Reads a sound file from any place on, to hear it: by the library alone, without what AudioReader knows of headers
   that lie. Not for the audio thread. */
class SoundSeeker {
public:
    /** Throws MediaError. */
    explicit SoundSeeker(const std::filesystem::path& path);

    [[nodiscard]] double sampleRateHz() const { return sampleRateHz_; }
    [[nodiscard]] int channels() const { return channels_; }
    [[nodiscard]] std::int64_t frames() const { return frames_; }

    void seek(std::int64_t frame);
    /** Planar, the first two channels; of mono both are the same. Fewer than asked for at the end. */
    [[nodiscard]] int read(double* left, double* right, int frames);

private:
    SoundFileHandle handle_;
    double sampleRateHz_ = 0.0;
    int channels_ = 0;
    std::int64_t frames_ = 0;
    std::vector<double> samples_;
};

} // namespace phonostage::media
