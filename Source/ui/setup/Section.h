// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Form.h"
#include "ui/controls/ParameterControl.h"
#include "ui/look/FrameClock.h"

#include <vector>

namespace phonostage::ui {

/** A part of the set-up: a form and its controls. */
class Section : public juce::Component, public Polled {
public:
    explicit Section(const juce::String& title) {
        setTitle(title);
        setFocusContainerType(FocusContainerType::focusContainer);
        form_.heading(title);
    }

    [[nodiscard]] int wantedHeight() const { return form_.height(); }

    void poll(const Tick& tick) override {
        for (auto* control : controls_)
            control->poll(tick);
    }
    void paint(juce::Graphics& g) override { form_.paint(g); }
    void resized() override { form_.layout(getLocalBounds()); }

protected:
    /** Shown, polled where it is a parameter's, and reached by the keyboard in the order of the calls. */
    void add(juce::Component& component) {
        addAndMakeVisible(component);
        component.setExplicitFocusOrder(++order_);
        if (auto* control = dynamic_cast<ParameterControl*>(&component)) controls_.push_back(control);
    }

    Form form_{*this};

private:
    std::vector<ParameterControl*> controls_;
    int order_ = 0;
};

} // namespace phonostage::ui
