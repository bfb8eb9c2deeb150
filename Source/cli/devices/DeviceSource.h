// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/devices/InputThread.h"

#include "device/input/InputDevice.h"

namespace phonostage::cli {

/** An input of this machine as a recorder's source. */
class DeviceSource final : public InputThread {
public:
    /** waits: for an input that is not there when it starts. */
    DeviceSource(device::InputChoice choice, bool waits) : InputThread(waits), choice_(std::move(choice)) {}
    ~DeviceSource() override { stop(); }

private:
    void run() override;

    const device::InputChoice choice_;
};

} // namespace phonostage::cli
