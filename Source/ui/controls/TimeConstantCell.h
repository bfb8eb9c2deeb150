// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Switch.h"
#include "ui/controls/ValueField.h"

#include <optional>

namespace phonostage::ui {

/** One time constant of the curve: the catalogue's to read, the custom curve's to set and to switch off. */
class TimeConstantCell final : public juce::Component, public juce::SettableTooltipClient, public Polled {
public:
    TimeConstantCell(plugin::Processor& processor, const juce::String& caption, params::Id on, params::Id value);

    /** seconds: of the curve that acts; none where it has none. */
    void show(std::optional<double> seconds, bool isCustom);

    void poll(const Tick& tick) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    juce::String caption_;
    Switch on_;
    ValueField value_;
    std::optional<double> seconds_;
    bool isCustom_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TimeConstantCell)
};

} // namespace phonostage::ui
