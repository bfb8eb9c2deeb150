// SPDX-License-Identifier: GPL-3.0-or-later
// The built LV2 plugin in a host of its own: PHONOSTAGE_LV2_BUNDLE names the bundle.
#include "hosts/Lv2Host.h"
#include "hosts/HostSupport.h"
#include "params/Presets.h"
#include "support/Catch.h"
#include "support/TestDelayInEnvironment.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

using namespace phonostage;
using namespace phonostage::tests;

namespace {

std::string bundle() {
    const char* fromEnvironment = std::getenv("PHONOSTAGE_LV2_BUNDLE");
    return fromEnvironment != nullptr ? fromEnvironment : PHONOSTAGE_LV2_BUNDLE;
}

/** Blocks of 0, 1, 17 and up to 512 frames. */
void runOddBlocks(Lv2Instance& instance, Signal<float>& signal) {
    instance.run(signal, 0, 0);
    instance.run(signal, 0, 1);
    instance.run(signal, 1, 18);
    instance.runAll(signal, 18, signal[0].size(), 512);
}

/** Whether the plugin, activated a moment ago, is the engine with these settings. */
bool isEngine(Lv2Instance& instance, const params::Values& values, double rateHz) {
    auto signal = noise<float>(0.01, 5000, 61);
    const auto expected = engineOutput(values, signal, rateHz);
    runOddBlocks(instance, signal);
    return signal == expected;
}

bool isFinite(const Signal<float>& signal) {
    for (const auto& channel : signal)
        if (!std::all_of(channel.begin(), channel.end(), [](float x) { return std::isfinite(x); })) return false;
    return true;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

} // namespace

TEST_CASE("The LV2 bundle describes the plugin under its URI", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    const auto* uri = lilv_plugin_get_uri(world.plugin());
    const auto classes = world.objects(uri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    CHECK(contains(classes, "http://lv2plug.in/ns/lv2core#Plugin"));
    CHECK(contains(classes, "http://lv2plug.in/ns/lv2core#EQPlugin"));
    LilvNode* name = lilv_plugin_get_name(world.plugin());
    CHECK(std::string(lilv_node_as_string(name)) == "Phonostage");
    lilv_node_free(name);
    CHECK(lilv_plugin_get_num_ports(world.plugin()) == 9);

    // Hosts refuse what they cannot give: nothing may be required beyond these.
    const std::vector<std::string> known{"http://lv2plug.in/ns/ext/urid#map",
                                         "http://lv2plug.in/ns/ext/options#options",
                                         "http://lv2plug.in/ns/ext/buf-size#boundedBlockLength"};
    for (const auto& feature : world.objects(uri, "http://lv2plug.in/ns/lv2core#requiredFeature"))
        CHECK(contains(known, feature));
}

TEST_CASE("The LV2 ports and the editor are described by name", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    const std::vector<std::pair<std::string, std::string>> expected{{"audio_in_1", "Audio In 1"},
                                                                    {"audio_in_2", "Audio In 2"},
                                                                    {"audio_out_1", "Audio Out 1"},
                                                                    {"audio_out_2", "Audio Out 2"},
                                                                    {"in", "In"},
                                                                    {"out", "Out"},
                                                                    {"latency", "Latency"},
                                                                    {"freeWheeling", "Free Wheeling"},
                                                                    {"enabled", "Enabled"}};
    std::vector<std::pair<std::string, std::string>> found;
    for (std::uint32_t i = 0; i < lilv_plugin_get_num_ports(world.plugin()); ++i) {
        const auto* port = lilv_plugin_get_port_by_index(world.plugin(), i);
        LilvNode* name = lilv_port_get_name(world.plugin(), port);
        found.emplace_back(lilv_node_as_string(lilv_port_get_symbol(world.plugin(), port)), lilv_node_as_string(name));
        lilv_node_free(name);
    }
    CHECK(found == expected);
    for (const auto& [symbol, designation] : {std::pair{"enabled", "enabled"}, {"freeWheeling", "freeWheeling"}}) {
        LilvNode* uri =
            lilv_new_uri(world.world(), (std::string("http://lv2plug.in/ns/lv2core#") + designation).c_str());
        LilvNode* in = lilv_new_uri(world.world(), "http://lv2plug.in/ns/lv2core#InputPort");
        const auto* port = lilv_plugin_get_port_by_designation(world.plugin(), in, uri);
        REQUIRE(port != nullptr);
        CHECK(std::string(lilv_node_as_string(lilv_port_get_symbol(world.plugin(), port))) == symbol);
        lilv_node_free(in);
        lilv_node_free(uri);
    }
    CHECK(lilv_plugin_has_latency(world.plugin()));

    LilvUIs* uis = lilv_plugin_get_uis(world.plugin());
    REQUIRE(lilv_uis_size(uis) == 1);
    const auto* ui = lilv_uis_get(uis, lilv_uis_begin(uis));
    LilvNode* x11 = lilv_new_uri(world.world(), "http://lv2plug.in/ns/extensions/ui#X11UI");
    CHECK(lilv_ui_is_a(ui, x11));
    CHECK(std::string(lilv_node_as_string(lilv_ui_get_uri(ui))) == std::string(Lv2World::pluginUri) + ":UI");
    char* binary = lilv_node_get_path(lilv_ui_get_binary_uri(ui), nullptr);
    CHECK(std::filesystem::exists(binary));
    lilv_free(binary);
    lilv_node_free(x11);
    lilv_uis_free(uis);
}

TEST_CASE("The LV2 parameters have the table's ranges, units and choices", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    const auto* uri = lilv_plugin_get_uri(world.plugin());
    const auto writable = world.objects(uri, "http://lv2plug.in/ns/ext/patch#writable");
    std::size_t hostParameters = 0;
    for (const auto& entry : params::table()) {
        if (entry.kind != params::Kind::host) continue;
        ++hostParameters;
        CAPTURE(entry.key);
        const std::string parameterUri = std::string(Lv2World::pluginUri) + ":" + entry.key;
        CHECK(contains(writable, parameterUri));
        LilvNode* subject = lilv_new_uri(world.world(), parameterUri.c_str());
        CHECK(world.objects(subject, "http://www.w3.org/2000/01/rdf-schema#label") ==
              std::vector<std::string>{entry.name});
        CHECK_THAT(world.number(subject, "http://lv2plug.in/ns/lv2core#minimum"), WithinAbs(entry.minimum, 1e-3));
        CHECK_THAT(world.number(subject, "http://lv2plug.in/ns/lv2core#maximum"), WithinAbs(entry.maximum, 1e-3));
        CHECK_THAT(world.number(subject, "http://lv2plug.in/ns/lv2core#default"), WithinAbs(entry.defaultValue, 1e-3));
        const auto units = world.objects(subject, "http://lv2plug.in/ns/extensions/units#unit");
        // Every number has one, a ratio that of ratios; toggles and choices have none.
        const bool isNumber = entry.type == params::Type::number;
        CHECK(units.size() == (isNumber ? 1U : 0U));
        for (const auto& [unit, name] : {std::pair{"dB", "db"}, {"Hz", "hz"}, {"%", "pc"}, {"", "coef"}})
            if (isNumber && std::string(entry.unit) == unit)
                CHECK(units == std::vector<std::string>{std::string("http://lv2plug.in/ns/extensions/units#") + name});

        // Choices: one point a slot that is in use, at the slot's number, with the slot's name.
        if (entry.type == params::Type::choice) {
            LilvNode* predicate = lilv_new_uri(world.world(), "http://lv2plug.in/ns/lv2core#scalePoint");
            LilvNodes* points = lilv_world_find_nodes(world.world(), subject, predicate, nullptr);
            REQUIRE(points != nullptr);
            const auto reserved = std::count_if(entry.choices.begin(), entry.choices.end(), [](const char* choice) {
                return std::string(choice).compare(0, 5, "slot ") == 0;
            });
            CHECK(lilv_nodes_size(points) == entry.choices.size() - static_cast<std::size_t>(reserved));
            LILV_FOREACH(nodes, i, points) {
                const auto* point = lilv_nodes_get(points, i);
                const double value = world.number(point, "http://www.w3.org/1999/02/22-rdf-syntax-ns#value");
                REQUIRE(value >= 0.0);
                REQUIRE(value < static_cast<double>(entry.choices.size()));
                CHECK(world.objects(point, "http://www.w3.org/2000/01/rdf-schema#label") ==
                      std::vector<std::string>{entry.choices[static_cast<std::size_t>(std::lround(value))]});
            }
            lilv_nodes_free(points);
            lilv_node_free(predicate);
        }
        lilv_node_free(subject);
    }
    CHECK(writable.size() == hostParameters);
}

TEST_CASE("The LV2 presets are the factory's, in banks, and sound as they do in the editor", "[hosts]") {
    const Lv2World world(bundle());
    const auto node = [&](const char* uri) { return lilv_new_uri(world.world(), uri); };
    LilvNode* kind = node("http://lv2plug.in/ns/ext/presets#Preset");
    LilvNodes* presets = lilv_plugin_get_related(world.plugin(), kind);
    CHECK(lilv_nodes_size(presets) == params::factoryPresets().size());
    std::map<std::string, std::string> titles; // by URI
    LILV_FOREACH(nodes, i, presets) {
        const LilvNode* preset = lilv_nodes_get(presets, i);
        lilv_world_load_resource(world.world(), preset);
        const auto labels = world.objects(preset, "http://www.w3.org/2000/01/rdf-schema#label");
        REQUIRE(labels.size() == 1);
        titles[lilv_node_as_uri(preset)] = labels[0];
        CHECK(world.objects(preset, "http://lv2plug.in/ns/ext/presets#bank").size() == 1);
    }
    lilv_nodes_free(presets);
    lilv_node_free(kind);

    for (const auto& preset : params::factoryPresets()) {
        CAPTURE(preset.id);
        const auto uri = std::string(Lv2World::pluginUri) + "#preset-" + preset.id;
        CHECK(titles[uri] == preset.title);
        Lv2Instance instance(world, 48000.0, 512, Lv2Instance::Start::connected);
        params::Snapshot base;
        base.values.set(params::Id::balance, 1.5); // no preset names it
        instance.activate();
        instance.setParameter("balance", 1.5F);
        std::vector<std::vector<float>> silence(2, std::vector<float>(512));
        instance.run(silence, 0, 512);
        instance.loadPreset(uri);
        instance.deactivate();
        instance.activate();
        const auto stage = params::applyPreset(preset, base);
        CHECK(isEngine(instance, std::get<params::Snapshot>(stage).values, 48000.0));
    }
}

TEST_CASE("The LV2 plugin is the engine sample for sample", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    for (const double rateHz : {44100.0, 96000.0}) {
        Lv2Instance instance(world, rateHz, 512);
        auto signal = noise<float>(0.01, 20000, 1);
        const auto expected = engineOutput(params::Values(), signal, rateHz);
        instance.runAll(signal, 0, 20000, 511);
        CHECK(signal == expected);
        CHECK(instance.latency == 0.0F);
    }
}

#if PHONOSTAGE_TEST_DELAY
TEST_CASE("An LV2 that looks ahead says by how much, and is the engine so much later", "[hosts]") {
    constexpr std::size_t latency = 480 + 100, frames = 30000;
    const TestDelayInEnvironment delay("480:100:subsonic_on");
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    params::Values values;
    values.set(params::Id::subsonicOn, 1.0);
    Lv2Instance instance(world, 48000.0, 512);
    const auto input = noise<float>(0.01, frames, 5);
    auto signal = input;
    instance.runAll(signal, 0, 5110, 511);
    CHECK(instance.latency == 0.0F); // the switch is off

    instance.setParameter("subsonic_on", 1.0F);
    for (int i = 0; i < 6000 && instance.latency != static_cast<float>(latency); ++i) {
        Signal<float> silence(2, std::vector<float>(512));
        instance.run(silence, 0, 512); // its threads design, and tell the host
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(instance.latency == static_cast<float>(latency));

    instance.deactivate();
    instance.activate();
    signal = input;
    const auto expected = engineOutput(values, input, 48000.0);
    instance.runAll(signal, 0, frames, 511);
    CHECK(instance.latency == static_cast<float>(latency));
    for (std::size_t c = 0; c < 2; ++c) {
        CHECK(peak(signal[c], 0, latency) == 0.0);
        CHECK(std::equal(signal[c].begin() + latency, signal[c].end(), expected[c].begin()));
    }
    // The host's bypass is as late, bit for bit.
    instance.enabled = 0.0F;
    signal = input;
    instance.runAll(signal, 0, frames, 511);
    for (std::size_t c = 0; c < 2; ++c)
        CHECK(std::equal(signal[c].begin() + 2000, signal[c].end(), input[c].begin() + 2000 - latency));
}
#endif

TEST_CASE("An LV2 that is run before it is activated, or after, is the engine as soon as it is", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    Lv2Instance instance(world, 96000.0, 512, Lv2Instance::Start::connected);
    auto signal = noise<float>(0.01, 3000, 62);
    auto expected = engineOutput(params::Values(), signal, 96000.0);
    runOddBlocks(instance, signal);
    CHECK((signal == expected)); // its rate is known since it was made
    instance.deactivate();
    runOddBlocks(instance, signal);
    CHECK(isFinite(signal));

    // What is activated has no memory of what was before.
    params::Values values;
    instance.activate();
    CHECK(isEngine(instance, values, 96000.0));
    instance.activate();
    instance.activate();
    CHECK(isEngine(instance, values, 96000.0));
    for (int i = 0; i < 2; ++i) {
        instance.deactivate();
        instance.deactivate();
        signal = noise<float>(0.01, 3000, 63);
        instance.setParameter("curve", i == 0 ? 1.0F : 2.0F);
        runOddBlocks(instance, signal);
        CHECK(isFinite(signal));
        CHECK(peak(signal[0], 0, 3000) < 10.0);
        values.set(params::Id::curve, i == 0 ? 1.0 : 2.0);
        instance.activate();
        CHECK(isEngine(instance, values, 96000.0));
    }
}

TEST_CASE("lv2:enabled bypasses without a click, and bit for bit once settled", "[hosts]") {
    constexpr std::size_t on = 38640, off = 57840, end = 96000; // crests of 50 Hz at 48 kHz
    constexpr std::size_t fadeFrames = 960;
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    Lv2Instance instance(world, 48000.0, 512);
    auto signal = sine<float>(50.0, 0.003, 48000.0, end);
    const auto input = signal;
    instance.runAll(signal, 0, on, 120);
    instance.enabled = 0.0F;
    instance.runAll(signal, on, off, 120);
    instance.enabled = 1.0F;
    instance.runAll(signal, off, end, 120);

    for (std::size_t c = 0; c < 2; ++c) {
        CHECK(sameFrom(signal[c], input[c], on + fadeFrames, off));
        const double amplitude = peak(signal[c], 28800, on);
        CHECK(amplitude > 1.0);
        // Half a percent of the amplitude; a hard switch on the crest steps by nearly all of it.
        CHECK(roughness(signal[c], on - 10, on + 2 * fadeFrames) < 0.005 * amplitude);
        CHECK(roughness(signal[c], off - 10, off + 2 * fadeFrames) < 0.005 * amplitude);
        CHECK_THAT(peak(signal[c], end - 9600, end), WithinRel(amplitude, 0.01));
    }
}

TEST_CASE("A bypass made by the parameter is not undone by lv2:enabled", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    Lv2Instance instance(world, 48000.0, 512);
    auto signal = noise<float>(0.01, 20000, 2);
    const auto input = signal;
    instance.setParameter("bypass", 1.0F);
    instance.runAll(signal, 0, 20000, 256);
    CHECK(sameFrom(signal[0], input[0], 2000, 20000));
}

TEST_CASE("patch:Set moves a parameter, and free-wheeling takes a new curve at once", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    params::Values values;
    values.set(params::Id::gain, 46.02);
    values.set(params::Id::curve, 1.0);
    Lv2Instance instance(world, 48000.0, 512);
    instance.freeWheeling = 1.0F;
    instance.setParameter("gain", 46.02F);
    instance.setParameter("curve", 1.0F);
    auto signal = noise<float>(0.01, 20000, 3);
    const auto expected = engineOutput(values, signal, 48000.0);
    instance.runAll(signal, 0, 20000, 512);
    CHECK(signal == expected);
}

TEST_CASE("An LV2 state comes back in another instance", "[hosts]") {
    const Lv2World world(bundle());
    REQUIRE(world.plugin() != nullptr);
    Lv2Instance first(world, 48000.0, 512);
    first.setParameter("gain", 33.25F);
    first.setParameter("subsonic_on", 1.0F);
    first.setParameter("custom_shelf", 2000.0F);
    first.setParameter("curve", 63.0F);
    Signal<float> silence(2, std::vector<float>(512));
    first.run(silence, 0, 512);
    const auto state = first.saveState();
    CHECK(state.size() > 100);

    Lv2Instance second(world, 48000.0, 512);
    second.restoreState(state);
    CHECK(second.saveState() == state);
    params::Values values;
    values.set(params::Id::gain, 33.25);
    values.set(params::Id::subsonicOn, 1.0);
    values.set(params::Id::customShelf, 2000.0);
    values.set(params::Id::curve, 63.0);
    auto signal = noise<float>(0.01, 20000, 4);
    const auto expected = engineOutput(values, signal, 48000.0);
    second.runAll(signal, 0, 20000, 512);
    CHECK(signal == expected);
}
