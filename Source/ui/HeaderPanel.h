// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Backdrop.h"
#include "Switch.h"

#include <functional>

namespace phonostage::ui {

/** The name, the rate, the view's menu and the bypass. */
class HeaderPanel final : public Panel, public Polled {
public:
    /** onView opens the view's menu at the button. */
    HeaderPanel(plugin::Processor& processor, std::function<void(juce::Component& button)> onView);

    /** 1 is 100 %. */
    void setScale(double scale);

    void poll(const Tick& tick) override;
    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    [[nodiscard]] juce::Rectangle<int> statusArea() const;

    plugin::Processor& processor_;
    juce::String status_;
    juce::TextButton view_;
    Switch bypass_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(HeaderPanel)
};

} // namespace phonostage::ui
