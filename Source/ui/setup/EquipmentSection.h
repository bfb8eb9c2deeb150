// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/ChooserField.h"
#include "ui/controls/Switch.h"
#include "ui/controls/ValueField.h"
#include "ui/setup/MusicFinder.h"
#include "ui/setup/Section.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/LevelAdvice.h"

namespace phonostage::ui {

/** Interface, its input and gain, cartridge and its figures; what comes of them. */
class EquipmentSection final : public Section {
public:
    explicit EquipmentSection(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    /** What the music says of the equipment. */
    void setHeard(const params::LevelJudgement& heard);
    /** It is out of sight. */
    void rest() { finder_.cancel(); }

private:
    plugin::Processor& processor_;
    params::Snapshot stage_;
    params::LevelJudgement heard_;
    bool valid_ = false;
    MusicFinder finder_;
    LevelAdvice turned_;
    ChooserField interface_, input_, cartridge_;
    ValueField interfaceGain_, inputDbv_;
    juce::TextButton find_{MusicFinder::buttonText}, take_;
    ValueField outputMv_, velocity_;
    Switch velocityRms_;
    ValueField inductance_, resistance_;
    ValueField nominal_;
    int gainNote_, levelNote_, adviceNote_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(EquipmentSection)
};

} // namespace phonostage::ui
