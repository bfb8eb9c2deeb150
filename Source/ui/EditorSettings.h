// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Theme.h"
#include "ViewOptions.h"

#include <juce_data_structures/juce_data_structures.h>

#include <memory>

namespace phonostage::ui {

/** What the editor remembers of its looks, in the user's settings folder, for all instances alike; never in the
   plugin's state. Hold it by juce::SharedResourcePointer. */
class EditorSettings {
public:
    EditorSettings();

    /** 0.75 to 3, 1 where nothing legal is stored. */
    [[nodiscard]] double scale() const;
    void setScale(double scale);

    [[nodiscard]] ThemeName theme() const;
    void setTheme(ThemeName theme);

    [[nodiscard]] ViewOptions view() const;
    void setView(const ViewOptions& view);

    /** Whether the first questions were answered or passed over. */
    [[nodiscard]] bool firstRunDone() const;
    void setFirstRunDone(bool done);

private:
    std::unique_ptr<juce::PropertiesFile> file_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(EditorSettings)
};

} // namespace phonostage::ui
