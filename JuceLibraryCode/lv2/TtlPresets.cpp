// SPDX-License-Identifier: GPL-3.0-or-later
#include "TtlPresets.h"

#include "TtlText.h"

#include "params/Presets.h"

#include <vector>

namespace phonostage::lv2 {
namespace {

std::string presetUri(std::string_view pluginUri, const params::Preset& preset) {
    return "<" + std::string(pluginUri) + "#preset-" + preset.id + ">";
}

/** "LP and 45" is "lp-and-45". */
std::string bankUri(std::string_view pluginUri, std::string_view group) {
    std::string name;
    for (const char c : group) {
        const bool isCapital = c >= 'A' && c <= 'Z';
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name += isCapital ? static_cast<char>(c - 'A' + 'a') : (isPlain ? c : '-');
    }
    return "<" + std::string(pluginUri) + "#bank-" + name + ">";
}

std::string kindText(std::string_view pluginUri) {
    return "\ta pset:Preset ;\n\tlv2:appliesTo <" + std::string(pluginUri) + "> ;\n";
}

} // namespace

std::string presetsManifest(std::string_view pluginUri) {
    std::string text;
    for (const auto& preset : params::factoryPresets())
        text += presetUri(pluginUri, preset) + "\n" + kindText(pluginUri) + "\trdfs:seeAlso <presets.ttl> .\n\n";
    return text;
}

std::string presetsTtl(std::string_view pluginUri) {
    std::string text = "@prefix lv2:   <http://lv2plug.in/ns/lv2core#> .\n"
                       "@prefix pset:  <http://lv2plug.in/ns/ext/presets#> .\n"
                       "@prefix rdfs:  <http://www.w3.org/2000/01/rdf-schema#> .\n"
                       "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n"
                       "@prefix xsd:   <http://www.w3.org/2001/XMLSchema#> .\n";
    const std::string program = "<" + std::string(pluginUri) + ":Program>";
    std::vector<std::string> groups;
    int number = 0; // program 0 is none of the presets
    for (const auto& preset : params::factoryPresets()) {
        if (groups.empty() || groups.back() != preset.group) {
            groups.push_back(preset.group);
            text += "\n" + bankUri(pluginUri, preset.group) + "\n\ta pset:Bank ;\n\tlv2:appliesTo <" +
                    std::string(pluginUri) + "> ;\n\trdfs:label " + quoted(preset.group) + " .\n";
        }
        text += "\n" + presetUri(pluginUri, preset) + "\n" + kindText(pluginUri) + "\tpset:bank " +
                bankUri(pluginUri, preset.group) + " ;\n\trdfs:label " + quoted(preset.title) + " ;\n\trdfs:comment " +
                quoted(preset.about) + " ;\n\tstate:state [\n\t\t" + program + " \"" + std::to_string(++number) +
                "\"^^xsd:int\n\t] .\n";
    }
    return text;
}

} // namespace phonostage::lv2
