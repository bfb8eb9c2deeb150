// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/AudioSession.h"

#include <juce_audio_devices/juce_audio_devices.h>

#include <memory>
#include <string>
#include <vector>

namespace phonostage::app::testing {

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
    int getXRunCount() const noexcept override { return 3; }

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

/** A processor that does nothing but remember what it was given; what it puts out is the input, right side negated. */
class SpyProcessor final : public juce::AudioProcessor {
public:
    SpyProcessor()
        : juce::AudioProcessor(BusesProperties()
                                   .withInput("In", juce::AudioChannelSet::stereo())
                                   .withOutput("Out", juce::AudioChannelSet::stereo())) {}

    std::vector<float> left, right; ///< all that came in since the last prepare
    std::vector<int> blocks;
    double rate = 0.0;
    int announced = 0, prepares = 0, releases = 0;

    const juce::String getName() const override { return "spy"; }
    void prepareToPlay(double newRate, int frames) override {
        rate = newRate;
        announced = frames;
        ++prepares;
        left.clear();
        right.clear();
        blocks.clear();
    }
    void releaseResources() override { ++releases; }
    using juce::AudioProcessor::processBlock;
    void processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer&) override {
        blocks.push_back(buffer.getNumSamples());
        left.insert(left.end(), buffer.getReadPointer(0), buffer.getReadPointer(0) + buffer.getNumSamples());
        right.insert(right.end(), buffer.getReadPointer(1), buffer.getReadPointer(1) + buffer.getNumSamples());
        buffer.applyGain(1, 0, buffer.getNumSamples(), -1.0F);
    }
    double getTailLengthSeconds() const override { return 0.0; }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return false; }
    juce::AudioProcessorEditor* createEditor() override { return nullptr; }
    bool hasEditor() const override { return false; }
    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Default"; }
    void changeProgramName(int, const juce::String&) override {}
    void getStateInformation(juce::MemoryBlock& block) override { block.append(state.data(), state.size()); }
    void setStateInformation(const void* data, int size) override {
        state.assign(static_cast<const char*>(data), static_cast<std::size_t>(size));
    }

    std::string state;
};

/** A folder of its own that goes with the test. */
class TemporaryFolder {
public:
    TemporaryFolder() : folder_(juce::File::createTempFile("phonostage-test")) { folder_.createDirectory(); }
    ~TemporaryFolder() { folder_.deleteRecursively(); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] juce::File file(const juce::String& name) const { return folder_.getChildFile(name); }
    [[nodiscard]] int count() const { return folder_.getNumberOfChildFiles(juce::File::findFiles); }

private:
    juce::File folder_;
};

} // namespace phonostage::app::testing
