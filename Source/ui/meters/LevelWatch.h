// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/FrameClock.h"
#include "ui/text/LevelAdvice.h"

#include "params/LevelPlausibility.h"
#include "plugin/Processor.h"

#include <optional>

namespace phonostage::ui {

/** Follows what is heard and what was entered, and knows what to say when they contradict. */
class LevelWatch final : public Polled {
public:
    explicit LevelWatch(plugin::Processor& processor) : processor_(processor) {}

    /** A few times a second is enough, and all it does. */
    void poll(const Tick& tick) override;

    [[nodiscard]] const params::LevelJudgement& judgement() const { return plausibility_.judgement(); }
    [[nodiscard]] const params::EnteredLevels& entered() const { return entered_; }
    [[nodiscard]] const LevelAdvice& advice() const { return advice_; }

private:
    plugin::Processor& processor_;
    std::optional<params::Snapshot> stage_; ///< that entered_ was read from
    params::EnteredLevels entered_;
    params::LevelPlausibility plausibility_;
    LevelAdvice advice_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(LevelWatch)
};

/** Takes a step that changes what was entered; false where it is none of these (something is to be opened). */
bool takeStep(plugin::Processor& processor, const LevelAdvice& advice);

/** Enters a reading of the interface's gain, kept within the range of the input where that is known. */
void enterGain(plugin::Processor& processor, double gainDb);

/** After the gain's own field has written it: the full scale follows, and what is beyond the input's range goes back to
    it. */
void followGain(plugin::Processor& processor, double before, double after);

} // namespace phonostage::ui
