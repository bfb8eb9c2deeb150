// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace phonostage::lv2 {

// JUCE writes the descriptions (TTL) of the LV2 bundle, and leaves out or gets wrong what is put right here: units,
// scale points in real units (JUCE 7.0.5 writes them from 0 to 1), the plugin's class, and what lv2_validate complains
// of. Both functions leave alone what is right already, so that patching twice changes nothing more. They throw
// std::runtime_error where the text is not what JUCE is known to write or disagrees with the table of parameters.

/** dsp.ttl: parameters and plugin. */
[[nodiscard]] std::string patchedDsp(std::string_view text, std::string_view pluginUri);

/** manifest.ttl: the factory's presets in place of JUCE's, and a definition of the property that they set. */
[[nodiscard]] std::string patchedManifest(std::string_view text, std::string_view pluginUri);

/** ui.ttl: what is a feature is no extension data, and the reverse. */
[[nodiscard]] std::string patchedUi(std::string_view text);

} // namespace phonostage::lv2
