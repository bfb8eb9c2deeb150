// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Choice.h"
#include "ui/controls/Switch.h"
#include "ui/controls/ValueField.h"
#include "ui/setup/Section.h"

namespace phonostage::ui {

/** Clicks, crackle and hum: whether they are taken out, how readily, and what of it is heard. */
class CleanSection final : public Section {
public:
    explicit CleanSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    plugin::Processor& processor_;
    Switch declick_, decrackle_;
    ValueField declickStrength_, decrackleStrength_;
    Choice dehum_;
    ValueField dehumMost_;
    Choice hear_;
    int humNote_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanSection)
};

} // namespace phonostage::ui
