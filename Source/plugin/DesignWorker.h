// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/TestDelay.h"
#include "plugin/TripleBuffer.h"
#include "plugin/ValueStore.h"

#include "dsp/engine/Engine.h"
#include "params/ParameterTable.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace phonostage::plugin {

/** A design and the settings it was made from. */
struct DesignResult {
    dsp::FilterSettings settings;
    dsp::StageDesign design;
    bool valid = false;
};

/** Designs filters on a thread of its own: neither the audio thread nor the message thread waits for it.

    Nobody asks it: while the plugin is prepared it looks at the values every few milliseconds and designs when the
    filter settings differ from those of its last design. So the audio thread need not wake it, changes coalesce, and
    the newest result waits in a triple buffer. */
class DesignWorker {
public:
    /** The store must outlive the worker. No thread runs before resume(). latencyChanged is called by whoever has made
       a design of another latency than the one before: never the audio thread. */
    explicit DesignWorker(ValueStore& store, std::function<void()> latencyChanged = {});
    ~DesignWorker();

    DesignWorker(const DesignWorker&) = delete;
    DesignWorker& operator=(const DesignWorker&) = delete;

    /** Sets the rate, designs at once on the calling thread and returns the result. No block may be running. */
    [[nodiscard]] DesignResult prepare(double rateHz);

    /** By how many frames the newest design is late. Any thread. */
    [[nodiscard]] int latencyFrames() const { return latencyFrames_.load(std::memory_order_relaxed); }

    /** The most that designs may look ahead since the last prepare(). */
    [[nodiscard]] dsp::LookAhead mostLookAhead() const;

    /** What filters the values ask for. Any thread while blocks run; wait-free. */
    [[nodiscard]] dsp::FilterSettings filterSettings(const params::Values& values) const;

    /** The thread looks at the values from now on; it is started the first time. */
    void resume();

    /** The thread sleeps until resume(). */
    void pause();

    /** Ends the thread, for good. */
    void stop();

    /** Commits a whole stage together with its design, so that the next block can begin with both. Not for the audio
        thread. */
    void commit(const params::Snapshot& stage);

    /** What the thread does each time it wakes: designs if there is anything to design. True where it did. */
    bool poll();

    /** Audio thread: newest results. Wait-free. */
    [[nodiscard]] TripleBuffer<DesignResult>& results() { return results_; }

    /** Audio thread: says that blocks are being processed. Wait-free. */
    void noteBlock() { blocks_.fetch_add(1, std::memory_order_relaxed); }

    static constexpr int activePollMilliseconds = 5;
    static constexpr int idlePollMilliseconds = 20; ///< prepared, but no block has come of late

private:
    void threadMain();
    void design(const dsp::FilterSettings& settings); ///< with mutex_ held

    ValueStore& store_;
    std::function<void()> latencyChanged_;
    std::atomic<int> latencyFrames_{0};
#if PHONOSTAGE_TEST_DELAY
    TestDelay testDelay_; ///< since prepare(): nobody reads while it changes
#endif
    TripleBuffer<DesignResult> results_;
    std::atomic<std::uint32_t> blocks_{0};

    std::mutex mutex_; ///< guards everything below, and the writer's side of results_ and of the store's commit
    DesignResult latest_;
    double rateHz_ = 48000.0;

    std::mutex wakeMutex_; ///< guards running_ and stopping_
    std::condition_variable wake_;
    bool running_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace phonostage::plugin
