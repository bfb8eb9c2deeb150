// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace phonostage::catalogue {

constexpr std::size_t maxCatalogueBytes = std::size_t{1024} * 1024;

/** Where the user's settings are, and interfaces.json and cartridges.json beside them: $XDG_CONFIG_HOME/Phonostage or
    ~/.config/Phonostage, ~/Library/Application Support/Phonostage on macOS, %APPDATA%\Phonostage on Windows. Empty
    where the environment names no home. It need not exist. */
[[nodiscard]] std::filesystem::path userFolder();

/** The factory's lists with the folder's interfaces.json and cartridges.json, which have the same schema.

    The user's entries come after the factory's; one with the id of a factory entry takes its place. A file that is not
    there is no problem. One that cannot be read, is larger than maxCatalogueBytes, has a fault, or has a name that
    means a factory entry of another id is left out whole: problems then has one sentence with file, entry, field and
    remedy, and the factory's list stays. Reads files: not for the audio thread. Never throws for what is in them. */
[[nodiscard]] Equipment loadEquipment(const std::filesystem::path& folder);

/** The lists in use: loaded from userFolder() at the first call, the same ones until they are loaded again. From any
    thread but the audio thread. Whoever keeps the pointer keeps the lists. */
[[nodiscard]] std::shared_ptr<const Equipment> equipment();
/** Reads the folder again and makes that the lists in use. */
std::shared_ptr<const Equipment> reloadEquipment(const std::filesystem::path& folder = userFolder());

} // namespace phonostage::catalogue
