// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"

#include <juce_audio_processors/juce_audio_processors.h>

namespace phonostage::app {

/** The plugin between a device's inputs and its outputs. The processor must outlive it. */
class PluginProcess final : public device::StereoProcess {
public:
    explicit PluginProcess(juce::AudioProcessor& processor) : processor_(processor) {}

    void prepare(double rateHz, int maxFrames) override;
    void process(float* left, float* right, int frames) override;
    void release() override;

private:
    juce::AudioProcessor& processor_;
    juce::MidiBuffer noMidi_;
};

} // namespace phonostage::app
