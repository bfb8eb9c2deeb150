// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/MainComponent.h"

#include <optional>

namespace phonostage::app {

/** The window: keeps the face's proportions, fits the screen, remembers its size. On a screen too small for 75 % of the
    face it is compact, and has any proportions. */
class MainWindow final : public juce::DocumentWindow {
public:
    MainWindow(AppModel& model, juce::AudioProcessor& processor);

    /** Leaves, or asks first while a side is recorded. */
    void closeButtonPressed() override;
    void resized() override;
    void moved() override;

    /** Where a window of this size goes: where it was, if enough of it can be seen and its title bar reached on one of
        the screens. */
    [[nodiscard]] static std::optional<juce::Point<int>> placeAgain(std::optional<juce::Point<int>> was,
                                                                    juce::Rectangle<int> size,
                                                                    const juce::Array<juce::Rectangle<int>>& screens);

    /** What the window takes of a screen's usable area, its frame allowed for, and on a large screen a task bar; never
        above 100 %. */
    [[nodiscard]] static juce::Rectangle<int> sizeFor(juce::Rectangle<int> screen);

private:
    /** Of a screen's usable area: where the window's content may lie. */
    [[nodiscard]] static juce::Rectangle<int> roomOn(juce::Rectangle<int> screen);
    void limitSize(bool isCompact);

    AppModel& model_;
    juce::ComponentBoundsConstrainer limits_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainWindow)
};

} // namespace phonostage::app
