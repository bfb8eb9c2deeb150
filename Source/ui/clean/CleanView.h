// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/clean/CleanStrip.h"
#include "ui/controls/Choice.h"
#include "ui/controls/ChoiceSegments.h"
#include "ui/controls/LineSlider.h"
#include "ui/controls/Switch.h"
#include "ui/look/Backdrop.h"
#include "ui/look/FrameClock.h"

#include <array>
#include <functional>
#include <vector>

namespace phonostage::ui {

/** Clean in the plot's place: the last seconds of sound and of what is taken out, clicks, crackle and hum with their
    strengths, and what is heard of it. */
class CleanView final : public Panel, public Polled {
public:
    CleanView(plugin::Processor& processor, std::function<void()> onDone);
    ~CleanView() override;

    void poll(const Tick& tick) override;
    /** The face is not on the screen any more: nothing is gathered for it until the next poll. */
    void rest();
    /** The program records sides, which stay as they came. */
    void setRecords(bool records);
    /** What is counted is that of a side that is being recorded. */
    void setIsSide(bool isSide);

    void paintStatic(juce::Graphics& g) override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    [[nodiscard]] const CleanStrip& strip() const { return strip_; }
    /** "last 8 s: 11 clicks" and "84 so far". */
    [[nodiscard]] const juce::String& lately() const { return lately_; }
    [[nodiscard]] const juce::String& soFar() const { return soFar_; }
    /** Under the hum's slider. */
    [[nodiscard]] const juce::String& hum() const { return hum_; }

    static constexpr int wantedHeight = 304;

private:
    [[nodiscard]] std::vector<ParameterControl*> controls();
    [[nodiscard]] juce::Rectangle<int> column(int index) const;
    [[nodiscard]] juce::String hearNote() const;
    void showCounts();
    void showRates(const params::Values& values);
    void showDelay(const params::Values& values);
    /** Repaints where a text has changed. */
    void change(juce::String& text, const juce::String& now, juce::Rectangle<int> area);

    plugin::Processor& processor_;
    std::function<void()> onDone_;
    params::Values values_; ///< at the last beat
    bool records_ = false, isSide_ = false;
    CleanStrip strip_;
    Switch declick_, decrackle_, dehum_;
    LineSlider declickStrength_, decrackleStrength_, dehumMost_;
    Choice mains_;
    ChoiceSegments hear_;
    juce::TextButton reset_{"Reset"}, done_{"Done"};
    juce::String lately_, soFar_, clickRate_, crackleRate_, hum_, delay_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CleanView)
};

} // namespace phonostage::ui
