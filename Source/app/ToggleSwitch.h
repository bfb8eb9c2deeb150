// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** A slide that is on or off, with its words to the right: for what belongs to the app, not to the stage. */
class ToggleSwitch final : public juce::Button {
public:
    ToggleSwitch(const juce::String& id, const juce::String& words, const juce::String& help);

private:
    void paintButton(juce::Graphics& g, bool highlighted, bool down) override;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ToggleSwitch)
};

} // namespace phonostage::app
