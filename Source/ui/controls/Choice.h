// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterControl.h"

#include <functional>
#include <vector>

namespace phonostage::ui {

/** One of several: a field that opens a menu. Arrow keys and wheel step through what the menu offers. */
class Choice final : public ParameterControl {
public:
    struct Item {
        int slot = 0;        ///< the entry's value
        juce::String title;  ///< in the field and in the menu
        juce::String detail; ///< in the menu, to the right
    };

    /** The entry's own choices. */
    Choice(plugin::Processor& processor, params::Id id, const juce::String& name = {});
    Choice(plugin::Processor& processor, params::Id id, std::vector<Item> items, const juce::String& name = {});

    /** Takes the menu's place: what opens instead, with what was typed to open it. */
    std::function<void(const juce::String& initial)> onOpen;

    void openMenu(const juce::String& initial = {});

    void nudge(int steps, bool fine) override;
    void paint(juce::Graphics& g) override;
    void mouseDown(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

private:
    /** Where a slot stands among the items; -1 for one that none of them has. */
    [[nodiscard]] int positionOf(double slot) const;
    [[nodiscard]] juce::String titleOf(double slot) const;

    std::vector<Item> items_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Choice)
};

/** The catalogue of curves as items, with era and time constants, the custom one last. */
[[nodiscard]] std::vector<Choice::Item> curveItems();

} // namespace phonostage::ui
