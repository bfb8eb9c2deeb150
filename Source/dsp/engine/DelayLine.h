// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::dsp {

/** The newest frames of a signal, to be read later. What was before the first one is silence. Real-time safe but for
    prepare(). */
template <typename Frame> class DelayLine {
public:
    /** Room for delays of up to mostFrames where up to mostAtOnce are written at once. Forgets everything. */
    void prepare(int mostFrames, int mostAtOnce) {
        frames_.assign(std::bit_ceil(static_cast<std::size_t>(mostFrames) + static_cast<std::size_t>(mostAtOnce)),
                       Frame());
        clear();
    }

    /** Forgets everything. */
    void clear() { written_ = 0; }

    void write(const Frame* from, int count) {
        forEachStretch(written_, count, [&](std::size_t at, std::ptrdiff_t done, std::ptrdiff_t n) {
            std::copy_n(from + done, n, frames_.begin() + static_cast<std::ptrdiff_t>(at));
        });
        written_ += count;
    }

    /** As many frames as were written last, each delayFrames late. */
    void read(int delayFrames, Frame* to, int count) const {
        const std::int64_t first = written_ - count - delayFrames;
        const int silent = static_cast<int>(std::clamp<std::int64_t>(-first, 0, count));
        std::fill_n(to, silent, Frame());
        forEachStretch(first + silent, count - silent, [&](std::size_t at, std::ptrdiff_t done, std::ptrdiff_t n) {
            std::copy_n(frames_.begin() + static_cast<std::ptrdiff_t>(at), n, to + silent + done);
        });
    }

private:
    /** The ring from a position on, in at most two pieces. */
    template <typename Work> void forEachStretch(std::int64_t position, int count, Work work) const {
        const std::size_t at = static_cast<std::size_t>(position) & (frames_.size() - 1);
        const auto first = std::min<std::ptrdiff_t>(count, static_cast<std::ptrdiff_t>(frames_.size() - at));
        if (first > 0) work(at, 0, first);
        if (count > first) work(0, first, count - first);
    }

    std::vector<Frame> frames_; ///< a ring; its size is a power of two
    std::int64_t written_ = 0;
};

} // namespace phonostage::dsp
