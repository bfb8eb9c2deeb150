// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterControl.h"

#include <functional>

namespace phonostage::ui {

/** An entry that is on or off. Space and enter toggle it while the keyboard has brought the focus here; a space after a
    click stays the host's (its transport). */
class Switch final : public ParameterControl {
public:
    enum class Look {
        slider,     ///< a small slide with its name to the right
        bareSlider, ///< the slide alone
        chip,       ///< a small button that is lit when on
        inCircuit   ///< the pill of the bypass: lit when the entry is off
    };

    Switch(plugin::Processor& processor, params::Id id, Look look, const juce::String& name = {});

    /** What on is, of an entry with more than one; 1 where empty. */
    std::function<double()> onValue;

    void toggle();

    void nudge(int steps, bool fine) override;
    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    void mouseUp(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    [[nodiscard]] bool isLit() const;
    void paintSlider(juce::Graphics& g) const;
    void paintChip(juce::Graphics& g) const;
    void paintPill(juce::Graphics& g) const;

    Look look_;
    bool pressed_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Switch)
};

/** The slide of a switch. */
void drawSlide(juce::Graphics& g, const Palette& colours, juce::Rectangle<float> area, bool isLit, bool isHovered);
/** ... at the left of an area, with a name. */
void drawNamedSlide(juce::Graphics& g, const Style& style, juce::Rectangle<int> area, const juce::String& name,
                    bool isLit, bool isHovered);

} // namespace phonostage::ui
