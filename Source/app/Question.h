// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"

#include <functional>

namespace phonostage::app {

/** A question over the dimmed window, with two answers; the careful one has the keyboard, and escape gives it. */
class Question final : public juce::Component {
public:
    Question();

    void ask(const juce::String& title, const juce::String& detail, const juce::String& act,
             const juce::String& careful, std::function<void()> onAct);
    [[nodiscard]] const juce::String& title() const { return title_; }

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

    juce::String title_, detail_;
    std::function<void()> onAct_;
    ActionButton act_{"", ActionButton::Look::plain}, careful_{"", ActionButton::Look::primary};
    juce::Rectangle<int> card_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Question)
};

} // namespace phonostage::app
