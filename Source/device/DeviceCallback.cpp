// SPDX-License-Identifier: GPL-3.0-or-later
#include "device/DeviceCallback.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace phonostage::device {
namespace {

/** How many of the bits below a position are set: devices deliver only their active channels, without gaps. */
int activeBelow(const juce::BigInteger& active, int position) {
    int count = 0;
    for (int bit = 0; bit < position; ++bit)
        count += active[bit] ? 1 : 0;
    return count;
}

/** A value on its way to a target, by at most a distance. */
float moved(float from, float target, float distance) {
    return target > from ? std::min(target, from + distance) : std::max(target, from - distance);
}

} // namespace

DeviceCallback::DeviceCallback(StereoProcess& process) : process_(process) {}

void DeviceCallback::setChannelPairs(int inputFirst, int outputFirst) {
    inputFirst_ = std::max(0, inputFirst);
    outputFirst_ = std::max(0, outputFirst);
}

void DeviceCallback::setInputName(const juce::String& type, const juce::String& name) {
    inputName_.type = type.toStdString();
    inputName_.name = name.toStdString();
}

DeviceCallback::ChannelPair DeviceCallback::locate(const juce::BigInteger& active, int channelCount, int first) {
    ChannelPair pair;
    for (int side = 0; side < 2; ++side)
        if (first + side < channelCount && active[first + side])
            pair.index[static_cast<std::size_t>(side)] = activeBelow(active, first + side);
    pair.single = first + 1 == channelCount;
    return pair;
}

void DeviceCallback::audioDeviceAboutToStart(juce::AudioIODevice* device) {
    const double rate = device->getCurrentSampleRate();
    if (!std::isfinite(rate) || rate < 1.0) {
        chunkFrames_ = 0; // blocks will be silent: there is nothing to prepare for
        return;
    }
    rateHz_ = rate;
    input_ = locate(device->getActiveInputChannels(), device->getInputChannelNames().size(), inputFirst_);
    output_ = locate(device->getActiveOutputChannels(), device->getOutputChannelNames().size(), outputFirst_);
    chunkFrames_ = std::clamp(device->getCurrentBufferSizeSamples(), 16, maxChunkFrames);
    buffer_.setSize(2, chunkFrames_);
    fade_ = 0.0F;
    fadeStep_ = static_cast<float>(1.0 / std::max(1.0, fadeSeconds * rate));
    load_.store(0.0F, std::memory_order_relaxed);
    lateBlocks_.store(0, std::memory_order_relaxed);
    process_.prepare(rate, chunkFrames_);
    // A channel that nothing is connected to is silence, and listened to.
    const bool hasInput = !inputName_.name.empty() && inputFirst_ < device->getInputChannelNames().size();
    if (listener_ != nullptr && hasInput) beginListening(*device);
}

void DeviceCallback::beginListening(juce::AudioIODevice& device) {
    silence_.assign(static_cast<std::size_t>(chunkFrames_), 0.0F);
    xruns_ = device.getXRunCount();
    InputFormat format;
    format.rateHz = rateHz_;
    format.channels = input_.single ? 1 : 2;
    // JACK carries floats, whatever the converter has.
    format.wordBits = inputName_.type == "JACK" ? 0 : device.getCurrentBitDepth();
    format.bufferFrames = device.getCurrentBufferSizeSamples();
    format.choice = inputName_;
    format.choice.rateHz = rateHz_;
    format.choice.bufferFrames = format.bufferFrames;
    format.choice.firstChannel = inputFirst_ + 1;
    format.choice.secondChannel = input_.single ? 0 : inputFirst_ + 2;
    listener_->inputBegins(format);
    isListening_ = true;
    listened_ = &device;
}

void DeviceCallback::audioDeviceStopped() {
    if (chunkFrames_ == 0) return;
    chunkFrames_ = 0;
    listened_ = nullptr;
    silent_.store(true, std::memory_order_release);
    load_.store(0.0F, std::memory_order_relaxed);
    process_.release();
}

void DeviceCallback::endListening() {
    if (std::exchange(isListening_, false)) listener_->inputEnds();
}

void DeviceCallback::audioDeviceError(const juce::String& message) {
    const std::lock_guard lock(errorMutex_);
    error_ = message.isEmpty() ? juce::String("the device reported an error") : message;
}

juce::String DeviceCallback::takeError() {
    const std::lock_guard lock(errorMutex_);
    return std::exchange(error_, {});
}

void DeviceCallback::audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount, float* const* outputs,
                                                      int outputCount, int frames,
                                                      const juce::AudioIODeviceCallbackContext&) {
    calls_.fetch_add(1, std::memory_order_relaxed);
    if (frames <= 0) return;
    if (chunkFrames_ == 0) {
        for (int i = 0; i < outputCount; ++i)
            if (outputs[i] != nullptr) std::fill_n(outputs[i], frames, 0.0F);
        return;
    }
    const auto begin = std::chrono::steady_clock::now();
    const juce::ScopedNoDenormals noDenormals;
    if (listened_ != nullptr) listen(inputs, inputCount, frames);
    fedZeros_ = true;
    for (int done = 0; done < frames;) {
        const int now = std::min(frames - done, chunkFrames_);
        buffer_.setSize(2, now, false, false, true); // shrinks or grows within what it has
        feed(inputs, inputCount, done);
        process_.process(buffer_.getWritePointer(0), buffer_.getWritePointer(1), now);
        deliver(outputs, outputCount, done);
        done += now;
    }
    silent_.store(fedZeros_, std::memory_order_release);
    measure(std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count(), frames);
}

void DeviceCallback::listen(const float* const* inputs, int inputCount, int frames) {
    if (const int xruns = listened_->getXRunCount(); xruns != xruns_) {
        xruns_ = xruns;
        listener_->inputDropOut();
    }
    for (int done = 0; done < frames;) {
        const int now = std::min(frames - done, chunkFrames_);
        std::array<const float*, 2> pair{};
        for (std::size_t side = 0; side < 2; ++side) {
            const int index = input_.index[side];
            const float* from = index >= 0 && index < inputCount ? inputs[index] : nullptr;
            pair[side] = from != nullptr ? from + done : silence_.data();
        }
        listener_->inputBlock(pair.data(), now);
        done += now;
    }
}

void DeviceCallback::feed(const float* const* inputs, int inputCount, int offset) {
    const int frames = buffer_.getNumSamples();
    const float target = muted_.load(std::memory_order_relaxed) ? 0.0F : 1.0F;
    const float start = fade_;
    for (std::size_t side = 0; side < 2; ++side) {
        const int index = input_.single ? input_.index[0] : input_.index[side];
        const float* source = index >= 0 && index < inputCount ? inputs[index] : nullptr;
        float* to = buffer_.getWritePointer(static_cast<int>(side));
        // Zeros are written, not multiplied: a device's infinity times nothing would not be nothing.
        if (source == nullptr || (start <= 0.0F && target <= 0.0F)) {
            std::fill_n(to, frames, 0.0F);
            continue;
        }
        source += offset;
        fedZeros_ = false;
        if (start >= 1.0F && target >= 1.0F) {
            std::copy_n(source, frames, to);
            continue;
        }
        for (int i = 0; i < frames; ++i)
            to[i] = source[i] * moved(start, target, static_cast<float>(i + 1) * fadeStep_);
    }
    fade_ = moved(start, target, static_cast<float>(frames) * fadeStep_);
}

void DeviceCallback::deliver(float* const* outputs, int outputCount, int offset) const {
    const int frames = buffer_.getNumSamples();
    const float* left = buffer_.getReadPointer(0);
    const float* right = buffer_.getReadPointer(1);
    for (int i = 0; i < outputCount; ++i) {
        if (outputs[i] == nullptr) continue;
        float* to = outputs[i] + offset;
        if (output_.single && i == output_.index[0]) {
            for (int n = 0; n < frames; ++n)
                to[n] = 0.5F * (left[n] + right[n]);
        } else if (i == output_.index[0] || i == output_.index[1]) {
            std::copy_n(i == output_.index[0] ? left : right, frames, to);
        } else {
            std::fill_n(to, frames, 0.0F);
        }
    }
}

void DeviceCallback::measure(std::int64_t nanoseconds, int frames) {
    constexpr double smoothingSeconds = 0.5;
    const double lasts = frames / rateHz_;
    const double used = static_cast<double>(nanoseconds) * 1e-9 / lasts;
    const double before = static_cast<double>(load_.load(std::memory_order_relaxed));
    const double weight = std::min(1.0, lasts / smoothingSeconds);
    load_.store(static_cast<float>(before + (used - before) * weight), std::memory_order_relaxed);
    if (used > 1.0) lateBlocks_.fetch_add(1, std::memory_order_relaxed);
}

} // namespace phonostage::device
