// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of the built plugins, wrappers and all, under the trap of tests/support/RealtimeTrap.cpp: no memory is asked
// for or given back. Locks that JUCE's wrappers take are listed in Resources/docs/real-time.md; they are no matter
// here.
#include "hosts/HostSupport.h"
#include "hosts/Lv2Host.h"
#include "hosts/Vst3Host.h"

#include "support/Catch.h"
#include "support/RealtimeTrap.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr std::size_t blockFrames = 256;
constexpr std::size_t blocks = 100;

/** Of what the trap has caught: the functions that have to do with memory. */
std::string memoryFunctions() {
    std::string text;
    for (const auto& name : trap::names())
        for (const char* of : {"malloc", "calloc", "realloc", "free", "aligned_alloc"})
            if (name == of) text += name + " ";
    return text;
}

template <typename Sample> Signal<Sample> input() { return noise<Sample>(0.01, blocks * blockFrames, 7); }

} // namespace

TEMPLATE_TEST_CASE("The VST3 asks for no memory in a block", "[hosts]", float, double) {
    if (!trap::isAvailable()) {
        WARN("the trap is off: see Resources/docs/real-time.md");
        return;
    }
    const Vst3Module module(PHONOSTAGE_VST3_BUNDLE);
    Vst3Instance instance(module);
    constexpr int sampleSize = sizeof(TestType) == 4 ? Steinberg::Vst::kSample32 : Steinberg::Vst::kSample64;
    instance.start(48000.0, blockFrames, sampleSize);
    const auto gain = instance.findParameter(params::entry(params::Id::gain).name).id;
    auto signal = input<TestType>();
    trap::clear();
    instance.aroundProcess = trap::arm;
    for (std::size_t block = 0; block < blocks; ++block)
        instance.run(signal, block * blockFrames, (block + 1) * blockFrames,
                     {{gain, static_cast<double>(block) / blocks}});
    CHECK(memoryFunctions() == "");

    // What cannot be done without shows that the trap sees into the plugin: a block longer than announced.
    instance.run(signal, 0, blocks * blockFrames);
    CHECK_FALSE(memoryFunctions().empty());
}

TEST_CASE("The LV2 asks for no memory in a block", "[hosts]") {
    if (!trap::isAvailable()) {
        WARN("the trap is off: see Resources/docs/real-time.md");
        return;
    }
    const Lv2World world(PHONOSTAGE_LV2_BUNDLE);
    Lv2Instance instance(world, 48000.0, blockFrames);
    auto signal = input<float>();
    trap::clear();
    instance.aroundRun = trap::arm;
    for (std::size_t block = 0; block < blocks; ++block) {
        instance.setParameter("gain", 30.0F + 0.1F * static_cast<float>(block));
        instance.run(signal, block * blockFrames, (block + 1) * blockFrames);
    }
    CHECK(memoryFunctions() == "");
}
