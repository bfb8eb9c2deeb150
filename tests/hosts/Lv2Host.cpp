// SPDX-License-Identifier: GPL-3.0-or-later
#include "hosts/Lv2Host.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/buf-size/buf-size.h>
#include <lv2/core/lv2.h>
#include <lv2/parameters/parameters.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace phonostage::tests {
namespace {

std::string parameterUri(const std::string& key) { return std::string(Lv2World::pluginUri) + ":" + key; }

} // namespace

LV2_URID UridMap::number(const std::string& uri) {
    const auto found = std::find(uris_.begin(), uris_.end(), uri);
    if (found != uris_.end()) return static_cast<LV2_URID>(found - uris_.begin()) + 1;
    uris_.push_back(uri);
    return static_cast<LV2_URID>(uris_.size());
}

const char* UridMap::uri(LV2_URID number) const {
    return number > 0 && number <= uris_.size() ? uris_[number - 1].c_str() : nullptr;
}

Lv2World::Lv2World(const std::string& bundleDirectory) : world_(lilv_world_new()) {
    LilvNode* bundle = lilv_new_file_uri(world_, nullptr, (bundleDirectory + "/").c_str());
    lilv_world_load_bundle(world_, bundle);
    lilv_node_free(bundle);
    LilvNode* uri = lilv_new_uri(world_, pluginUri);
    plugin_ = lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world_), uri);
    lilv_node_free(uri);
    // lilv reads a plugin's own file with the first question about it.
    if (plugin_ != nullptr) (void)lilv_plugin_get_num_ports(plugin_);
}

Lv2World::~Lv2World() { lilv_world_free(world_); }

std::vector<std::string> Lv2World::objects(const LilvNode* subject, const char* predicate) const {
    LilvNode* p = lilv_new_uri(world_, predicate);
    LilvNodes* nodes = lilv_world_find_nodes(world_, subject, p, nullptr);
    std::vector<std::string> texts;
    LILV_FOREACH(nodes, i, nodes)
    texts.emplace_back(lilv_node_as_string(lilv_nodes_get(nodes, i)));
    lilv_nodes_free(nodes);
    lilv_node_free(p);
    return texts;
}

double Lv2World::number(const LilvNode* subject, const char* predicate) const {
    LilvNode* p = lilv_new_uri(world_, predicate);
    LilvNode* node = lilv_world_get(world_, subject, p, nullptr);
    double value = std::numeric_limits<double>::quiet_NaN();
    if (node != nullptr) value = static_cast<double>(lilv_node_as_float(node));
    lilv_node_free(node);
    lilv_node_free(p);
    return value;
}

Lv2Instance::Lv2Instance(const Lv2World& world, double rateHz, int maxBlockFrames, Start start)
    : world_(world), blockLength_(maxBlockFrames), rate_(static_cast<float>(rateHz)), inEvents_(8192),
      outEvents_(8192) {
    map_ = {&uris_,
            [](LV2_URID_Map_Handle handle, const char* uri) { return static_cast<UridMap*>(handle)->number(uri); }};
    unmap_ = {&uris_, [](LV2_URID_Unmap_Handle handle, LV2_URID number) {
                  return static_cast<const UridMap*>(handle)->uri(number);
              }};
    const auto intType = uris_.number(LV2_ATOM__Int);
    const auto option = [&](const char* key, LV2_URID type, const void* value) {
        return LV2_Options_Option{LV2_OPTIONS_INSTANCE, 0, uris_.number(key), 4, type, value};
    };
    options_ = {option(LV2_BUF_SIZE__maxBlockLength, intType, &blockLength_),
                option(LV2_BUF_SIZE__minBlockLength, intType, &minBlockLength_),
                option(LV2_BUF_SIZE__sequenceSize, intType, &sequenceSize_),
                option(LV2_PARAMETERS__sampleRate, uris_.number(LV2_ATOM__Float), &rate_),
                LV2_Options_Option{LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, nullptr}};
    features_ = {LV2_Feature{LV2_URID__map, &map_}, LV2_Feature{LV2_URID__unmap, &unmap_},
                 LV2_Feature{LV2_OPTIONS__options, options_.data()},
                 LV2_Feature{LV2_BUF_SIZE__boundedBlockLength, nullptr}};
    for (std::size_t i = 0; i < features_.size(); ++i)
        featureList_[i] = &features_[i];

    instance_ = lilv_plugin_instantiate(world.plugin(), rateHz, featureList_.data());
    if (instance_ == nullptr) throw std::runtime_error("the plugin cannot be instantiated");
    for (auto* side : {&in_, &out_})
        for (auto& channel : *side)
            channel.resize(static_cast<std::size_t>(maxBlockFrames));
    const auto connect = [&](const char* symbol, void* data) {
        LilvNode* name = lilv_new_string(world.world(), symbol);
        const LilvPort* port = lilv_plugin_get_port_by_symbol(world.plugin(), name);
        lilv_node_free(name);
        if (port == nullptr) throw std::runtime_error(std::string("no port ") + symbol);
        lilv_instance_connect_port(instance_, lilv_port_get_index(world.plugin(), port), data);
    };
    connect("audio_in_1", in_[0].data());
    connect("audio_in_2", in_[1].data());
    connect("audio_out_1", out_[0].data());
    connect("audio_out_2", out_[1].data());
    connect("in", inEvents_.data());
    connect("out", outEvents_.data());
    connect("latency", &latency);
    connect("freeWheeling", &freeWheeling);
    connect("enabled", &enabled);
    if (start == Start::active) activate();
}

Lv2Instance::~Lv2Instance() {
    if (instance_ == nullptr) return;
    deactivate();
    lilv_instance_free(instance_);
}

void Lv2Instance::activate() { lilv_instance_activate(instance_); }

void Lv2Instance::deactivate() { lilv_instance_deactivate(instance_); }

void Lv2Instance::setParameter(const std::string& key, float value) { pending_[key] = value; }

void Lv2Instance::run(std::vector<std::vector<float>>& signal, std::size_t from, std::size_t to) {
    for (std::size_t c = 0; c < 2; ++c)
        std::copy(signal[c].begin() + static_cast<std::ptrdiff_t>(from),
                  signal[c].begin() + static_cast<std::ptrdiff_t>(to), in_[c].begin());

    LV2_Atom_Forge forge;
    lv2_atom_forge_init(&forge, &map_);
    lv2_atom_forge_set_buffer(&forge, reinterpret_cast<std::uint8_t*>(inEvents_.data()), inEvents_.size() * 8);
    LV2_Atom_Forge_Frame sequence;
    lv2_atom_forge_sequence_head(&forge, &sequence, 0);
    for (const auto& [key, value] : pending_) {
        LV2_Atom_Forge_Frame object;
        lv2_atom_forge_frame_time(&forge, 0);
        lv2_atom_forge_object(&forge, &object, 0, uris_.number(LV2_PATCH__Set));
        lv2_atom_forge_key(&forge, uris_.number(LV2_PATCH__property));
        lv2_atom_forge_urid(&forge, uris_.number(parameterUri(key)));
        lv2_atom_forge_key(&forge, uris_.number(LV2_PATCH__value));
        lv2_atom_forge_float(&forge, value);
        lv2_atom_forge_pop(&forge, &object);
    }
    lv2_atom_forge_pop(&forge, &sequence);
    pending_.clear();

    auto* out = reinterpret_cast<LV2_Atom*>(outEvents_.data());
    out->size = static_cast<std::uint32_t>(outEvents_.size() * 8 - sizeof(LV2_Atom));
    out->type = uris_.number(LV2_ATOM__Chunk);

    if (aroundRun != nullptr) aroundRun(true);
    lilv_instance_run(instance_, static_cast<std::uint32_t>(to - from));
    if (aroundRun != nullptr) aroundRun(false);
    readReports();
    for (std::size_t c = 0; c < 2; ++c)
        std::copy_n(out_[c].begin(), to - from, signal[c].begin() + static_cast<std::ptrdiff_t>(from));
}

void Lv2Instance::runAll(std::vector<std::vector<float>>& signal, std::size_t from, std::size_t to,
                         std::size_t blockFrames) {
    for (std::size_t at = from; at < to; at += blockFrames)
        run(signal, at, std::min(at + blockFrames, to));
}

void Lv2Instance::readReports() {
    const auto* sequence = reinterpret_cast<const LV2_Atom_Sequence*>(outEvents_.data());
    if (sequence->atom.type != uris_.number(LV2_ATOM__Sequence)) return;
    LV2_ATOM_SEQUENCE_FOREACH(sequence, event) {
        const auto* object = reinterpret_cast<const LV2_Atom_Object*>(&event->body);
        if (object->atom.type != uris_.number(LV2_ATOM__Object) || object->body.otype != uris_.number(LV2_PATCH__Set))
            continue;
        const LV2_Atom* property = nullptr;
        const LV2_Atom* value = nullptr;
        lv2_atom_object_get(object, uris_.number(LV2_PATCH__property), &property, uris_.number(LV2_PATCH__value),
                            &value, 0);
        if (property == nullptr || value == nullptr) continue;
        const std::string uri = uris_.uri(reinterpret_cast<const LV2_Atom_URID*>(property)->body);
        const auto prefix = parameterUri("");
        if (uri.compare(0, prefix.size(), prefix) == 0)
            reported_[uri.substr(prefix.size())] = reinterpret_cast<const LV2_Atom_Float*>(value)->body;
    }
}

LilvState* Lv2Instance::makeState(const char* directory) {
    const auto portValue = [](const char* symbol, void* self, std::uint32_t* size, std::uint32_t* type) -> const void* {
        auto& instance = *static_cast<Lv2Instance*>(self);
        *size = sizeof(float);
        *type = instance.uris_.number(LV2_ATOM__Float);
        if (std::string(symbol) == "enabled") return &instance.enabled;
        return std::string(symbol) == "freeWheeling" ? &instance.freeWheeling : nullptr;
    };
    LilvState* state = lilv_state_new_from_instance(world_.plugin(), instance_, &map_, directory, directory, directory,
                                                    directory, directory != nullptr ? +portValue : nullptr, this,
                                                    LV2_STATE_IS_POD, featureList_.data());
    if (state == nullptr) throw std::runtime_error("no state");
    return state;
}

void Lv2Instance::saveStateTo(const std::string& directory) {
    LilvState* state = makeState(directory.c_str());
    const int failed = lilv_state_save(world_.world(), &map_, &unmap_, state, nullptr, directory.c_str(), "state.ttl");
    lilv_state_free(state);
    if (failed != 0) throw std::runtime_error("the state cannot be written to " + directory);
}

std::string Lv2Instance::saveState() {
    LilvState* state = makeState(nullptr);
    char* text = lilv_state_to_string(world_.world(), &map_, &unmap_, state, "urn:phonostage:test-state", nullptr);
    std::string result = text != nullptr ? text : "";
    lilv_free(text);
    lilv_state_free(state);
    return result;
}

void Lv2Instance::restoreState(const std::string& text) {
    LilvState* state = lilv_state_new_from_string(world_.world(), &map_, text.c_str());
    if (state == nullptr) throw std::runtime_error("the state cannot be read");
    lilv_state_restore(state, instance_, nullptr, nullptr, 0, featureList_.data());
    lilv_state_free(state);
}

void Lv2Instance::loadPreset(const std::string& presetUri) {
    LilvNode* node = lilv_new_uri(world_.world(), presetUri.c_str());
    lilv_world_load_resource(world_.world(), node);
    LilvState* state = lilv_state_new_from_world(world_.world(), &map_, node);
    lilv_node_free(node);
    if (state == nullptr) throw std::runtime_error("no such preset: " + presetUri);
    lilv_state_restore(state, instance_, nullptr, nullptr, 0, featureList_.data());
    lilv_state_free(state);
}

} // namespace phonostage::tests
