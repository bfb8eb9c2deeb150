// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/clean/CleanButton.h"
#include "ui/clean/CleanSwitch.h"
#include "ui/controls/Choice.h"
#include "ui/controls/Knob.h"
#include "ui/controls/SpeedField.h"
#include "ui/controls/Switch.h"
#include "ui/controls/TimeConstantCell.h"
#include "ui/controls/ValueField.h"
#include "ui/look/Backdrop.h"
#include "ui/text/LoadText.h"

#include <array>
#include <functional>
#include <vector>

namespace phonostage::ui {

/** The controls: gain, the record and its curve, load and filters. */
class StagePanel final : public Panel, public Polled {
public:
    explicit StagePanel(plugin::Processor& processor);

    void poll(const Tick& tick) override;
    /** What is heard contradicts what was entered: no gain is called recommended meanwhile. */
    void setInDoubt(bool isInDoubt);
    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    /** The custom curve may have got another name meanwhile. */
    void visibilityChanged() override { valid_ = false; }

    /** Opens Clean, or closes it. */
    std::function<void()> onClean;
    void setCleanOpen(bool isOpen) { cleanOpen_.setOpen(isOpen); }
    /** What is on of Clean. */
    [[nodiscard]] const juce::String& clean() const { return clean_; }

    /** The words under the load's switch. */
    [[nodiscard]] const LoadText& load() const { return load_; }

private:
    [[nodiscard]] std::vector<ParameterControl*> controls();
    [[nodiscard]] std::array<TimeConstantCell*, 3> cells();
    void showCurve(const params::Values& values);
    [[nodiscard]] juce::String customText() const;
    void showLoad(const params::Values& values);
    void showGain();
    void showClean(const params::Values& values);

    plugin::Processor& processor_;
    params::Values values_;
    bool valid_ = false;
    bool isInDoubt_ = false;
    Knob gain_;
    juce::TextButton suggestion_;
    double suggestedDb_ = 0.0;
    ValueField balance_, trim_;
    Choice curve_;
    TimeConstantCell shelf_, turnover_, rolloff_;
    Switch iec_, inverse_, undoRiaa_;
    Choice channels_;
    SpeedField speed_;
    Switch loadCorrection_, subsonic_, monoBass_;
    ValueField subsonicCorner_, monoBassCorner_;
    Choice subsonicSlope_, monoBassSlope_;
    CleanSwitch cleanOn_;
    CleanButton cleanOpen_;
    juce::String era_, code_, clean_;
    LoadText load_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StagePanel)
};

} // namespace phonostage::ui
