// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/devices/SinkListener.h"
#include "cli/live/LiveStage.h"

#include "device/HeadlessSession.h"
#include "media/record/AudioSource.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace phonostage::cli {

/** An input of this machine as a recorder's source, heard meanwhile through the phono stage at an output. The recorder
    gets what the input delivers, as it is. A device that has gone is waited for. */
class MonitorSource final : public media::AudioSource {
public:
    /** device.waits: also for devices that are not there when it starts. */
    MonitorSource(const device::HeadlessSession::Device& device, const media::RenderStage& stage);
    ~MonitorSource() override { stop(); }

    /** Returns when the device runs, or at once where it waits. Throws media::MediaError where it cannot be opened. */
    void start(media::AudioSink& sink) override;
    void stop() override;

private:
    void run();
    void settle(const std::string& error);

    device::HeadlessSession::Device device_;
    const bool waitsAtStart_;
    LiveStage stage_;
    SinkListener listener_;
    std::atomic<bool> isEnding_{false};

    std::mutex mutex_;
    std::condition_variable changed_;
    bool hasTried_ = false;  ///< under the mutex, as the next
    std::string firstError_; ///< of the first try; empty: it runs
    std::thread thread_;
};

} // namespace phonostage::cli
