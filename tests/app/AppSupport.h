// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/FakeAudio.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <string>
#include <vector>

namespace phonostage::app::testing {

/** A processor that remembers what it was given; what it puts out is the input, right side negated. */
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
class SettingsFolder {
public:
    SettingsFolder() : folder_(juce::File::createTempFile("phonostage-test")) { folder_.createDirectory(); }
    ~SettingsFolder() { folder_.deleteRecursively(); }
    SettingsFolder(const SettingsFolder&) = delete;
    SettingsFolder& operator=(const SettingsFolder&) = delete;
    [[nodiscard]] juce::File file(const juce::String& name) const { return folder_.getChildFile(name); }
    [[nodiscard]] int count() const { return folder_.getNumberOfChildFiles(juce::File::findFiles); }

private:
    juce::File folder_;
};

/** The component with an id, wherever below; null where there is none. */
inline juce::Component* componentOf(juce::Component& from, const juce::String& id) {
    for (auto* child : from.getChildren()) {
        if (child->getComponentID() == id) return child;
        if (auto* deeper = componentOf(*child, id)) return deeper;
    }
    return nullptr;
}

/** Presses the button with an id, as a click does; false where there is none. */
inline bool clickOn(juce::Component& from, const juce::String& id) {
    auto* button = dynamic_cast<juce::Button*>(componentOf(from, id));
    if (button == nullptr || !button->onClick) return false;
    button->onClick();
    return true;
}

} // namespace phonostage::app::testing
