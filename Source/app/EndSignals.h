// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_events/juce_events.h>

#include <functional>

namespace phonostage::app {

/** Whoever logs out, or stops a service, ends its programs by SIGTERM or SIGHUP: the side that is recorded is closed
    then as it should be. Where the caller has a signal ignored (nohup), it stays so. Message thread. */
class EndSignals final : private juce::Timer {
public:
    /** onEnd is called once, some 50 ms after the first signal; a second one ends the program at once. */
    explicit EndSignals(std::function<void()> onEnd);
    ~EndSignals() override;

private:
    void timerCallback() override;

    std::function<void()> onEnd_;

    JUCE_DECLARE_NON_COPYABLE(EndSignals)
};

} // namespace phonostage::app
