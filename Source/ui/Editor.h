// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/EditorSettings.h"
#include "ui/MainView.h"
#include "ui/look/FrameClock.h"

#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>
#include <optional>

namespace phonostage::ui {

/** The editor: the face, scaled as a whole, and its clock. Sound stays with the processor; nothing here is stored in
   its state. */
class Editor final : public juce::AudioProcessorEditor {
public:
    explicit Editor(plugin::Processor& stage);
    ~Editor() override;

    /** One beat now, as if the clock had ticked: for pictures and tests. */
    void beat(double elapsedSeconds) { clock_.beat(elapsedSeconds); }
    [[nodiscard]] bool isClockRunning() const { return clock_.isActive(); }
    /** Takes a size that the user has set: remembered, and never larger than the display. On a display too small for 75
       % it uses what is there, and nothing is remembered. */
    void chooseScale(double scale);
    /** In a window that has its own bars round the editor: the window says how the face lies. */
    void useFit(const FaceFit& fit);
    /** Remembered. */
    void chooseTheme(ThemeName theme);
    void showTheme(ThemeName theme);
    /** Remembered. */
    void chooseView(const ViewOptions& view);

    /** Sizes and themes; a size that the screen has no room for says so. */
    [[nodiscard]] juce::PopupMenu sizeMenu();

    [[nodiscard]] MainView& face() { return face_; }
    [[nodiscard]] double scale() const;
    [[nodiscard]] FaceFit fit() const;
    /** On a display of this usable area, with a scale that was chosen on another. */
    [[nodiscard]] static juce::Rectangle<int> sizeOn(juce::Rectangle<int> usableArea, double scale);

    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    /** Fixed aspect; reports when the user has released the corner. A host that resizes the window does not pass here.
     */
    class Constrainer final : public juce::ComponentBoundsConstrainer {
    public:
        explicit Constrainer(Editor& editor);
        /** The whole face's aspect and limits, or those of the compact one, whose aspect is free. */
        void setCompact(bool compact);
        void resizeEnd() override;

    private:
        Editor& editor_;
    };

    void onActive(bool active);
    void openSizeMenu(juce::Component& button);
    [[nodiscard]] MainView::Actions faceActions();
    void remember();
    [[nodiscard]] juce::Rectangle<int> displayArea() const;

    juce::SharedResourcePointer<EditorSettings> settings_;
    Style style_;
    Constrainer constrainer_;
    MainView face_;
    std::optional<FaceFit> givenFit_;
    std::unique_ptr<juce::TooltipWindow> tooltips_;
    FrameClock clock_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Editor)
};

} // namespace phonostage::ui
