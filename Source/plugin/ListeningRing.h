// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::plugin {

/** What the audio thread gives to a thread that listens. Where the listener falls so far behind that the ring is full,
    all that comes is left out until it has caught up: one gap. */
class ListeningRing {
public:
    explicit ListeningRing(std::size_t frames) : size_(frames) {}

    /** The first time; before the audio thread may write. */
    void allocate() {
        if (ring_.empty()) ring_.resize(size_);
    }

    /** Audio thread, after allocate(). Wait-free. */
    template <typename Sample> void write(const Sample* left, const Sample* right, int frames) {
        const auto written = written_.load(std::memory_order_relaxed);
        const auto waiting = written - read_.load(std::memory_order_acquire);
        if (isBehind_ && waiting > 0) return;
        const auto count = static_cast<std::size_t>(frames);
        if (waiting + count > size_) {
            isBehind_ = true;
            return;
        }
        if (isBehind_) gaps_.fetch_add(1, std::memory_order_release);
        isBehind_ = false;
        for (std::size_t i = 0; i < count; ++i)
            ring_[(written + i) % size_] = {static_cast<float>(left[i]), static_cast<float>(right[i])};
        written_.store(written + count, std::memory_order_release);
    }

    // ---- the listening thread

    /** What waits is not wanted. */
    void skip() { read_.store(written_.load(std::memory_order_acquire), std::memory_order_release); }
    [[nodiscard]] bool isEmpty() const {
        return written_.load(std::memory_order_acquire) == read_.load(std::memory_order_relaxed);
    }
    /** True where something is missing in front of what waits; asked once, and only where something waits. */
    [[nodiscard]] bool takeGap() {
        const auto gaps = gaps_.load(std::memory_order_acquire);
        const bool isNew = gaps != knownGaps_;
        knownGaps_ = gaps;
        return isNew;
    }
    /** The next frames, at most so many; returns how many. */
    std::size_t read(std::array<std::vector<float>, 2>& piece, std::size_t most) {
        const auto read = read_.load(std::memory_order_relaxed);
        const auto waiting = static_cast<std::size_t>(written_.load(std::memory_order_acquire) - read);
        const auto count = waiting < most ? waiting : most;
        for (auto& channel : piece)
            channel.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto& frame = ring_[(read + i) % size_];
            piece[0][i] = frame.left;
            piece[1][i] = frame.right;
        }
        read_.store(read + count, std::memory_order_release);
        return count;
    }

private:
    struct Frame {
        float left = 0.0F, right = 0.0F;
    };

    const std::size_t size_;
    std::vector<Frame> ring_;
    std::atomic<std::uint64_t> written_{0}, read_{0};
    std::atomic<std::uint32_t> gaps_{0}; ///< each begins where the ring was empty
    bool isBehind_ = false;              ///< the audio thread's
    std::uint32_t knownGaps_ = 0;        ///< the listening thread's
};

} // namespace phonostage::plugin
