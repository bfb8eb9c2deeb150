// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/DesignWorker.h"

#include "dsp/restore/ClickRemover.h"
#include "params/StageValues.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace phonostage::plugin {

DesignWorker::DesignWorker(ValueStore& store, std::function<void()> latencyChanged)
    : store_(store), latencyChanged_(std::move(latencyChanged)) {}

DesignWorker::~DesignWorker() { stop(); }

void DesignWorker::stop() {
    {
        const std::scoped_lock lock(wakeMutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void DesignWorker::design(const dsp::FilterSettings& settings) {
    latest_.settings = settings;
    latest_.design = dsp::designStage(settings, rateHz_);
    latest_.valid = true;
    const int latency = latest_.design.latencyFrames();
    if (latencyFrames_.exchange(latency, std::memory_order_relaxed) != latency && latencyChanged_) latencyChanged_();
}

dsp::LookAhead DesignWorker::mostLookAhead() const {
    dsp::LookAhead most;
#if PHONOSTAGE_TEST_DELAY
    most = testDelay_.most();
#endif
    most.restorationFrames = std::max(most.restorationFrames, dsp::ClickRemover::latencyFrames(rateHz_));
    return most;
}

dsp::FilterSettings DesignWorker::filterSettings(const params::Values& values) const {
    auto settings = params::filterSettings(values);
#if PHONOSTAGE_TEST_DELAY
    settings.delay = testDelay_.at(values);
#endif
    return settings;
}

DesignResult DesignWorker::prepare(double rateHz) {
    const std::scoped_lock lock(mutex_);
    rateHz_ = rateHz;
#if PHONOSTAGE_TEST_DELAY
    testDelay_ = TestDelay::fromEnvironment();
#endif
    design(filterSettings(store_.read()));
    // Nobody reads meanwhile. What waits there, or was taken last, is of the old rate: it must not be found again.
    results_.publish(latest_);
    results_.take();
    return latest_;
}

void DesignWorker::resume() {
    {
        const std::scoped_lock lock(wakeMutex_);
        running_ = true;
        if (!thread_.joinable()) thread_ = std::thread([this] { threadMain(); });
    }
    wake_.notify_all();
}

void DesignWorker::pause() {
    const std::scoped_lock lock(wakeMutex_);
    running_ = false;
}

void DesignWorker::commit(const params::Snapshot& stage) {
    const std::scoped_lock lock(mutex_);
    const auto settings = filterSettings(stage.values);
    if (!latest_.valid || settings != latest_.settings) {
        design(settings);
        results_.publish(latest_);
    }
    store_.commit(stage);
}

bool DesignWorker::poll() {
    const std::scoped_lock lock(mutex_);
    const auto settings = filterSettings(store_.read());
    if (latest_.valid && settings == latest_.settings) return false;
    design(settings);
    results_.publish(latest_);
    return true;
}

void DesignWorker::threadMain() {
    std::uint32_t seen = blocks_.load(std::memory_order_relaxed);
    std::unique_lock lock(wakeMutex_);
    while (!stopping_) {
        if (!running_) {
            wake_.wait(lock, [this] { return running_ || stopping_; });
            continue;
        }
        const auto now = blocks_.load(std::memory_order_relaxed);
        const int pause = now != seen ? activePollMilliseconds : idlePollMilliseconds;
        seen = now;
        if (wake_.wait_for(lock, std::chrono::milliseconds(pause), [this] { return !running_ || stopping_; })) continue;
        lock.unlock();
        poll();
        lock.lock();
    }
}

} // namespace phonostage::plugin
