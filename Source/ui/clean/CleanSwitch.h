// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plugin/Processor.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace phonostage::ui {

/** Clicks, crackle and hum off, or on as they were last. */
class CleanSwitch final : public juce::Button {
public:
    explicit CleanSwitch(plugin::Processor& processor);

    void show(const params::Values& values);
    void toggle();

    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

private:
    void clicked() override { toggle(); }

    plugin::Processor& processor_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanSwitch)
};

} // namespace phonostage::ui
