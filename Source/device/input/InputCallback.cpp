// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/input/InputCallback.h"

#include <algorithm>
#include <utility>

namespace phonostage::device {

void InputCallback::audioDeviceAboutToStart(juce::AudioIODevice* device) {
    channels_ = choice_.secondChannel > 0 ? 2 : 1;
    isSwapped_ = channels_ == 2 && choice_.secondChannel < choice_.firstChannel;
    silence_.assign(chunkFrames, 0.0F);
    xruns_ = device->getXRunCount();
    device_ = device;
    InputFormat format;
    format.rateHz = device->getCurrentSampleRate();
    format.channels = channels_;
    // JACK carries floats, whatever the converter has.
    format.wordBits = choice_.type == "JACK" ? 0 : device->getCurrentBitDepth();
    format.bufferFrames = device->getCurrentBufferSizeSamples();
    format.choice = choice_;
    listener_.inputBegins(format);
}

void InputCallback::audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount, float* const* outputs,
                                                     int outputCount, int frames,
                                                     const juce::AudioIODeviceCallbackContext&) {
    calls_.fetch_add(1, std::memory_order_relaxed);
    for (int i = 0; i < outputCount; ++i)
        if (outputs[i] != nullptr) std::fill_n(outputs[i], frames, 0.0F);
    auto* device = device_;
    if (device == nullptr || frames <= 0) return;
    if (const int xruns = device->getXRunCount(); xruns != xruns_) {
        xruns_ = xruns;
        listener_.inputDropOut();
    }
    for (int done = 0; done < frames;) {
        const int now = std::min(frames - done, chunkFrames);
        std::array<const float*, 2> channel{};
        for (int c = 0; c < channels_; ++c) {
            const auto* from = c < inputCount ? inputs[c] : nullptr;
            channel[static_cast<std::size_t>(c)] = from != nullptr ? from + done : silence_.data();
        }
        if (isSwapped_) std::swap(channel[0], channel[1]);
        listener_.inputBlock(channel.data(), now);
        done += now;
    }
}

void InputCallback::audioDeviceError(const juce::String& message) {
    const std::lock_guard lock(errorMutex_);
    error_ = message.isEmpty() ? std::string("the device reported an error") : message.toStdString();
}

std::string InputCallback::takeError() {
    const std::lock_guard lock(errorMutex_);
    return std::exchange(error_, {});
}

} // namespace phonostage::device
