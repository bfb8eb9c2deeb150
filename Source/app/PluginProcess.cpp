// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PluginProcess.h"

#include <array>

namespace phonostage::app {

void PluginProcess::prepare(double rateHz, int maxFrames) {
    processor_.setRateAndBufferSizeDetails(rateHz, maxFrames);
    processor_.prepareToPlay(rateHz, maxFrames);
}

void PluginProcess::process(float* left, float* right, int frames) {
    const std::array<float*, 2> channels{left, right};
    juce::AudioBuffer<float> buffer(channels.data(), 2, frames); // refers to the block, copies nothing
    processor_.processBlock(buffer, noMidi_);
}

void PluginProcess::release() { processor_.releaseResources(); }

} // namespace phonostage::app
