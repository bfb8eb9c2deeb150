// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ParameterLink.h"
#include "ui/meters/MeterPanel.h"

namespace phonostage::ui {

/** The level meter of the input. */
class InputPanel final : public MeterPanel, public Polled {
public:
    explicit InputPanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    plugin::Processor& processor_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(InputPanel)
};

} // namespace phonostage::ui
