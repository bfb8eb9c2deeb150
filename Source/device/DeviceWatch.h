// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/AudioSession.h"

#include <future>
#include <memory>
#include <optional>

namespace phonostage::device {

/** Looks whether a device that is missing has come back. Message thread, but for the look itself: asking ALSA for all
    its devices may take a second. */
class DeviceWatch {
public:
    enum class Where {
        here,      ///< look() is over when it returns
        background ///< in a thread of its own
    };

    /** Where the system's audio may be asked on another thread than the message thread: Linux. */
    [[nodiscard]] static Where usualPlace();

    DeviceWatch(AudioSession::TypeFactory makeTypes, Where where);
    /** Waits for the look that is under way, as forget() does. */
    ~DeviceWatch();

    /** What a look has found. */
    struct Seen {
        bool output = false;
        bool input = false;
        AudioSession::TypeList types; ///< as they were found, for AudioSession::adopt()
    };

    /** Looks for the devices of a choice in the choice's type; with no type chosen, for any output. Does nothing while
        a look is under way. */
    void look(const DeviceChoice& choice);
    [[nodiscard]] bool isLooking() const { return look_ != nullptr; }
    /** What the look has found, once it is over; then it is gone. */
    [[nodiscard]] std::unique_ptr<Seen> take();
    /** Drops what a look finds; waits for it where it is under way. */
    void forget();

private:
    AudioSession::TypeFactory makeTypes_;
    Where where_;
    std::unique_ptr<Seen> look_;
    std::future<void> done_; // goes, and waits, before what the look writes to

    JUCE_DECLARE_NON_COPYABLE(DeviceWatch)
};

} // namespace phonostage::device
