// SPDX-License-Identifier: GPL-3.0-or-later
// The built plugins in a host made with JUCE: blocks, rates, precisions and buses, against the engine alone.
#include "hosts/HostSupport.h"
#include "hosts/JuceHost.h"
#include "params/Presets.h"
#include "support/Catch.h"

#include <array>
#include <functional>
#include <vector>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

constexpr int usualFrames = 512;

/** What the host announces; it then sends up to 16 times as much in one block, which no host may, and some do. */
int announcedFrames(Format) { return usualFrames; }

/** In place, in blocks of these sizes, over and over, until the signal ends. */
template <typename Sample>
void run(juce::AudioPluginInstance& plugin, Signal<Sample>& signal, const std::vector<int>& blockSizes) {
    juce::MidiBuffer midi;
    const std::size_t frames = signal[0].size();
    std::size_t at = 0;
    for (std::size_t block = 0; at < frames; block = (block + 1) % blockSizes.size()) {
        const auto size = std::min(static_cast<std::size_t>(blockSizes[block]), frames - at);
        std::array<Sample*, 2> channels{};
        for (std::size_t c = 0; c < signal.size(); ++c)
            channels[c] = signal[c].data() + at;
        juce::AudioBuffer<Sample> buffer(channels.data(), static_cast<int>(signal.size()), static_cast<int>(size));
        plugin.processBlock(buffer, midi);
        at += size;
    }
}

/** 0, tiny, odd, ordinary and huge. */
const std::vector<int> allSizes{0, 1, 17, 64, 8192, 512, 0, 1, 1, 100};

void prepare(juce::AudioPluginInstance& plugin, Format format, double rateHz) {
    plugin.setNonRealtime(true); // designs wait for nobody
    plugin.releaseResources();   // else JUCE's VST3 host does nothing where rate and block are as before
    plugin.prepareToPlay(rateHz, announcedFrames(format));
}

bool isFinite(const Signal<float>& signal) {
    for (const auto& channel : signal)
        if (!std::all_of(channel.begin(), channel.end(), [](float x) { return std::isfinite(x); })) return false;
    return true;
}

} // namespace

TEST_CASE("A JUCE host finds every parameter of the table", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    int hostParameters = 0;
    for (const auto& entry : params::table()) {
        if (entry.kind != params::Kind::host) continue;
        ++hostParameters;
        CAPTURE(entry.key);
        const auto& parameter = parameterOf(*plugin, format, entry);
        if (format == Format::lv2) continue; // JUCE's host asks no more of an LV2 parameter
        CHECK(parameter.getLabel() == juce::String::fromUTF8(entry.unit));
        CHECK(parameter.isDiscrete() == (entry.type != params::Type::number));
    }
    // The LV2 host adds lv2:enabled, the VST3 has its program.
    CHECK(plugin->getParameters().size() == hostParameters + 1);
}

TEST_CASE("A JUCE host finds the factory's presets among the programs", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    juce::StringArray names;
    for (int i = 0; i < plugin->getNumPrograms(); ++i)
        names.add(plugin->getProgramName(i));
    for (const auto& preset : params::factoryPresets())
        CHECK(names.contains(juce::String::fromUTF8(preset.title.c_str())));
}

TEST_CASE("At any rate and with any blocks a plugin is the engine sample for sample", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    std::mt19937_64 random(4711);
    for (const double rateHz : {8000.0, 44100.0, 48000.0, 96000.0, 192000.0, 384000.0, 768000.0, 44100.0, 8000.0}) {
        CAPTURE(rateHz);
        const auto values = randomValues(random);
        setAll(*plugin, format, values);
        prepare(*plugin, format, rateHz);
        // The first block brings the values; then the sound starts again.
        auto settling = noise<float>(0.001, 2000, 1);
        run(*plugin, settling, {512});
        plugin->releaseResources();
        prepare(*plugin, format, rateHz);
        auto signal = noise<float>(0.001, 20000, 2);
        const auto expected = engineOutput(values, signal, rateHz);
        run(*plugin, signal, allSizes);
        CHECK(signal == expected);
        CHECK(isFinite(signal));
        plugin->releaseResources();
    }
}

TEST_CASE("In double precision a VST3 is the engine sample for sample", "[hosts]") {
    constexpr auto format = Format::vst3;
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    std::mt19937_64 random(4712);
    for (const bool isDouble : {true, false, true}) {
        const auto values = randomValues(random);
        setAll(*plugin, format, values);
        plugin->setProcessingPrecision(isDouble ? juce::AudioProcessor::doublePrecision
                                                : juce::AudioProcessor::singlePrecision);
        prepare(*plugin, format, 96000.0);
        prepare(*plugin, format, 96000.0); // twice
        const auto check = [&](auto settling, auto signal) {
            run(*plugin, settling, {512});
            plugin->reset();
            const auto expected = engineOutput(values, signal, 96000.0);
            run(*plugin, signal, allSizes);
            CHECK(signal == expected);
        };
        if (isDouble)
            check(noise<double>(0.001, 4000, 3), noise<double>(0.001, 20000, 4));
        else
            check(noise<float>(0.001, 4000, 3), noise<float>(0.001, 20000, 4));
        plugin->releaseResources();
    }
}

TEST_CASE("A mono VST3 is the engine's first channel", "[hosts]") {
    constexpr auto format = Format::vst3;
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    juce::AudioProcessor::BusesLayout mono;
    mono.inputBuses.add(juce::AudioChannelSet::mono());
    mono.outputBuses.add(juce::AudioChannelSet::mono());
    REQUIRE(plugin->setBusesLayout(mono));
    prepare(*plugin, format, 48000.0);
    Signal<float> signal{noise<float>(0.01, 20000, 5)[0]};
    dsp::Engine engine;
    const params::Values values;
    engine.prepare(dsp::designStage(params::filterSettings(values), 48000.0));
    engine.setLevels(params::levelSettings(values));
    auto expected = signal[0];
    const float* const in[] = {signal[0].data()};
    float* const out[] = {expected.data()};
    engine.process(in, out, 1, 20000);
    run(*plugin, signal, allSizes);
    CHECK(signal[0] == expected);

    // And back to stereo.
    plugin->releaseResources();
    juce::AudioProcessor::BusesLayout stereo;
    stereo.inputBuses.add(juce::AudioChannelSet::stereo());
    stereo.outputBuses.add(juce::AudioChannelSet::stereo());
    REQUIRE(plugin->setBusesLayout(stereo));
    prepare(*plugin, format, 48000.0);
    auto both = noise<float>(0.01, 20000, 6);
    const auto bothExpected = engineOutput(values, both, 48000.0);
    run(*plugin, both, allSizes);
    CHECK(both == bothExpected);
}

TEST_CASE("Reset, release and a second prepare leave nothing of the sound before", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    prepare(*plugin, format, 48000.0);
    const auto beginAnew = std::array<std::function<void()>, 3>{
        [&] { // JUCE's LV2 host has no reset: in LV2 that is deactivate and activate
            if (format == Format::vst3)
                plugin->reset();
            else
                prepare(*plugin, format, 48000.0);
        },
        [&] {
            plugin->releaseResources();
            plugin->releaseResources();
            prepare(*plugin, format, 48000.0);
        },
        [&] {
            plugin->prepareToPlay(96000.0, announcedFrames(format)); // while it is prepared
            plugin->prepareToPlay(48000.0, announcedFrames(format));
        }};
    for (const auto& again : beginAnew) {
        auto loud = noise<float>(0.5, 5000, 7);
        run(*plugin, loud, {512});
        again();
        Signal<float> silence(2, std::vector<float>(2000));
        const auto zeros = silence;
        run(*plugin, silence, allSizes);
        CHECK(silence == zeros);
    }
    // A host that does not know better goes on after the release: anything but a crash or rubbish.
    plugin->releaseResources();
    auto late = noise<float>(0.01, 2000, 8);
    run(*plugin, late, {512});
    CHECK(isFinite(late));
}

TEST_CASE("A bypass by the host passes the input bit for bit", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto plugin = loadPlugin(format, 48000.0, announcedFrames(format));
    prepare(*plugin, format, 48000.0);
    REQUIRE(plugin->getBypassParameter() != nullptr);
    auto before = noise<float>(0.01, 4000, 9);
    run(*plugin, before, {512});
    plugin->getBypassParameter()->setValue(1.0F);
    auto signal = noise<float>(0.01, 8000, 10);
    const auto input = signal;
    run(*plugin, signal, allSizes);
    CHECK(signal[0][0] != input[0][0]); // it fades
    for (std::size_t c = 0; c < 2; ++c)
        CHECK(sameFrom(signal[c], input[c], 960 + usualFrames, 8000));
}

TEST_CASE("Two instances at different rates, in turns, do not hear each other", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    std::mt19937_64 random(4713);
    const std::array<double, 2> rates{44100.0, 192000.0};
    std::array<std::unique_ptr<juce::AudioPluginInstance>, 2> plugins;
    std::array<params::Values, 2> values;
    for (std::size_t i = 0; i < 2; ++i) {
        plugins[i] = loadPlugin(format, rates[i], announcedFrames(format));
        values[i] = randomValues(random);
        setAll(*plugins[i], format, values[i]);
        prepare(*plugins[i], format, rates[i]);
        auto settling = noise<float>(0.001, 2000, 11);
        run(*plugins[i], settling, {512});
        prepare(*plugins[i], format, rates[i]);
    }
    std::array<Signal<float>, 2> signals{noise<float>(0.001, 20000, 12), noise<float>(0.001, 20000, 13)};
    std::array<Signal<float>, 2> outputs{Signal<float>(2), Signal<float>(2)};
    for (std::size_t at = 0; at < 20000; at += 400) {
        for (std::size_t i = 0; i < 2; ++i) {
            Signal<float> part(2);
            for (std::size_t c = 0; c < 2; ++c)
                part[c].assign(signals[i][c].begin() + static_cast<std::ptrdiff_t>(at),
                               signals[i][c].begin() + static_cast<std::ptrdiff_t>(at + 400));
            run(*plugins[i], part, {17, 512});
            for (std::size_t c = 0; c < 2; ++c)
                outputs[i][c].insert(outputs[i][c].end(), part[c].begin(), part[c].end());
        }
    }
    for (std::size_t i = 0; i < 2; ++i)
        CHECK(outputs[i] == engineOutput(values[i], signals[i], rates[i]));
}

TEST_CASE("A hundred instances run side by side", "[hosts]") {
    const auto format = GENERATE(Format::vst3, Format::lv2);
    CAPTURE(nameOf(format));
    const auto input = noise<float>(0.01, 3 * usualFrames, 14);
    const auto expected = engineOutput(params::Values(), input, 48000.0);
    std::vector<std::unique_ptr<juce::AudioPluginInstance>> plugins;
    for (int i = 0; i < 100; ++i) {
        plugins.push_back(loadPlugin(format, 48000.0, announcedFrames(format)));
        prepare(*plugins.back(), format, 48000.0);
    }
    int right = 0;
    for (auto& plugin : plugins) {
        auto signal = input;
        run(*plugin, signal, {usualFrames});
        right += signal == expected ? 1 : 0;
    }
    CHECK(right == 100);
    // Every other one goes; the rest does not notice.
    for (std::size_t i = 0; i < plugins.size(); i += 2)
        plugins[i].reset();
    right = 0;
    for (std::size_t i = 1; i < plugins.size(); i += 2) {
        prepare(*plugins[i], format, 48000.0);
        auto signal = input;
        run(*plugins[i], signal, {usualFrames});
        right += signal == expected ? 1 : 0;
    }
    CHECK(right == 50);
}
