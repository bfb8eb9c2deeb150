// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/PresetFlag.h"

#include "cli/flags/FlagValues.h"
#include "cli/output/Errors.h"

#include "params/Presets.h"
#include "params/UserPresets.h"

#include <CLI/CLI.hpp>

#include <variant>
#include <vector>

namespace phonostage::cli {
namespace {

/** The factory's and the user's. */
std::vector<std::string> presetNames() {
    auto names = idsOf(params::factoryPresets());
    const auto own = params::listUserPresets(params::userPresetFolder());
    if (const auto* list = std::get_if<std::vector<std::string>>(&own))
        names.insert(names.end(), list->begin(), list->end());
    return names;
}

params::Snapshot withPreset(const std::string& name, const params::Preset& preset, const params::Snapshot& base) {
    auto result = params::applyPreset(preset, base);
    if (const auto* fault = std::get_if<params::StateError>(&result))
        throw UsageError("--preset", name, fault->message);
    return std::get<params::Snapshot>(std::move(result));
}

params::Preset findPreset(const std::string& name) {
    if (const auto* preset = params::findFactoryPreset(name)) return *preset;
    const std::filesystem::path path = name;
    const bool isFile = path.has_parent_path() || path.extension() == ".json";
    const auto folder = isFile ? path.parent_path() : params::userPresetFolder();
    const auto stem = isFile && path.extension() == ".json" ? path.stem().string() : path.filename().string();
    if (!isFile) {
        std::error_code ignored;
        if (folder.empty() || !std::filesystem::exists(folder / (stem + ".json"), ignored))
            throw UsageError("--preset", name,
                             "there is no such preset; " + remedyForName(name, presetNames(), "presets"));
    }
    auto result = params::readUserPreset(folder.empty() ? std::filesystem::path(".") : folder, stem);
    if (const auto* fault = std::get_if<params::PresetFault>(&result))
        throw UsageError("--preset", name, fault->message);
    return std::get<params::Preset>(std::move(result));
}

} // namespace

void PresetFlag::addTo(CLI::App& command, const char* group) {
    command.add_option("--preset", name_, "Start from a preset, see 'phonostage presets'")
        ->type_name("NAME|FILE")
        ->group(group);
}

std::filesystem::path PresetFlag::file() const {
    std::filesystem::path path = name_;
    if (path.extension() == ".json") return path;
    return path.has_parent_path() ? std::filesystem::path(name_ + ".json") : std::filesystem::path();
}

void PresetFlag::read(params::Snapshot& stage) const {
    if (!name_.empty()) stage = withPreset(name_, findPreset(name_), stage);
}

} // namespace phonostage::cli
