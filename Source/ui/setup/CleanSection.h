// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Choice.h"
#include "ui/controls/Switch.h"
#include "ui/controls/ValueField.h"
#include "ui/setup/Section.h"

namespace phonostage::ui {

/** Clicks and crackle: what is taken out, how readily, what of it is heard, and how much it was. */
class CleanSection final : public Section {
public:
    explicit CleanSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    /** How many clicks were removed; what it is for while it is off. */
    [[nodiscard]] juce::String countText() const;

    plugin::Processor& processor_;
    Switch declick_, decrackle_;
    ValueField declickStrength_, decrackleStrength_;
    Choice hear_;
    int note_ = 0; ///< the form's line with the count

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanSection)
};

} // namespace phonostage::ui
