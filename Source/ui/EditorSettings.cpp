// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditorSettings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace phonostage::ui {

namespace {

constexpr const char* scaleKey = "editor_scale";
constexpr const char* themeKey = "editor_theme";
constexpr const char* unitKey = "editor_unit";
constexpr const char* needleKey = "editor_needle";
constexpr const char* spectrumKey = "editor_spectrum";
constexpr const char* firstRunKey = "first_run_done";

constexpr std::array<const char*, 4> unitNames{"dBV", "dBu", "dBFS", "mV"};

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

ViewOptions EditorSettings::view() const {
    ViewOptions view;
    const auto unit = file_->getValue(unitKey);
    for (std::size_t i = 0; i < unitNames.size(); ++i)
        if (unit == unitNames[i]) view.unit = static_cast<LevelUnit>(i);
    view.needle = file_->getBoolValue(needleKey, false);
    view.spectrum = file_->getBoolValue(spectrumKey, false);
    return view;
}

void EditorSettings::setView(const ViewOptions& view) {
    file_->setValue(unitKey, unitNames[static_cast<std::size_t>(view.unit)]);
    file_->setValue(needleKey, view.needle);
    file_->setValue(spectrumKey, view.spectrum);
    file_->saveIfNeeded();
}

bool EditorSettings::firstRunDone() const { return file_->getBoolValue(firstRunKey, false); }

void EditorSettings::setFirstRunDone(bool done) {
    file_->setValue(firstRunKey, done);
    file_->saveIfNeeded();
}

} // namespace phonostage::ui
