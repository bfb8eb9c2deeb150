// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace phonostage::plugin {

/** The newest samples of input and output, for a spectrum. The audio thread writes, wait-free, and only while somebody
    reads; one thread reads (the message thread). A reader that is overtaken finds out. */
class SpectrumTap {
public:
    static constexpr std::size_t frames = std::size_t{1} << 15; ///< the most that can be read

    /** The same frames of both sides, oldest first: samples, 1.0 is full scale. Mono inputs are alike in both channels.
        What is not finite reads as 0. */
    struct Frames {
        std::array<std::vector<float>, 2> input;
        std::array<std::vector<float>, 2> output;
        std::uint64_t end = 0; ///< frames written in all up to the last of these: unchanged means nothing new
    };

    // ---- message thread

    /** Memory is allocated at the first call with true. Frames from before are not read again. */
    void setActive(bool active);

    [[nodiscard]] bool isActive() const { return active_.load(std::memory_order_relaxed); }

    /** The newest count (1 to frames) frames. False, and into in no certain state, while there are not yet as many, or
        where a very large block came in between: try again later. Allocates only where into must grow. */
    [[nodiscard]] bool read(std::size_t count, Frames& into) const;

    // ---- the plugin

    /** Audio thread, in this order for each block, with the same numbers. A channel that is missing is the first again.
     */
    template <typename Sample> void writeInput(const Sample* const* channels, int channelCount, int count);
    template <typename Sample> void writeOutput(const Sample* const* channels, int channelCount, int count);

    /** What was written before is not read again: the rate may have changed. No block may be running. */
    void restart();

private:
    // Twice what is read: a block of up to frames frames then never meets a reader of the newest ones.
    static constexpr std::size_t capacity = 2 * frames;

    using Lane = std::array<std::atomic<float>, capacity>;
    static_assert(std::atomic<float>::is_always_lock_free, "the audio thread must not meet a lock");

    enum LaneIndex : std::size_t { inputLanes = 0, outputLanes = 2, laneCount = 4 };

    template <typename Sample>
    void store(std::size_t firstLane, const Sample* const* channels, int channelCount, int count);

    std::unique_ptr<std::array<Lane, laneCount>> lanes_; ///< once made it stays: active_ publishes it
    std::atomic<bool> active_{false};
    std::atomic<std::uint64_t> started_{0};  ///< frames from here on belong together
    std::atomic<std::uint64_t> reserved_{0}; ///< the writer may have touched everything up to here
    std::atomic<std::uint64_t> written_{0};  ///< everything up to here is whole
    bool inBlock_ = false;                   ///< the audio thread's: whether it was active at the block's input
};

} // namespace phonostage::plugin
