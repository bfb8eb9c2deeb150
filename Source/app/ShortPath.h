// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_core/juce_core.h>

#include <filesystem>

namespace phonostage::app {

/** A path as short as it can be read: from the user's home on. */
[[nodiscard]] inline juce::String shortPath(const std::filesystem::path& path) {
    const juce::File file(juce::String::fromUTF8(path.string().c_str()));
    const auto home = juce::File::getSpecialLocation(juce::File::userHomeDirectory);
    return file.isAChildOf(home) ? file.getRelativePathFrom(home) : file.getFullPathName();
}

} // namespace phonostage::app
