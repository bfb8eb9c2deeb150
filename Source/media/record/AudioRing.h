// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

namespace phonostage::media {

/** Samples on their way from the audio thread to the disk, and the pre-roll: one writer, one reader, no lock.

    Positions are frames since prepare(), and count what was delivered: where the ring was full, or the device reports
   that it lost frames, a hole takes their place, so that time stays right. Nothing is ever dropped without one. */
class AudioRing {
public:
    /** A stretch of frames that are missing. */
    struct Hole {
        std::int64_t position = 0; ///< of the first missing frame
        std::int64_t frames = 0;   ///< 0: the device reported a drop-out of a length that is not known
        bool isOverflow = false;   ///< the ring was full; else the device lost them
    };

    /** Allocates and touches everything. Neither thread may be inside. */
    void prepare(int channels, std::int64_t capacityFrames);

    // ---- the audio thread: neither allocates, locks, waits nor calls the system

    /** channels as prepared, planar; null: silence. All is taken, or (what has no room) counted as a hole. */
    void write(const float* const* channels, int frames) noexcept;
    /** The device says that frames were lost here; 0: it does not say how many. */
    void noteDropOut(std::int64_t frames) noexcept;

    // ---- the reader

    /** One past the last frame that can be read or is known to be missing. */
    [[nodiscard]] std::int64_t end() const { return published_.load(std::memory_order_acquire); }
    /** The first frame that is still here. */
    [[nodiscard]] std::int64_t begin() const { return begin_; }
    /** Interleaved; frames within [begin(), end()). What is missing reads as 0, once takeHole() has said it. */
    void read(std::int64_t position, int frames, float* interleaved) const;
    /** Gives the room of all in front of a position to the writer. */
    void release(std::int64_t position);
    /** The next hole that begins no later than at a position, once. In the order of their positions. */
    [[nodiscard]] std::optional<Hole> takeHole(std::int64_t upTo);

    // ---- any thread

    [[nodiscard]] int channels() const { return channels_; }
    [[nodiscard]] std::int64_t capacityFrames() const { return capacity_; }
    /** Delivered so far, with what is missing. */
    [[nodiscard]] std::int64_t delivered() const { return delivered_.load(std::memory_order_acquire); }
    /** Room for so many frames without a hole. */
    [[nodiscard]] std::int64_t roomFrames() const {
        return capacity_ - (end() - released_.load(std::memory_order_acquire));
    }

private:
    void publishHole() noexcept;
    void publish() noexcept;
    void copyIn(const float* const* channels, int frames) noexcept;

    static constexpr std::size_t holeSlots = 256;

    int channels_ = 2;
    std::int64_t capacity_ = 0;
    std::vector<float> samples_; ///< interleaved
    std::atomic<std::int64_t> published_{0}, delivered_{0}, released_{0};
    std::int64_t written_ = 0; ///< the writer's own: frames in the ring and in holes before
    Hole open_;                ///< the writer's own: not yet published, where isOpen_
    bool isOpen_ = false;
    std::array<Hole, holeSlots> holes_{};
    std::atomic<std::uint64_t> holesIn_{0}, holesOut_{0};
    std::int64_t begin_ = 0;   ///< the reader's own
    std::vector<Hole> recent_; ///< the reader's own: holes that read() still has to know
};

} // namespace phonostage::media
