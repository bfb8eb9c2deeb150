// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Backdrop.h"
#include "Choice.h"
#include "Knob.h"
#include "Switch.h"

#include <array>
#include <optional>

namespace phonostage::ui {

/** One time constant of the curve: the catalogue's to read, the custom curve's to set and to switch off. */
class TimeConstantCell final : public juce::Component, public Polled {
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

/** What the hand needs: gain, the record's curve, the filters at the low end. */
class StagePanel final : public Panel, public Polled {
public:
    explicit StagePanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;

private:
    [[nodiscard]] std::array<ParameterControl*, 9> controls();
    [[nodiscard]] std::array<TimeConstantCell*, 3> cells();
    void showCurve();

    plugin::Processor& processor_;
    Knob gain_;
    Choice curve_;
    TimeConstantCell shelf_, turnover_, rolloff_;
    Switch iec_, neumann_, inverse_;
    Switch dcRemoval_, subsonic_;
    ValueField corner_;
    Choice slope_;
    juce::String era_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StagePanel)
};

} // namespace phonostage::ui
