// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/Presets.h"

#include <filesystem>
#include <optional>

namespace phonostage::params {

/** The user's own presets: files "<name>.json" in one folder, each a whole state. They are read, written and deleted
    here; nothing of this is for the audio thread. Texts are UTF-8. */
struct PresetFault {
    std::string message; ///< one sentence: the file, what is wrong, the remedy
};

constexpr std::size_t mostUserPresets = 1000; ///< that are listed

/** Null text ("") where a preset may have this name, else one sentence with the remedy. The name becomes a file's: at
    most longestText bytes of UTF-8 without control characters, none of / \ : * ? " < > |, no full stop or space at
    either end, and no name that Windows keeps for devices. */
[[nodiscard]] std::string whyNoPresetName(std::string_view name);

/** "presets" in userFolder(); empty where that is. An empty folder has no presets and takes none. */
[[nodiscard]] std::filesystem::path userPresetFolder();

/** Names without ".json", sorted without regard to case, the first mostUserPresets; what is no regular file or has a
    name that no preset may have is passed over. A folder that is missing has none. */
[[nodiscard]] std::variant<std::vector<std::string>, PresetFault> listUserPresets(const std::filesystem::path& folder);

/** Reads and checks one: it is legal if applyPreset takes it. At most maxStateBytes are read. */
[[nodiscard]] std::variant<Preset, PresetFault> readUserPreset(const std::filesystem::path& folder,
                                                               std::string_view name);

enum class Overwrite { no, yes };

/** Writes the stage under a name, without its bypass; null where done. The folder is made where it is missing. Written
    as base::PendingFile writes: there is never half a preset. Overwrite::yes replaces presets alone, also one that a
   link leads to; Overwrite::no nothing, not even what appears meanwhile. */
[[nodiscard]] std::optional<PresetFault> saveUserPreset(const std::filesystem::path& folder, std::string_view name,
                                                        const Snapshot& stage, Overwrite overwrite);

/** Null where it is gone; one that was not there is a fault. */
[[nodiscard]] std::optional<PresetFault> deleteUserPreset(const std::filesystem::path& folder, std::string_view name);

} // namespace phonostage::params
