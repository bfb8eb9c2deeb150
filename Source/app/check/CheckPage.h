// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/PageContent.h"
#include "app/PageHeader.h"
#include "app/ToggleSwitch.h"
#include "app/check/QuietCheck.h"
#include "app/check/TestRecordView.h"
#include "ui/check/CheckView.h"
#include "ui/controls/Segments.h"
#include "ui/look/Backdrop.h"
#include "ui/meters/InputPanel.h"
#include "ui/meters/MeterModel.h"

namespace phonostage::app {

/** What is between the needle and the computer, and what a test record says of the turntable: the input's meter, and
   beside it one of two halves. */
class CheckPage final : public PageContent {
public:
    enum class Half { hookup, testRecord };

    CheckPage(QuietCheck& check, TestRecordModel& testRecord, plugin::Processor& processor);
    ~CheckPage() override;

    void refresh(const ui::Tick& tick) override;
    void setFit(const ui::FaceFit& fit, double pixelsPerUnit) override;
    void comes() override;
    void themeChanged() override;
    void visibilityChanged() override;

    [[nodiscard]] ui::CheckView& view() { return view_; }
    [[nodiscard]] TestRecordView& testRecord() { return testRecord_; }
    void showHalf(Half half);
    [[nodiscard]] Half half() const { return half_; }

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void showSwitches();
    void tellWhatIsShown();
    void layOutHookup(juce::Rectangle<int> row);

    QuietCheck& check_;
    TestRecordModel& model_;
    plugin::Processor& processor_;
    bool isCompact_ = false;
    Half half_ = Half::hookup;
    ui::MeterModel levels_;
    ui::Backdrop backdrop_;
    PageHeader header_;
    ui::InputPanel input_;
    ActionButton mention_{"Do not mention this again", ActionButton::Look::quiet};
    ToggleSwitch quiet_{"check_quiet", "Listen quietly",
                        "Listens all the time while the input is on, and says in the strip what it is sure of."};
    ToggleSwitch protects_{"check_protect", "Protect the speakers",
                           "Turns the output down by 40 dB where a line source goes through a phono stage's gain, or "
                           "the output stays clipped for a second."};
    ui::CheckView view_;
    ui::Segments halves_{
        "check_half",
        "What is checked",
        {"Hook-up", "Test record"},
        "Hook-up: any record says whether all is connected well. Test record: what its bands say of turntable "
        "and cartridge."};
    TestRecordView testRecord_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(CheckPage)
};

} // namespace phonostage::app
