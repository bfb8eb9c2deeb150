// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_audio_devices/juce_audio_devices.h>

#include <functional>
#include <memory>

namespace phonostage::device {

/** A device that has stopped on its own. JACK's thread, which brings the news, may still be on its way out of it: it is
    kept until another is wanted, or for a moment. */
class RetiredDevice {
public:
    /** Waits for so many milliseconds. */
    using Sleep = std::function<void(int milliseconds)>;

    void keep(std::unique_ptr<juce::AudioIODevice> device);
    /** It goes; waits where it came just now. */
    void drop(const Sleep& sleep);

private:
    std::unique_ptr<juce::AudioIODevice> device_;
    double sinceMs_ = 0.0;
};

} // namespace phonostage::device
