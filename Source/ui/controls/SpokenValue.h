// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <memory>

namespace phonostage::ui {

/** What a screen reader says of a component's value, and how it sets it: null where nobody can. */
class SpokenValue final : public juce::AccessibilityTextValueInterface {
public:
    using Say = std::function<juce::String()>;
    using Set = std::function<void(const juce::String& text)>;

    explicit SpokenValue(Say say, Set set = {}) : say_(std::move(say)), set_(std::move(set)) {}

    bool isReadOnly() const override { return set_ == nullptr; }
    juce::String getCurrentValueAsString() const override { return say_(); }
    void setValueAsString(const juce::String& text) override {
        if (set_) set_(text);
    }

private:
    Say say_;
    Set set_;
};

/** For createAccessibilityHandler() of a component that has no more than a role, a value and perhaps actions. */
[[nodiscard]] inline std::unique_ptr<juce::AccessibilityHandler> spokenAs(juce::Component& component,
                                                                          juce::AccessibilityRole role,
                                                                          std::unique_ptr<SpokenValue> value,
                                                                          juce::AccessibilityActions actions = {}) {
    return std::make_unique<juce::AccessibilityHandler>(component, role, std::move(actions),
                                                        juce::AccessibilityHandler::Interfaces{std::move(value)});
}

/** Of what opens a menu or a list. */
[[nodiscard]] inline juce::AccessibilityActions menuActions(const std::function<void()>& open) {
    return juce::AccessibilityActions()
        .addAction(juce::AccessibilityActionType::press, open)
        .addAction(juce::AccessibilityActionType::showMenu, open);
}

} // namespace phonostage::ui
