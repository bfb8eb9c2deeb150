// SPDX-License-Identifier: GPL-3.0-or-later
// The LV2 entry point. JUCE's own, renamed by CMake for that one file, is put right in three respects. It refuses to
// start in hosts that do not announce the largest block (lv2bench is one); the processor takes blocks of any size, so
// that those hosts get a figure put in. And its activate() and deactivate() do nothing, where LV2 has a plugin begin
// anew, without memory of what was played before. And it believes a stored state that says how large it is, up to 2 GB.

#include "plugin/Processor.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

extern "C" const LV2_Descriptor* phonostage_juce_lv2_descriptor(std::uint32_t index);

namespace {

constexpr std::int32_t assumedBlockFrames = 8192;
constexpr const char* intTypeUri = "http://lv2plug.in/ns/ext/atom#Int";

const LV2_Feature* find(const LV2_Feature* const* features, const char* uri) {
    if (features == nullptr) return nullptr;
    for (auto feature = features; *feature != nullptr; ++feature)
        if (std::strcmp((*feature)->URI, uri) == 0) return *feature;
    return nullptr;
}

/** The processors behind JUCE's handles, which do not tell them. Never the audio thread's. */
class Processors {
public:
    juce::AudioProcessor* of(LV2_Handle handle) {
        const std::lock_guard lock(mutex_);
        const auto found = processors_.find(handle);
        return found == processors_.end() ? nullptr : found->second;
    }

    void add(LV2_Handle handle, juce::AudioProcessor* processor) {
        const std::lock_guard lock(mutex_);
        processors_[handle] = processor;
    }

    void remove(LV2_Handle handle) {
        const std::lock_guard lock(mutex_);
        processors_.erase(handle);
    }

private:
    std::mutex mutex_;
    std::map<LV2_Handle, juce::AudioProcessor*> processors_;
};

Processors& processors() {
    static Processors all;
    return all;
}

thread_local juce::AudioProcessor* newest = nullptr; // that JUCE has asked for within instantiate()

LV2_Handle instantiate(const LV2_Descriptor*, double rateHz, const char* bundle, const LV2_Feature* const* features) {
    const LV2_Descriptor* juce = phonostage_juce_lv2_descriptor(0);
    const LV2_Feature* mapFeature = find(features, LV2_URID__map);
    if (mapFeature == nullptr) return nullptr;
    const auto* map = static_cast<const LV2_URID_Map*>(mapFeature->data);
    const LV2_URID maximum = map->map(map->handle, LV2_BUF_SIZE__maxBlockLength);
    const LV2_URID intType = map->map(map->handle, intTypeUri);

    // The host's options, and the largest block where it is not among them. They are read within this call only.
    std::vector<LV2_Options_Option> options;
    bool isAnnounced = false;
    if (const LV2_Feature* given = find(features, LV2_OPTIONS__options); given != nullptr && given->data != nullptr)
        for (auto option = static_cast<const LV2_Options_Option*>(given->data); option->key != 0; ++option) {
            isAnnounced = isAnnounced || option->key == maximum;
            options.push_back(*option);
        }
    if (!isAnnounced)
        options.push_back({LV2_OPTIONS_INSTANCE, 0, maximum, sizeof(assumedBlockFrames), intType, &assumedBlockFrames});
    options.push_back({LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, nullptr});

    const LV2_Feature optionsFeature{LV2_OPTIONS__options, options.data()};
    const LV2_Feature boundedFeature{LV2_BUF_SIZE__boundedBlockLength, nullptr};
    std::vector<const LV2_Feature*> all{&optionsFeature, &boundedFeature};
    for (auto feature = features; *feature != nullptr; ++feature)
        if (std::strcmp((*feature)->URI, LV2_OPTIONS__options) != 0 &&
            std::strcmp((*feature)->URI, LV2_BUF_SIZE__boundedBlockLength) != 0)
            all.push_back(*feature);
    all.push_back(nullptr);
    newest = nullptr;
    const LV2_Handle handle = juce->instantiate(juce, rateHz, bundle, all.data());
    if (auto* const processor = std::exchange(newest, nullptr); handle != nullptr && processor != nullptr)
        processors().add(handle, processor);
    return handle;
}

void activate(LV2_Handle handle) {
    if (auto* const processor = processors().of(handle))
        processor->prepareToPlay(processor->getSampleRate(), processor->getBlockSize());
}

void deactivate(LV2_Handle handle) {
    if (auto* const processor = processors().of(handle)) processor->releaseResources();
}

/** As JUCE spells bytes: their number, a full stop, then six bits a character. */
bool isStateText(const char* text, std::size_t size) {
    if (size > 0 && text[size - 1] == '\0') --size;
    constexpr std::size_t mostDigits = 7;
    std::size_t bytes = 0, at = 0;
    for (; at < size && at < mostDigits && text[at] >= '0' && text[at] <= '9'; ++at)
        bytes = 10 * bytes + static_cast<std::size_t>(text[at] - '0');
    return at > 0 && at < size && text[at] == '.' && size - at - 1 == (8 * bytes + 5) / 6;
}

struct Retrieval {
    LV2_State_Retrieve_Function retrieve;
    LV2_State_Handle handle;
};

const void* retrieveChecked(LV2_State_Handle handle, std::uint32_t key, std::size_t* size, std::uint32_t* type,
                            std::uint32_t* flags) {
    const auto& asked = *static_cast<const Retrieval*>(handle);
    const void* data = asked.retrieve(asked.handle, key, size, type, flags);
    // The other thing that JUCE asks for is the number of a program, an int.
    if (data == nullptr || *size == sizeof(std::int32_t) || isStateText(static_cast<const char*>(data), *size))
        return data;
    juce::Logger::writeToLog("Phonostage: state not taken: it is not as long as it says");
    return nullptr;
}

const LV2_State_Interface& juceState() {
    return *static_cast<const LV2_State_Interface*>(
        phonostage_juce_lv2_descriptor(0)->extension_data(LV2_STATE__interface));
}

LV2_State_Status restore(LV2_Handle instance, LV2_State_Retrieve_Function retrieve, LV2_State_Handle handle,
                         std::uint32_t flags, const LV2_Feature* const* features) {
    Retrieval asked{retrieve, handle};
    return juceState().restore(instance, retrieveChecked, &asked, flags, features);
}

const void* extensionData(const char* uri) {
    if (std::strcmp(uri, LV2_STATE__interface) != 0) return phonostage_juce_lv2_descriptor(0)->extension_data(uri);
    static const LV2_State_Interface state{juceState().save, restore};
    return &state;
}

void cleanup(LV2_Handle handle) {
    processors().remove(handle);
    phonostage_juce_lv2_descriptor(0)->cleanup(handle);
}

} // namespace

// As in PluginEntry.cpp, which the linker leaves in its archive where this one is there.
juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter() {
    newest = new phonostage::plugin::Processor();
    return newest;
}

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(std::uint32_t index) {
    if (index != 0) return nullptr;
    static const LV2_Descriptor descriptor = [] {
        LV2_Descriptor result = *phonostage_juce_lv2_descriptor(0);
        result.instantiate = instantiate;
        result.activate = activate;
        result.deactivate = deactivate;
        result.cleanup = cleanup;
        result.extension_data = extensionData;
        return result;
    }();
    return &descriptor;
}
