// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterLink.h"
#include "ui/meters/MeterPanel.h"
#include "ui/meters/NeedleMeter.h"

namespace phonostage::ui {

/** The level meter of the output: bars, or two needles. */
class OutputPanel final : public MeterPanel, public Polled {
public:
    explicit OutputPanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    void setNeedle(bool needle);
    void show(const std::array<ChannelReading, 2>& readings, const Tick& tick);

    void paintStatic(juce::Graphics& g) override;
    void resized() override;

    [[nodiscard]] const NeedleMeter& needle(int channel) const { return needles_[static_cast<std::size_t>(channel)]; }

private:
    /** Where they are wanted and there is room for them; else there are bars. */
    [[nodiscard]] bool showsNeedles() const;
    void showNeedles();

    plugin::Processor& processor_;
    double nominalDbv_ = 0.0;
    bool needle_ = false;
    bool monoNeedle_ = false;
    std::array<NeedleMeter, 2> needles_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(OutputPanel)
};

} // namespace phonostage::ui
