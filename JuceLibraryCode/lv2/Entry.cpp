// SPDX-License-Identifier: GPL-3.0-or-later
// The LV2 entry point. JUCE's own, renamed by CMake for that one file, refuses to start in hosts that do not announce
// the largest block (lv2bench is one); the processor takes blocks of any size, so that those hosts get a figure put in.

#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>

#include <cstdint>
#include <cstring>
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
    return juce->instantiate(juce, rateHz, bundle, all.data());
}

} // namespace

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(std::uint32_t index) {
    if (index != 0) return nullptr;
    static const LV2_Descriptor descriptor = [] {
        LV2_Descriptor result = *phonostage_juce_lv2_descriptor(0);
        result.instantiate = instantiate;
        return result;
    }();
    return &descriptor;
}
