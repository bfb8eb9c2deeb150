// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/AudioSession.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <memory>
#include <string>
#include <vector>

namespace phonostage::device::testing {

/** What a pretended audio system has, and what has been done to it. */
struct FakeWorld {
    FakeWorld() {
        for (const double rate : {44100.0, 48000.0, 96000.0})
            rates.add(rate);
        for (const int frames : {64, 128, 256, 512})
            buffers.add(frames);
    }

    juce::String type = "Fake";
    juce::StringArray inputs{"Turntable USB", "Built-in Microphone"};
    juce::StringArray outputs{"Speakers", "Headphones"};
    int inputChannels = 2, outputChannels = 2;
    juce::Array<double> rates;
    juce::Array<int> buffers;
    juce::String openError;      ///< what the next opens answer
    juce::String inputOpenError; ///< likewise, where an input is wanted
    bool runs = true;            ///< whether a started device plays
    int xruns = 3;               ///< what the device counts
    int scans = 0;
    int outputsOpened = 0;
    int inputsOpened = 0; ///< times an input was named to a device or channels of one were asked for
    juce::String lastInput, lastOutput;
    juce::BigInteger lastInputBits, lastOutputBits;
    double lastRate = 0.0;
    int lastBuffer = 0;
    juce::AudioIODeviceCallback* callback = nullptr; ///< of the device that is started
    juce::AudioIODevice* device = nullptr;

    /** One block as the device would deliver it: active channels only. Returns the outputs. */
    std::vector<std::vector<float>> block(const std::vector<std::vector<float>>& in, int frames) const {
        std::vector<const float*> inputPointers;
        inputPointers.reserve(in.size());
        for (const auto& channel : in)
            inputPointers.push_back(channel.data());
        std::vector<std::vector<float>> out(static_cast<std::size_t>(lastOutputBits.countNumberOfSetBits()),
                                            std::vector<float>(static_cast<std::size_t>(frames), 9.0F));
        std::vector<float*> outputPointers;
        outputPointers.reserve(out.size());
        for (auto& channel : out)
            outputPointers.push_back(channel.data());
        if (callback != nullptr)
            callback->audioDeviceIOCallbackWithContext(inputPointers.data(), static_cast<int>(in.size()),
                                                       outputPointers.data(), static_cast<int>(out.size()), frames, {});
        return out;
    }
};

class FakeDevice final : public juce::AudioIODevice {
public:
    FakeDevice(FakeWorld& world, const juce::String& output, const juce::String& input)
        : juce::AudioIODevice(output, world.type), world_(world), hasInput_(input.isNotEmpty()) {
        world_.lastOutput = output;
        world_.lastInput = input;
        if (hasInput_) ++world_.inputsOpened;
        world_.device = this;
    }

    ~FakeDevice() override {
        stop();
        world_.device = nullptr;
    }

    juce::StringArray getOutputChannelNames() override { return names(world_.outputChannels); }
    juce::StringArray getInputChannelNames() override { return names(hasInput_ ? world_.inputChannels : 0); }
    juce::Array<double> getAvailableSampleRates() override { return world_.rates; }
    juce::Array<int> getAvailableBufferSizes() override { return world_.buffers; }
    int getDefaultBufferSize() override { return 512; }

    juce::String open(const juce::BigInteger& in, const juce::BigInteger& out, double rate, int frames) override {
        ++world_.outputsOpened;
        if (!in.isZero() && !hasInput_) ++world_.inputsOpened;
        world_.lastInputBits = in;
        world_.lastOutputBits = out;
        world_.lastRate = rate;
        world_.lastBuffer = frames;
        error_ = world_.openError.isEmpty() && !in.isZero() ? world_.inputOpenError : world_.openError;
        open_ = error_.isEmpty();
        return error_;
    }

    void close() override {
        stop();
        open_ = false;
    }
    bool isOpen() override { return open_; }

    void start(juce::AudioIODeviceCallback* callback) override {
        if (!open_ || !world_.runs) return;
        callback->audioDeviceAboutToStart(this);
        world_.callback = callback;
    }

    void stop() override {
        if (auto* old = std::exchange(world_.callback, nullptr)) old->audioDeviceStopped();
    }
    bool isPlaying() override { return world_.callback != nullptr; }
    juce::String getLastError() override { return error_; }
    int getCurrentBufferSizeSamples() override { return world_.lastBuffer; }
    double getCurrentSampleRate() override { return world_.lastRate; }
    int getCurrentBitDepth() override { return 24; }
    juce::BigInteger getActiveOutputChannels() const override { return world_.lastOutputBits; }
    juce::BigInteger getActiveInputChannels() const override { return world_.lastInputBits; }
    int getOutputLatencyInSamples() override { return 480; }
    int getInputLatencyInSamples() override { return 240; }
    int getXRunCount() const noexcept override { return world_.xruns; }

private:
    static juce::StringArray names(int count) {
        juce::StringArray list;
        for (int i = 0; i < count; ++i)
            list.add("channel " + juce::String(i + 1));
        return list;
    }

    FakeWorld& world_;
    bool hasInput_;
    bool open_ = false;
    juce::String error_;
};

class FakeType final : public juce::AudioIODeviceType {
public:
    explicit FakeType(FakeWorld& world) : juce::AudioIODeviceType(world.type), world_(world) {}

    void scanForDevices() override { ++world_.scans; }
    juce::StringArray getDeviceNames(bool inputs) const override { return inputs ? world_.inputs : world_.outputs; }
    int getDefaultDeviceIndex(bool) const override { return 0; }
    int getIndexOfDevice(juce::AudioIODevice*, bool) const override { return 0; }
    bool hasSeparateInputsAndOutputs() const override { return true; }
    juce::AudioIODevice* createDevice(const juce::String& output, const juce::String& input) override {
        return new FakeDevice(world_, output, input);
    }

private:
    FakeWorld& world_;
};

/** The worlds must outlive what is made of them. */
inline AudioSession::TypeFactory fakeTypes(const std::vector<FakeWorld*>& worlds) {
    return [worlds](AudioSession::TypeList& types) {
        for (FakeWorld* world : worlds)
            types.add(new FakeType(*world));
    };
}

/** Remembers what it was given; what it puts out is the input, right side negated. */
class SpyProcess final : public StereoProcess {
public:
    std::vector<float> left, right; ///< all that came in since the last prepare
    std::vector<int> blocks;
    double rate = 0.0;
    int announced = 0, prepares = 0, releases = 0;

    void prepare(double rateHz, int maxFrames) override {
        rate = rateHz;
        announced = maxFrames;
        ++prepares;
        left.clear();
        right.clear();
        blocks.clear();
    }
    void process(float* leftBlock, float* rightBlock, int frames) override {
        blocks.push_back(frames);
        left.insert(left.end(), leftBlock, leftBlock + frames);
        right.insert(right.end(), rightBlock, rightBlock + frames);
        for (int i = 0; i < frames; ++i)
            rightBlock[i] = -rightBlock[i];
    }
    void release() override { ++releases; }
};

} // namespace phonostage::device::testing
