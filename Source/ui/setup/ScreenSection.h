// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ViewOptions.h"
#include "ui/controls/Segments.h"
#include "ui/look/Theme.h"
#include "ui/setup/Section.h"

#include <functional>

namespace phonostage::ui {

/** What belongs to the screen and to the program: units, needle, theme, size, first steps, about. */
class ScreenSection final : public Section {
public:
    struct Actions {
        std::function<void(ViewOptions)> onView;
        std::function<void(ThemeName)> onTheme;
        std::function<void(juce::Component& button)> onSize; ///< opens the menu of sizes
        std::function<void()> onFirstRun;
        std::function<juce::String()> diagnostics;
        std::function<void()> onAbout;
    };

    explicit ScreenSection(Actions actions);

    void show(const ViewOptions& view, ThemeName theme);
    void setScale(double scale);

private:
    void viewChosen();

    Actions actions_;
    ViewOptions view_;
    Segments unit_, output_, spectrum_, theme_;
    juce::TextButton size_, firstRun_, copy_, about_;
    int note_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ScreenSection)
};

} // namespace phonostage::ui
