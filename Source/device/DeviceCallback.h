// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"
#include "device/input/InputDevice.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

namespace phonostage::device {

/** Carries audio from a device's input pair through a process to its output pair.

    The audio thread allocates nothing, takes no lock and makes no system call here: it works through buffers of the
   size announced at the start, in as many goes as a block needs. An input channel that the device does not have, or
   does not deliver, is silence; a device with one input channel feeds both sides; a single output gets the mean of
   both. */
class DeviceCallback final : public juce::AudioIODeviceCallback {
public:
    explicit DeviceCallback(StereoProcess& process);

    // ---- message thread

    /** First channels, counted from 0, of the pairs to use from the next start on. */
    void setChannelPairs(int inputFirst, int outputFirst);

    /** Gets what the input pair delivers, untouched by the fade, from the next start on; null: nobody. type and name
        are those of the input. It must outlive the device. */
    void setListener(InputListener* listener) { listener_ = listener; }
    /** Empty: no input is open, and nobody listens. */
    void setInputName(const juce::String& type, const juce::String& name);
    /** The device is closed: the listener hears of it. A driver that only starts it again is no end. */
    void endListening();

    /** Muted: the process is fed exact zeros once a fade of 20 ms is over. Any thread. */
    void setMuted(bool muted) { muted_.store(muted, std::memory_order_relaxed); }

    /** True when the last block was fed zeros from its first to its last frame. Any thread. */
    [[nodiscard]] bool inputIsSilent() const { return silent_.load(std::memory_order_acquire); }

    /** The process's time as a part of the time that its blocks last, smoothed over half a second. Any thread. */
    [[nodiscard]] float load() const { return load_.load(std::memory_order_relaxed); }

    /** Blocks that took longer than they last, since the device started. Any thread. */
    [[nodiscard]] int lateBlocks() const { return lateBlocks_.load(std::memory_order_relaxed); }

    /** Grows with every call of the device. Any thread. */
    [[nodiscard]] std::uint64_t calls() const { return calls_.load(std::memory_order_relaxed); }

    /** What the device complained about since the last call; empty: nothing. */
    [[nodiscard]] juce::String takeError();

    // ---- the device

    void audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount, float* const* outputs,
                                          int outputCount, int frames,
                                          const juce::AudioIODeviceCallbackContext& context) override;
    void audioDeviceAboutToStart(juce::AudioIODevice* device) override;
    void audioDeviceStopped() override;
    void audioDeviceError(const juce::String& message) override;

    static constexpr double fadeSeconds = 0.020;
    static constexpr int maxChunkFrames = 8192;

private:
    /** Where one side of a pair lies in the device's arrays; -1: nowhere. */
    struct ChannelPair {
        std::array<int, 2> index{-1, -1};
        bool single = false; ///< there is one channel, which stands for both sides
    };

    [[nodiscard]] static ChannelPair locate(const juce::BigInteger& active, int channelCount, int first);
    void beginListening(juce::AudioIODevice& device);
    void listen(const float* const* inputs, int inputCount, int frames);
    void feed(const float* const* inputs, int inputCount, int offset);
    void deliver(float* const* outputs, int outputCount, int offset) const;
    void measure(std::int64_t nanoseconds, int frames);

    StereoProcess& process_;
    juce::AudioBuffer<float> buffer_; ///< large enough for a chunk; never grows in a block

    // Set while the device is stopped, read by the audio thread.
    int inputFirst_ = 0, outputFirst_ = 0;
    ChannelPair input_, output_;
    InputListener* listener_ = nullptr;
    InputChoice inputName_;
    bool isListening_ = false;                ///< the listener has heard of a start, and of no end
    juce::AudioIODevice* listened_ = nullptr; ///< the device, while its input is listened to
    int xruns_ = 0;                           ///< of it
    std::vector<float> silence_;              ///< for a channel that is not delivered
    int chunkFrames_ = 0;
    double rateHz_ = 0.0;
    float fadeStep_ = 0.0F;

    // The audio thread's own.
    float fade_ = 0.0F;
    bool fedZeros_ = true;

    std::atomic<bool> muted_{false};
    std::atomic<bool> silent_{true};
    std::atomic<float> load_{0.0F};
    std::atomic<int> lateBlocks_{0};
    std::atomic<std::uint64_t> calls_{0};

    std::mutex errorMutex_; // devices report from threads of their own, never in a block
    juce::String error_;

    JUCE_DECLARE_NON_COPYABLE(DeviceCallback)
};

} // namespace phonostage::device
