// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/MainComponent.h"

namespace phonostage::app {

/** The window: keeps the face's proportions, fits the screen, remembers its size. */
class MainWindow final : public juce::DocumentWindow {
public:
    MainWindow(AppModel& model, juce::AudioProcessor& processor);

    void closeButtonPressed() override;
    void resized() override;

    /** Where a face fits on a screen of this size, the window's frame and a task bar allowed for; never above 100 %. */
    [[nodiscard]] static juce::Rectangle<int> sizeFor(juce::Rectangle<int> screen);

private:
    AppModel& model_;
    juce::ComponentBoundsConstrainer limits_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainWindow)
};

} // namespace phonostage::app
