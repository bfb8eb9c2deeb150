// SPDX-License-Identifier: GPL-3.0-or-later
#include "hosts/JuceHost.h"

#include "plugin/ParameterScale.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace phonostage::tests {
namespace {

std::string bundleOf(Format format) {
    const bool isVst3 = format == Format::vst3;
    const char* fromEnvironment = std::getenv(isVst3 ? "PHONOSTAGE_VST3_BUNDLE" : "PHONOSTAGE_LV2_BUNDLE");
    if (fromEnvironment != nullptr) return fromEnvironment;
    return isVst3 ? PHONOSTAGE_VST3_BUNDLE : PHONOSTAGE_LV2_BUNDLE;
}

/** One of each for the whole run: JUCE's LV2 format reads its world again with every object. */
juce::AudioPluginFormat& formatOf(Format format) {
    static juce::VST3PluginFormat vst3;
    static juce::LV2PluginFormat lv2;
    if (format == Format::vst3) return vst3;
    return lv2;
}

const juce::PluginDescription& describe(Format format) {
    static std::array<std::unique_ptr<juce::PluginDescription>, 2> known;
    auto& description = known[static_cast<std::size_t>(format)];
    if (description == nullptr) {
        juce::OwnedArray<juce::PluginDescription> found;
        if (format == Format::lv2)
            (void)formatOf(format).searchPathsForPlugins(
                juce::FileSearchPath(juce::File(bundleOf(format)).getParentDirectory().getFullPathName()), true, false);
        formatOf(format).findAllTypesForFile(found, format == Format::vst3
                                                        ? juce::String(bundleOf(format))
                                                        : juce::String("https://phonostage.github.io/lv2/phonostage"));
        if (found.size() != 1) throw std::runtime_error("not one plugin in " + bundleOf(format));
        description = std::make_unique<juce::PluginDescription>(*found.getFirst());
    }
    return *description;
}

} // namespace

std::string nameOf(Format format) { return format == Format::vst3 ? "VST3" : "LV2"; }

std::unique_ptr<juce::AudioPluginInstance> loadPlugin(Format format, double rateHz, int blockFrames) {
    juce::String error;
    auto plugin = formatOf(format).createInstanceFromDescription(describe(format), rateHz, blockFrames, error);
    if (plugin == nullptr) throw std::runtime_error(error.toStdString());
    return plugin;
}

juce::AudioProcessorParameter& parameterOf(juce::AudioPluginInstance& plugin, Format format,
                                           const params::Entry& entry) {
    // In LV2 the host has a Bypass of its own, made from lv2:enabled: the plugin's is the last of the name.
    juce::AudioProcessorParameter* found = nullptr;
    for (auto* parameter : plugin.getParameters())
        if (parameter->getName(100) == entry.name &&
            parameter != (format == Format::lv2 ? plugin.getBypassParameter() : nullptr))
            found = parameter;
    if (found == nullptr) throw std::runtime_error(std::string("no parameter ") + entry.name);
    return *found;
}

void setParameter(juce::AudioPluginInstance& plugin, Format format, const params::Entry& entry, double value) {
    // VST3 speaks of 0 to 1 on the plugin's own scale; LV2 of real units, of which JUCE's host makes a straight line.
    const double position = format == Format::vst3 ? plugin::toNormalised(entry, value)
                                                   : (value - entry.minimum) / (entry.maximum - entry.minimum);
    parameterOf(plugin, format, entry).setValue(static_cast<float>(position));
}

params::Values randomValues(std::mt19937_64& random) {
    params::Values values;
    for (const auto& entry : params::table()) {
        if (entry.kind != params::Kind::host || entry.id == params::Id::bypass) continue;
        const double steps = std::floor((entry.maximum - entry.minimum) / entry.step);
        // A float tells the speed's millionths apart below 2 only.
        const double last = entry.id == params::Id::speedRatio ? 1500000.0 : steps;
        const auto step = std::uniform_int_distribution<long>(0, std::lround(last))(random);
        values.set(entry.id,
                   plugin::fromNormalised(
                       entry, plugin::toNormalised(entry, entry.minimum + entry.step * static_cast<double>(step))));
    }
    return values;
}

void setAll(juce::AudioPluginInstance& plugin, Format format, const params::Values& values) {
    for (const auto& entry : params::table())
        if (entry.kind == params::Kind::host) setParameter(plugin, format, entry, values.get(entry.id));
}

void runMessages(int milliseconds) { juce::MessageManager::getInstance()->runDispatchLoopUntil(milliseconds); }

bool hasScreen() { return std::getenv("DISPLAY") != nullptr; }

OpenEditor::OpenEditor(juce::AudioPluginInstance& plugin) : editor_(plugin.createEditorIfNeeded()) {
    if (editor_ == nullptr) return;
    editor_->addToDesktop(juce::ComponentPeer::windowHasTitleBar | juce::ComponentPeer::windowAppearsOnTaskbar);
    editor_->setVisible(true);
    runMessages(50);
}

OpenEditor::~OpenEditor() {
    // JUCE's own host for windows of LV2 editors (XEmbedComponent, 7.0.5) answers their moves and sizes by messages
    // that do not notice its end: what is on its way must have arrived.
    runMessages(200);
    editor_.reset();
    runMessages(10);
}

} // namespace phonostage::tests
