// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/devices/SinkListener.h"

#include "media/record/AudioSource.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace phonostage::cli {

/** A recorder's source that opens a device on a thread of its own, looks whether it still runs, and waits for it where
    it went away. Who derives says how, in run(), and calls stop() in the destructor. */
class InputThread : public media::AudioSource {
public:
    /** Returns when the device runs, or at once where it waits. Throws media::MediaError where it cannot be opened. */
    void start(media::AudioSink& sink) final;
    void stop() final;

protected:
    /** waits: for a device that is not there when it starts. */
    explicit InputThread(bool waits) : waits_(waits) {}

    /** On the thread, until isEnding(). */
    virtual void run() = 0;
    /** The first try has come to an end; error: one line, "" where the device runs. Later calls mean nothing. */
    void settle(const std::string& error);
    [[nodiscard]] bool isEnding();
    /** True when it is time to end. */
    [[nodiscard]] bool sleep(int milliseconds);
    [[nodiscard]] SinkListener& listener() { return listener_; }

private:
    const bool waits_;
    SinkListener listener_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool isEnding_ = false, hasTried_ = false; ///< under the mutex, as the next
    std::string firstError_;
    std::thread thread_;
};

} // namespace phonostage::cli
