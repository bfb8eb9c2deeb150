// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/Knob.h"
#include "ui/LoadText.h"
#include "ui/Section.h"
#include "ui/Segments.h"
#include "ui/Switch.h"

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

/** Channels as they are wired, what leaks between them, and what belongs to the curve but seldom changes. */
class WiringSection final : public Section {
public:
    explicit WiringSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    plugin::Processor& processor_;
    Switch invertLeft_, invertRight_, swap_;
    ValueField leftToRight_, rightToLeft_;
    Switch dcRemoval_, neumann_;
    ValueField outputDbv_;
    TextBox customName_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(WiringSection)
};

} // namespace phonostage::ui
