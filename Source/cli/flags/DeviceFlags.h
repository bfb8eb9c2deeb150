// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/HeadlessSession.h"
#include "device/input/InputDevice.h"

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags that choose an audio device, named as those of the app; as text first. */
class DeviceFlags {
public:
    /** monitor: both, where the outputs are for listening on the side. */
    enum class Ends { input, monitor, both };
    void addTo(CLI::App& command, Ends ends);

    // Both throw UsageError.
    [[nodiscard]] device::HeadlessSession::Device device() const;
    [[nodiscard]] device::InputChoice input() const;
    [[nodiscard]] bool waits() const { return waits_; }
    [[nodiscard]] bool namesOutput() const { return !output_.empty() || !outputPair_.empty(); }
    [[nodiscard]] bool listsDevices() const { return listsDevices_; }

private:
    [[nodiscard]] double rateHz() const;
    [[nodiscard]] int bufferFrames() const;

    std::string type_, input_, output_, rate_, buffer_, inputPair_, outputPair_;
    bool waits_ = false, listsDevices_ = false;
};

} // namespace phonostage::cli
