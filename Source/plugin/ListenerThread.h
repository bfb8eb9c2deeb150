// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/ListeningRing.h"

#include <juce_core/juce_core.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::plugin {

/** Listens beside the audio thread: that fills a ring, and a thread of the lowest priority takes what waits there.
    Nothing waits for that thread; where it falls behind, what it has missed is a gap. Whoever inherits this calls
    end() when it is destroyed. */
class ListenerThread : private juce::Thread {
public:
    [[nodiscard]] bool isListening() const { return isActive_.load(std::memory_order_relaxed); }
    [[nodiscard]] double rateHz() const { return rateHz_.load(std::memory_order_relaxed); }

    /** For tests: listens to all that waits, on the calling thread. The thread must not have been started. */
    void listenNow();

    static constexpr int pollMilliseconds = 50;
    static constexpr std::size_t pieceFrames = 8192; ///< at most, that are heard at once

protected:
    using Piece = std::array<std::vector<float>, 2>;

    ListenerThread(const juce::String& name, std::size_t ringFrames);
    ~ListenerThread() override = default;
    ListenerThread(const ListenerThread&) = delete;
    ListenerThread& operator=(const ListenerThread&) = delete;

    // ---- message thread

    /** What waits is not wanted any more: renew() comes next. Allocates the ring the first time. */
    void activate();
    /** After activate(). */
    void runThread();
    void deactivate() { isActive_.store(false, std::memory_order_release); }
    /** The session that is open is over; also where nobody listens any more. */
    void beginAnew();
    /** No block may be running. */
    void setRate(double rateHz);
    void end();

    // ---- audio thread

    /** Wait-free. */
    template <typename Sample> void write(const Sample* left, const Sample* right, int frames) {
        if (frames > 0 && isActive_.load(std::memory_order_acquire)) ring_.write(left, right, frames);
    }

    // ---- the listening thread

    /** False where the session that it works at is over. */
    [[nodiscard]] bool isCurrent() const;
    [[nodiscard]] bool isEnding() const { return threadShouldExit(); }
    virtual void renew() = 0;
    /** Something is missing in front of what comes. */
    virtual void miss() = 0;
    virtual void hear(const Piece& piece) = 0;

private:
    void run() override;
    bool listen();

    ListeningRing ring_;
    std::atomic<bool> isActive_{false};
    std::atomic<double> rateHz_{48000.0};
    std::atomic<std::uint32_t> begun_{0};
    std::uint32_t knownBegun_ = 0;
    Piece piece_;
};

} // namespace phonostage::plugin
