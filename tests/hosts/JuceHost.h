// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>
#include <random>
#include <string>

namespace phonostage::tests {

enum class Format { vst3, lv2 };

/** "VST3", "LV2". */
[[nodiscard]] std::string nameOf(Format format);

/** The built plugin, loaded as a host made with JUCE loads it. Throws std::runtime_error where it cannot be. The
    environment may name other bundles: PHONOSTAGE_VST3_BUNDLE, PHONOSTAGE_LV2_BUNDLE. Message thread. */
[[nodiscard]] std::unique_ptr<juce::AudioPluginInstance> loadPlugin(Format format, double rateHz, int blockFrames);

/** The host parameter of a table's entry; throws std::runtime_error where there is none. */
[[nodiscard]] juce::AudioProcessorParameter& parameterOf(juce::AudioPluginInstance& plugin, Format format,
                                                         const params::Entry& entry);

/** Asks the plugin for a value in the parameter's own unit; it takes it with its next block. */
void setParameter(juce::AudioPluginInstance& plugin, Format format, const params::Entry& entry, double value);

/** Legal values for all host parameters, bypass off, the settings at their defaults. */
[[nodiscard]] params::Values randomValues(std::mt19937_64& random);

/** setParameter for every host parameter. */
void setAll(juce::AudioPluginInstance& plugin, Format format, const params::Values& values);

/** Lets the message thread do its work for that long: editors, state restores, parameter updates. */
void runMessages(int milliseconds);

/** Whether there is a screen to open windows on. */
[[nodiscard]] bool hasScreen();

/** The plugin's editor in a window, open while this lives. */
class OpenEditor {
public:
    explicit OpenEditor(juce::AudioPluginInstance& plugin);
    ~OpenEditor();
    OpenEditor(const OpenEditor&) = delete;
    OpenEditor& operator=(const OpenEditor&) = delete;

    [[nodiscard]] juce::AudioProcessorEditor* editor() const { return editor_.get(); }

private:
    std::unique_ptr<juce::AudioProcessorEditor> editor_;
};

} // namespace phonostage::tests
