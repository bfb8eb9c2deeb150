// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/State.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phonostage::params {

/** A named set of values. It changes the entries and texts that its state names, and no others. */
struct Preset {
    std::string id;    ///< "mm-scarlett-line"; of a user's preset: its name
    std::string title; ///< for people; at most longestText bytes
    std::string group; ///< "Equipment", "LP and 45", "78", "Transfer"; "User"
    std::string about; ///< one or two sentences; may be empty
    std::string state; ///< a state as State.h has it, of some keys only
};

/** Those of Resources/presets/factory.json, in its order, groups together. Read at the first call; not for the audio
    thread. Throws std::logic_error where the embedded JSON is not a list of presets. */
[[nodiscard]] std::span<const Preset> factoryPresets();

/** By id, or by title without regard to case. Null where unknown. */
[[nodiscard]] const Preset* findFactoryPreset(std::string_view idOrTitle);

/** The stage that comes of base by the preset. The bypass stays as it is in base; TextId::presetName becomes the title.
    Where the preset ends the undoing of another stage's RIAA and names no gain, a gain of 0 dB becomes the default. */
[[nodiscard]] std::variant<Snapshot, StateError> applyPreset(const Preset& preset, const Snapshot& base);

/** Reads and checks a list of presets. The error is one sentence that names the file, the preset, the field and the
    remedy. Unlike in a state, a key that this version does not know is an error. */
[[nodiscard]] std::variant<std::vector<Preset>, std::string> parsePresets(std::string_view json,
                                                                          std::string_view fileName);

} // namespace phonostage::params
