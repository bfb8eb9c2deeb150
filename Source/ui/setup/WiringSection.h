// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/Switch.h"
#include "ui/controls/TextBox.h"
#include "ui/controls/ValueField.h"
#include "ui/setup/Section.h"

namespace phonostage::ui {

/** Channels as they are wired, what leaks between them, and what belongs to the curve but seldom changes. */
class WiringSection final : public Section {
public:
    explicit WiringSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;

private:
    /** Exact phase says where it has nothing to do. */
    void tellRate();

    plugin::Processor& processor_;
    Switch invertLeft_, invertRight_, swap_;
    ValueField leftToRight_, rightToLeft_;
    Switch dcRemoval_, neumann_, exactPhase_;
    ValueField outputDbv_;
    TextBox customName_;
    bool exactPhaseActs_ = true; ///< as its tooltip says

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(WiringSection)
};

} // namespace phonostage::ui
