// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundSource.h"
#include "media/render/Render.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace phonostage::media {

/** Sound of a test record that can be read from its beginning as often as wanted: a file, or what was heard. */
class MeasuredSound {
public:
    MeasuredSound() = default;
    virtual ~MeasuredSound() = default;
    MeasuredSound(const MeasuredSound&) = delete;
    MeasuredSound& operator=(const MeasuredSound&) = delete;

    [[nodiscard]] virtual double sampleRateHz() const = 0;
    [[nodiscard]] virtual int channels() const = 0;     ///< 1 or 2
    [[nodiscard]] virtual std::string name() const = 0; ///< as messages call it

    using Use = std::function<bool(const double* const* channel, int frames)>;
    /** Planar blocks until it ends or `use` returns false. What is no number, or beyond +-1e6, is 0. Throws MediaError
       and Cancelled. */
    virtual void read(const Progress& progress, const Use& use) const = 0;
};

/** A file, or standard input. */
class FileToMeasure final : public MeasuredSound {
public:
    /** Throws MediaError where it cannot be opened, or is not of 44.1 to 192 kHz. */
    explicit FileToMeasure(const SoundSource& source);

    [[nodiscard]] double sampleRateHz() const override { return rateHz_; }
    [[nodiscard]] int channels() const override { return channels_; }
    [[nodiscard]] std::string name() const override;
    void read(const Progress& progress, const Use& use) const override;

private:
    SoundSource source_;
    double rateHz_ = 48000.0;
    int channels_ = 2;
};

/** The last minutes of what was heard, in stereo: old sound is dropped as new comes. Frames are counted from the first.
   Not for the audio thread. */
class HeardSound {
public:
    static constexpr std::int64_t chunkFrames = 65536;

    /** Keeps `seconds` and a chunk. */
    HeardSound(double rateHz, double seconds);

    void add(const float* left, const float* right, std::int64_t frames);
    [[nodiscard]] std::int64_t begin() const { return first_; } ///< the oldest frame that is kept
    [[nodiscard]] std::int64_t end() const { return end_; }
    [[nodiscard]] double rateHz() const { return rateHz_; }

    /** From frame to frame, within begin() and end(); good until sound is added. */
    [[nodiscard]] std::unique_ptr<MeasuredSound> part(std::int64_t from, std::int64_t to) const;

private:
    friend class HeardPart;
    struct Chunk {
        std::vector<float> left, right;
    };

    double rateHz_;
    std::size_t mostChunks_;
    std::vector<std::unique_ptr<Chunk>> chunks_; ///< oldest first, all but the last full
    std::int64_t first_ = 0, end_ = 0;
};

} // namespace phonostage::media
