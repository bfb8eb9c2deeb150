// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/check/AlsoPart.h"
#include "ui/check/CheckModel.h"
#include "ui/check/FindingPart.h"
#include "ui/check/StepsPart.h"
#include "ui/look/FrameClock.h"

namespace phonostage::ui {

/** The hook-up check as it is seen, beside the input's meter, in the plugin's editor and on the app's page. */
class CheckView final : public juce::Component, public Polled {
public:
    /** onClose: with a button that closes it, as in the editor; empty: without. */
    explicit CheckView(CheckModel& model, std::function<void()> onClose = {});

    void poll(const Tick& tick) override;
    /** At once, without waiting for the clock. */
    void refresh();

    [[nodiscard]] FindingPart& finding() { return finding_; }
    [[nodiscard]] StepsPart& steps() { return steps_; }
    [[nodiscard]] AlsoPart& also() { return also_; }
    /** That is shown; empty where there is none. */
    [[nodiscard]] const std::optional<dsp::HookupFinding>& shown() const { return finding_.scene().finding; }
    void showNext(int by);
    /** For pictures: one finding, as if it had been heard. */
    void pretend(const dsp::HookupFinding& finding);

    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    [[nodiscard]] FindingPart::Scene sceneOf() const;
    void describeWaiting(FindingPart::Scene& scene) const;
    [[nodiscard]] std::vector<AlsoPart::Item> itemsOf() const;

    CheckModel& model_;
    std::function<void()> onClose_;
    StepsPart steps_;
    FindingPart finding_;
    AlsoPart also_;
    juce::TextButton close_{"Done"};
    std::optional<dsp::HookupFinding> chosen_; ///< by Previous and Next; the worst where it has gone
    std::optional<dsp::HookupFinding> pretended_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CheckView)
};

} // namespace phonostage::ui
