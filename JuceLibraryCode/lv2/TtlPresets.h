// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::lv2 {

// The factory presets as LV2 presets. JUCE writes one for each program, named by its number; these are named by the
// preset's id, which never changes, and are in a bank for each group. What a preset holds is the number of the program:
// the plugin then does what its own preset field does, and leaves untouched what the preset does not name.

/** The statements for manifest.ttl: where each preset is described. */
[[nodiscard]] std::string presetsManifest(std::string_view pluginUri);

/** The file presets.ttl. */
[[nodiscard]] std::string presetsTtl(std::string_view pluginUri);

} // namespace phonostage::lv2
