// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/render/Render.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace phonostage::media {

constexpr int blockFrames = 2048;    ///< two channels of double stay in a core's first cache
constexpr int blocksPerReport = 128; ///< 2 to 30 s of sound, a few milliseconds of work

/** Room for one block, planar. */
class Block {
public:
    Block() {
        for (std::size_t c = 0; c < 2; ++c)
            pointers_[c] = samples_.data() + c * blockFrames;
    }
    [[nodiscard]] double* const* channels() const { return pointers_.data(); }
    [[nodiscard]] double* channel(int c) const { return pointers_[static_cast<std::size_t>(c)]; }

private:
    std::vector<double> samples_ = std::vector<double>(std::size_t{2} * blockFrames);
    std::array<double*, 2> pointers_{};
};

inline void tell(const Progress& progress, std::int64_t done, std::optional<std::int64_t> total) {
    if (progress && !progress(done, total)) throw Cancelled();
}

/** Reads to the end, block by block; returns how many frames there were. Throws MediaError, and Cancelled. */
template <typename Work> std::int64_t forEachBlock(AudioReader& reader, const Progress& progress, Work work) {
    const Block block;
    std::int64_t frames = 0;
    for (int count = 0;; ++count) {
        if (count % blocksPerReport == 0) tell(progress, frames, reader.frames());
        const int n = reader.read(block.channels(), blockFrames);
        if (n == 0) break;
        work(block, n);
        frames += n;
    }
    tell(progress, frames, frames);
    return frames;
}

} // namespace phonostage::media
