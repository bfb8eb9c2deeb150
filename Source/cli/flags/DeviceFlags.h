// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/HeadlessSession.h"

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags that choose an audio device, named as those of the app; as text first. */
class DeviceFlags {
public:
    void addTo(CLI::App& command);

    /** Throws UsageError. */
    [[nodiscard]] device::HeadlessSession::Device device() const;
    [[nodiscard]] bool listsDevices() const { return listsDevices_; }

private:
    std::string type_, input_, output_, rate_, buffer_, inputPair_, outputPair_;
    bool waits_ = false, listsDevices_ = false;
};

} // namespace phonostage::cli
