// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"
#include "device/input/InputDevice.h"

#include <functional>
#include <string>

namespace phonostage::device {

/** Audio without a window, for programs that know no JUCE: opens a device, runs it on the calling thread's watch, and
    opens it again when it has gone and come back. */
class HeadlessSession {
public:
    /** Which device, and how. Empty names and zeros mean: as the system or the device likes. */
    struct Device {
        std::string type, input, output;
        double rateHz = 0.0;
        int bufferFrames = 0;
        int inputFirst = 0, outputFirst = 0; ///< first channels of the pairs, from 0
        bool waits = false;                  ///< for a device that is not there, now or later
    };

    /** Of the device that runs. */
    struct Status {
        bool isRunning = false;
        std::string type, input, output;
        double rateHz = 0.0;
        int bufferFrames = 0;
        double latencySeconds = 0.0; ///< of the device, in and out
        int xruns = 0;               ///< since it was opened
        float load = 0.0F;           ///< the process's time as a part of the time its blocks last
    };

    /** Callbacks, all on the thread that called run(). */
    struct Listener {
        std::function<void(const Status&)> opened;
        std::function<void(const std::string& text)> note;    ///< one line: what was different from the wish
        std::function<void(const std::string& text)> awaited; ///< one line: what is not there, or has gone
        std::function<bool(const Status&)> tick;              ///< 50 times a second; false ends it
        /** Gets what the input delivers, as it is; null: nobody. Not on that thread, but as it says itself. */
        InputListener* input = nullptr;
    };

    HeadlessSession(StereoProcess& process, Device device, Listener listener);

    /** Runs until tick() says false. Returns what ended it before, in one line for a person: a device that is not
        there or has gone, where it does not wait. One at a time in a program: this thread is JUCE's message thread
        meanwhile. */
    [[nodiscard]] std::string run();

    /** The systems' devices, a line each, as people choose them by name: inputs, and outputs where they are wanted. */
    [[nodiscard]] static std::string list(bool withOutputs);

private:
    StereoProcess& process_;
    Device device_;
    Listener listener_;
};

} // namespace phonostage::device
