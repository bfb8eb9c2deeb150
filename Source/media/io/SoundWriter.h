// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace phonostage::media {

/** Where a render's samples go: a file, or parts of them into several. */
class SoundWriter {
public:
    virtual ~SoundWriter() = default;

    /** Planar samples, full scale 1.0, finite. With keepWritten they become what the file now holds; else they may
        change too, and mean nothing. Throws MediaError. */
    virtual void write(double* const* channel, int frames, bool keepWritten) = 0;
    /** Ends what is written. Throws MediaError. */
    virtual void finish() = 0;

    [[nodiscard]] virtual std::int64_t framesWritten() const = 0;
    /** Samples held at full scale (16 and 24 bit), or beyond it (float: kept as they are). */
    [[nodiscard]] virtual std::int64_t clippedSamples(int channel) const = 0;
    [[nodiscard]] virtual double peak(int channel) const = 0; ///< largest |sample| that was handed in
};

} // namespace phonostage::media
