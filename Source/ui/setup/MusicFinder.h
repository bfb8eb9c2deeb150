// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/Processor.h"

#include <juce_core/juce_core.h>

#include <functional>

namespace phonostage::ui {

/** Finds the gain of the interface from the music: ten seconds of a loud side, taken as a usual record. */
class MusicFinder {
public:
    explicit MusicFinder(plugin::Processor& processor) : processor_(processor) {}

    static constexpr const char* buttonText = "Find it from the music";
    static constexpr const char* help =
        "Play a loud side for ten seconds. Its level is taken as that of a usual record, which is right within 6 dB; a "
        "test record or a tone makes it exact.";

    /** Called with the stage before and after it has entered what it found. */
    std::function<void(const params::Snapshot& before, const params::Snapshot& after)> onFound;

    void start();
    /** Stops, and says nothing more. */
    void cancel();
    void poll();

    [[nodiscard]] bool isListening() const { return isListening_; }
    /** What it does or has found; empty before the first start. */
    [[nodiscard]] const juce::String& text() const { return text_; }
    [[nodiscard]] bool isWarning() const { return isWarning_; }

private:
    void say(const juce::String& text, bool isWarning = false);
    void end(const juce::String& text, bool isWarning);
    void take(double loudDbfs);

    plugin::Processor& processor_;
    bool isListening_ = false, isWarning_ = false;
    double beganSeconds_ = 0.0;
    double lastHeardSeconds_ = 0.0;
    int stalledPolls_ = 0;
    juce::String text_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MusicFinder)
};

} // namespace phonostage::ui
