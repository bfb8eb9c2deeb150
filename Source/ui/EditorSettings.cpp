// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditorSettings.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

namespace {

constexpr const char* scaleKey = "editor_scale";
constexpr const char* themeKey = "editor_theme";

} // namespace

EditorSettings::EditorSettings() {
    juce::PropertiesFile::Options options;
    options.applicationName = "editor";
    options.folderName = "Phonostage";
    options.filenameSuffix = "settings";
    options.osxLibrarySubFolder = "Application Support";
    options.millisecondsBeforeSaving = -1; // when told to
    file_ = std::make_unique<juce::PropertiesFile>(options);
}

double EditorSettings::scale() const {
    const double stored = file_->getDoubleValue(scaleKey, 1.0);
    return std::isfinite(stored) ? std::clamp(stored, metrics::smallestScale, metrics::largestScale) : 1.0;
}

void EditorSettings::setScale(double scale) {
    file_->setValue(scaleKey, std::clamp(scale, metrics::smallestScale, metrics::largestScale));
    file_->saveIfNeeded();
}

ThemeName EditorSettings::theme() const {
    return file_->getValue(themeKey) == "light" ? ThemeName::light : ThemeName::dark;
}

void EditorSettings::setTheme(ThemeName theme) {
    file_->setValue(themeKey, theme == ThemeName::light ? "light" : "dark");
    file_->saveIfNeeded();
}

} // namespace phonostage::ui
