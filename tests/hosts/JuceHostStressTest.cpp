// SPDX-License-Identifier: GPL-3.0-or-later
// The built plugins in a host made with JUCE, with everything going on at once: audio, automation, states, the editor.
#include "hosts/HostSupport.h"
#include "hosts/JuceHost.h"
#include "support/Catch.h"

#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr int announcedFrames = 512;

/** Plays noise through the plugin on a thread of its own, in blocks of all sizes, until it is destroyed. */
class Playing {
public:
    explicit Playing(juce::AudioPluginInstance& plugin) : plugin_(plugin), thread_([this] { play(); }) {}

    ~Playing() {
        stop_ = true;
        thread_.join();
    }

    Playing(const Playing&) = delete;
    Playing& operator=(const Playing&) = delete;

    [[nodiscard]] int blocks() const { return blocks_; }

    [[nodiscard]] int badSamples() const { return badSamples_; }

private:
    void play() {
        std::mt19937_64 random(99);
        std::uniform_int_distribution<int> size(0, announcedFrames);
        const auto sound = noise<float>(0.1, announcedFrames, 98);
        juce::AudioBuffer<float> buffer(2, announcedFrames);
        juce::MidiBuffer midi;
        while (!stop_) {
            const int frames = size(random);
            for (int c = 0; c < 2; ++c)
                buffer.copyFrom(c, 0, sound[static_cast<std::size_t>(c)].data(), announcedFrames);
            juce::AudioBuffer<float> block(buffer.getArrayOfWritePointers(), 2, frames);
            {
                const juce::ScopedLock lock(plugin_.getCallbackLock());
                plugin_.processBlock(block, midi);
            }
            for (int c = 0; c < 2; ++c)
                for (int i = 0; i < frames; ++i)
                    badSamples_ += std::isfinite(block.getSample(c, i)) ? 0 : 1;
            ++blocks_;
            // As a sound card would: leave the machine to the others for a while.
            std::this_thread::sleep_for(std::chrono::microseconds(500));
        }
    }

    juce::AudioPluginInstance& plugin_;
    std::atomic<bool> stop_{false};
    std::atomic<int> blocks_{0}, badSamples_{0};
    std::thread thread_;
};

void prepare(juce::AudioPluginInstance& plugin, double rateHz) {
    plugin.releaseResources();
    plugin.prepareToPlay(rateHz, announcedFrames);
}

juce::MemoryBlock stateOf(juce::AudioPluginInstance& plugin) {
    juce::MemoryBlock state;
    plugin.getStateInformation(state);
    return state;
}

/** Equal to the engine with these values, from a new start. */
bool isEngine(juce::AudioPluginInstance& plugin, const params::Values& values) {
    juce::MidiBuffer midi;
    juce::AudioBuffer<float> first(2, announcedFrames); // it brings parameters that are on their way
    first.clear();
    plugin.processBlock(first, midi);
    plugin.setNonRealtime(true);
    prepare(plugin, 48000.0);
    auto signal = noise<float>(0.001, 4096, 21);
    const auto expected = engineOutput(values, signal, 48000.0);
    for (std::size_t at = 0; at < 4096; at += 512) {
        float* const channels[] = {signal[0].data() + at, signal[1].data() + at};
        juce::AudioBuffer<float> block(channels, 2, 512);
        plugin.processBlock(block, midi);
    }
    plugin.releaseResources();
    plugin.setNonRealtime(false);
    return signal == expected;
}

} // namespace

TEST_CASE("Every parameter can be moved wildly while the plugin plays and its editor is open", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    REQUIRE(hasScreen()); // xvfb-run gives one
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames);
    prepare(*plugin, 48000.0);
    juce::MemoryBlock fresh;
    plugin->getStateInformation(fresh);
    std::mt19937_64 random(31);
    std::uniform_real_distribution<float> anywhere(0.0F, 1.0F);
    {
        const Playing playing(*plugin);
        std::unique_ptr<OpenEditor> editor;
        for (int round = 0; round < 150; ++round) {
            // The editor comes and goes; a few rounds in three it is closed.
            if (round % 30 == 0) editor = std::make_unique<OpenEditor>(*plugin);
            if (round % 30 == 20) editor.reset();
            for (auto* parameter : plugin->getParameters()) {
                const float value = round % 10 == 0 ? 0.0F : round % 10 == 1 ? 1.0F : anywhere(random);
                if (round % 2 == 0) {
                    parameter->beginChangeGesture();
                    parameter->setValueNotifyingHost(value);
                    parameter->endChangeGesture();
                } else {
                    parameter->setValue(value);
                }
            }
            runMessages(5);
        }
        CHECK(playing.blocks() > 100);
        CHECK(playing.badSamples() == 0);
    }
    // Nothing of it stays behind but what is no parameter: the VST3's program is a preset, which sets more than those.
    plugin->setStateInformation(fresh.getData(), static_cast<int>(fresh.getSize()));
    if (format == Format::lv2) plugin->getBypassParameter()->setValue(0.0F);
    const auto values = randomValues(random);
    setAll(*plugin, format, values);
    CHECK(isEngine(*plugin, values));
}

TEST_CASE("Two hundred states go round from two threads, with the editor open and closed", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    const bool withEditor = GENERATE(false, true);
    CAPTURE(nameOf(format), withEditor);
    if (withEditor) REQUIRE(hasScreen());
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames);
    prepare(*plugin, 48000.0);

    // What there is to restore: settings, and the state that holds them.
    std::mt19937_64 random(41);
    std::vector<params::Values> values;
    std::vector<juce::MemoryBlock> states;
    juce::MidiBuffer midi;
    juce::AudioBuffer<float> silence(2, announcedFrames);
    silence.clear();
    for (int i = 0; i < 8; ++i) {
        values.push_back(randomValues(random));
        setAll(*plugin, format, values.back());
        plugin->processBlock(silence, midi);
        runMessages(1);
        states.push_back(stateOf(*plugin));
    }
    for (std::size_t i = 1; i < states.size(); ++i)
        CHECK(states[i] != states[i - 1]);

    std::unique_ptr<OpenEditor> editor;
    if (withEditor) editor = std::make_unique<OpenEditor>(*plugin);
    std::atomic<int> same{0}, running{2};
    {
        const Playing playing(*plugin);
        const auto roundTrips = [&](std::size_t first) {
            for (std::size_t i = 0; i < 100; ++i) {
                const auto& state = states[(first + 3 * i) % states.size()];
                {
                    // Both formats want their hosts to take turns with these calls.
                    const juce::MessageManagerLock lock;
                    plugin->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
                    same += stateOf(*plugin) == state ? 1 : 0;
                }
                std::this_thread::yield();
            }
            --running;
        };
        std::thread one(roundTrips, 0), two(roundTrips, 5);
        while (running > 0)
            runMessages(5);
        one.join();
        two.join();
        CHECK(playing.badSamples() == 0);
    }
    CHECK(same == 200);

    // The last one rules, whatever was on its way.
    plugin->setStateInformation(states[2].getData(), static_cast<int>(states[2].getSize()));
    runMessages(50);
    CHECK(stateOf(*plugin) == states[2]);
    editor.reset();
    CHECK(isEngine(*plugin, values[2]));
}

TEST_CASE("The editor opens, closes and opens again, and outlives nothing", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    REQUIRE(hasScreen());
    for (int i = 0; i < 3; ++i) {
        const auto plugin = loadPlugin(format, 48000.0, announcedFrames);
        REQUIRE(plugin->hasEditor());
        {
            const OpenEditor beforePrepare(*plugin);
            REQUIRE(beforePrepare.editor() != nullptr);
            CHECK(beforePrepare.editor()->getWidth() > 300);
            // JUCE's LV2 host would make another plugin and another window, and trip over its own message (OpenEditor).
            if (format == Format::vst3) prepare(*plugin, 44100.0);
            runMessages(20);
        }
        prepare(*plugin, 48000.0);
        const OpenEditor again(*plugin);
        CHECK(again.editor() != nullptr);
        if (format == Format::vst3) prepare(*plugin, 96000.0);
        runMessages(20);
    }
}
