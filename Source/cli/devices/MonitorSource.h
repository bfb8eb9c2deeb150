// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/devices/InputThread.h"
#include "cli/live/LiveStage.h"

#include "device/HeadlessSession.h"

namespace phonostage::cli {

/** An input of this machine as a recorder's source, heard meanwhile through the phono stage at an output. The recorder
    gets what the input delivers, as it is. */
class MonitorSource final : public InputThread {
public:
    /** device.waits: also for devices that are not there when it starts. */
    MonitorSource(const device::HeadlessSession::Device& device, const media::RenderStage& stage);
    ~MonitorSource() override { stop(); }

private:
    void run() override;

    device::HeadlessSession::Device device_;
    LiveStage stage_;
};

} // namespace phonostage::cli
