// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/NumberControl.h"

namespace phonostage::ui {

/** A number as a dial: name above, value below. The arc starts at the value that does nothing. */
class Knob final : public NumberControl {
public:
    enum class Size { large, small };

    Knob(plugin::Processor& processor, params::Id id, Size size, const juce::String& name = {});

    void paint(juce::Graphics& g) override;

protected:
    juce::Rectangle<int> valueArea() const override;

private:
    [[nodiscard]] juce::Rectangle<float> dialArea() const;
    void paintDial(juce::Graphics& g) const;

    Size size_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Knob)
};

} // namespace phonostage::ui
