// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ValueField.h"
#include "ui/setup/Section.h"
#include "ui/text/LoadText.h"

namespace phonostage::ui {

/** What the cartridge works into, what it should work into, and how far a correction may go. */
class LoadSection final : public Section {
public:
    explicit LoadSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    plugin::Processor& processor_;
    params::Values values_;
    bool valid_ = false;
    ValueField loadOhm_, loadPf_, wantOhm_, wantPf_, limit_;
    int note_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(LoadSection)
};

} // namespace phonostage::ui
