// SPDX-License-Identifier: GPL-3.0-or-later
// A list of presets, and a user's preset file with a name of any bytes: the input up to its first line break.
#include "fuzz/Fuzz.h"

#include "params/Presets.h"
#include "params/UserPresets.h"
#include "support/TemporaryFolder.h"

#include <set>
#include <string>

using namespace phonostage;
using namespace phonostage::fuzz;

namespace {

void tryList(std::string_view text) {
    const auto result = params::parsePresets(text, "presets.json");
    if (const auto* why = std::get_if<std::string>(&result)) {
        requireMessage(*why);
        require(why->starts_with("presets.json"), "the message names the file", *why);
        return;
    }
    std::set<std::string> ids;
    for (const auto& preset : std::get<std::vector<params::Preset>>(result)) {
        require(ids.insert(preset.id).second, "an id stands for one preset", preset.id);
        for (const auto& words : {preset.id, preset.title, preset.group, preset.about})
            require(!words.empty() && base::isPlainText(words), "what a list shows is plain text", words);
        require(std::holds_alternative<params::Snapshot>(params::applyPreset(preset, {})),
                "a preset that was read can be applied", preset.state);
    }
}

void tryFile(std::string_view name, std::string_view text) {
    static const tests::TemporaryFolder folder;
    const auto file = folder / "mine.json";
    tests::writeBytes(file, std::string(text));
    const auto result = params::readUserPreset(folder.path(), "mine");
    if (const auto* fault = std::get_if<params::PresetFault>(&result))
        requireMessage(fault->message);
    else
        require(std::holds_alternative<params::Snapshot>(params::applyPreset(std::get<params::Preset>(result), {})),
                "a preset that was read can be applied", text);

    // Names come from a person; no name leads out of the folder.
    const auto fault = params::saveUserPreset(folder.path(), name, {}, params::Overwrite::no);
    if (fault) {
        requireMessage(fault->message);
        return;
    }
    require(folder.names().size() == 2, "a preset that is saved lies in its folder", name);
    require(std::holds_alternative<params::Preset>(params::readUserPreset(folder.path(), name)),
            "a preset that is saved can be read", name);
    require(!params::deleteUserPreset(folder.path(), name), "a preset that is saved can be deleted", name);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = textOf(data, size);
    tryList(text);
    tryFile(text.substr(0, text.find('\n')), text);
    return 0;
}
