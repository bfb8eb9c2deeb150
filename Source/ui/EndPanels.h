// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Choice.h"
#include "Knob.h"
#include "MeterPanel.h"
#include "Switch.h"

namespace phonostage::ui {

/** Where the signal comes in: its meter, the interface's sensitivity, how the channels are wired. */
class InputPanel final : public MeterPanel, public Polled {
public:
    explicit InputPanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    void resized() override;
    void paintStatic(juce::Graphics& g) override;

private:
    std::array<ParameterControl*, 5> controls();

    ValueField fullScale_;
    Choice channels_;
    Switch invertLeft_, invertRight_, swap_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(InputPanel)
};

/** Where it goes out: its meter, the level at full scale, trim and balance. */
class OutputPanel final : public MeterPanel, public Polled {
public:
    explicit OutputPanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    void resized() override;
    void paintStatic(juce::Graphics& g) override;

private:
    std::array<ParameterControl*, 3> controls();

    ParameterLink bypass_;
    ValueField fullScale_;
    Knob trim_, balance_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OutputPanel)
};

} // namespace phonostage::ui
