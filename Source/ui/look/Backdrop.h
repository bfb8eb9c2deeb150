// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <vector>

namespace phonostage::ui {

/** A part of the face with a layer that seldom changes: card, captions, scales, the curve. */
class Panel : public juce::Component {
public:
    /** Draws the layer, in the panel's own coordinates. */
    virtual void paintStatic(juce::Graphics& g) = 0;

    /** Called when the layer has changed. */
    std::function<void(juce::Rectangle<int> areaInPanel)> onStaticChange;

protected:
    void staticChanged() { staticChanged(getLocalBounds()); }
    void staticChanged(juce::Rectangle<int> area) {
        if (onStaticChange) onStaticChange(area);
    }
};

/** Holds the static layers of all panels in one image of the screen's own resolution, so that a moving bar costs a copy
    of the few pixels behind it. It lies at the origin: no panel's image ever falls between two pixels. */
class Backdrop final : public juce::Component {
public:
    Backdrop();

    void add(Panel& panel);
    /** The panel's layer is drawn elsewhere from here on. */
    void remove(Panel& panel);
    void paint(juce::Graphics& g) override;

private:
    std::vector<Panel*> panels_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Backdrop)
};

/** A card's ground. */
void drawCard(juce::Graphics& g, const juce::Component& panel);

} // namespace phonostage::ui
