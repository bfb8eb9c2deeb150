// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/devices/SinkListener.h"

#include "device/input/InputDevice.h"
#include "media/record/AudioSource.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace phonostage::cli {

/** An input of this machine as a recorder's source. One thread opens it, looks whether it still runs, and waits for it
    where it went away. */
class DeviceSource final : public media::AudioSource {
public:
    /** waits: for an input that is not there when it starts. */
    DeviceSource(device::InputChoice choice, bool waits);
    ~DeviceSource() override { stop(); }

    /** Returns when the input runs, or at once where it waits. Throws media::MediaError where it cannot be opened. */
    void start(media::AudioSink& sink) override;
    void stop() override;

private:
    void run();
    /** True when it is time to end. */
    [[nodiscard]] bool sleep(int milliseconds);

    const device::InputChoice choice_;
    const bool waits_;
    SinkListener listener_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool isEnding_ = false, hasTried_ = false; ///< under the mutex, as the next
    std::string firstError_;
    std::thread thread_;
};

} // namespace phonostage::cli
