// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/input/InputDevice.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace phonostage::device {

/** Hands an input's blocks to a listener as the device gives them: no fade, no copy. The audio thread allocates
    nothing, takes no lock and makes no system call here. */
class InputCallback final : public juce::AudioIODeviceCallback {
public:
    explicit InputCallback(InputListener& listener) : listener_(listener) {}

    /** Before the device is started. */
    void setChoice(InputChoice choice) { choice_ = std::move(choice); }

    /** Grows with every call of the device. Any thread. */
    [[nodiscard]] std::uint64_t calls() const { return calls_.load(std::memory_order_relaxed); }
    /** What the device complained about since the last call; empty: nothing. */
    [[nodiscard]] std::string takeError();

    void audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount, float* const* outputs,
                                          int outputCount, int frames,
                                          const juce::AudioIODeviceCallbackContext& context) override;
    void audioDeviceAboutToStart(juce::AudioIODevice* device) override;
    void audioDeviceStopped() override { device_ = nullptr; }
    void audioDeviceError(const juce::String& message) override;

private:
    static constexpr int chunkFrames = 8192;

    InputListener& listener_;
    InputChoice choice_;
    std::vector<float> silence_; ///< for a channel that is not delivered

    // Set while the device is stopped, read by the audio thread.
    juce::AudioIODevice* device_ = nullptr;
    int channels_ = 2;
    bool isSwapped_ = false; ///< devices deliver channels in their order
    int xruns_ = 0;

    std::atomic<std::uint64_t> calls_{0};
    std::mutex errorMutex_; // devices report from threads of their own, never in a block
    std::string error_;

    JUCE_DECLARE_NON_COPYABLE(InputCallback)
};

} // namespace phonostage::device
