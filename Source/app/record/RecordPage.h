// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "app/FieldButton.h"
#include "app/PageContent.h"
#include "app/PageHeader.h"
#include "app/record/DiskCard.h"
#include "app/record/LevelCard.h"
#include "app/record/RecordSheet.h"
#include "app/record/SideCard.h"
#include "app/record/StepsCard.h"
#include "app/record/StripCard.h"
#include "app/record/WriteSheet.h"
#include "plugin/Processor.h"
#include "ui/controls/ScrollView.h"
#include "ui/controls/Segments.h"
#include "ui/look/Backdrop.h"
#include "ui/meters/InputPanel.h"
#include "ui/meters/MeterModel.h"

namespace phonostage::app {

/** Records sides: what is heard, the side so far, start and stop, level, disk. */
class RecordPage final : public PageContent {
public:
    RecordPage(AppModel& model, plugin::Processor& processor, std::function<void()> chooseFolder);
    ~RecordPage() override;

    void refresh(const ui::Tick& tick) override;
    void setFit(const ui::FaceFit& fit, double pixelsPerUnit) override;
    void comes() override;
    void themeChanged() override;
    bool pageKey(const juce::KeyPress& key) override;

    [[nodiscard]] SideCard& side() { return side_; }

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void layOutCards(juce::Rectangle<int> area);
    void showHeader();

    AppModel& model_;
    plugin::Processor& processor_;
    bool isCompact_ = false;
    ui::MeterModel levels_;
    ui::Backdrop backdrop_;
    ui::InputPanel input_;
    PageHeader header_;
    FieldButton record_{"record_names", "Record on the turntable"};
    ui::Segments sides_{"record_side", "Side", {"Side A", "B", "C", "D"}, "The side that is recorded next"};
    FieldButton write_{"record_write", "What is written, and where"};
    StripCard strip_;
    SideCard side_;
    StepsCard steps_;
    LevelCard level_;
    DiskCard disk_;
    juce::Component deck_; ///< of the compact form: all cards, one below the other
    ui::ScrollView view_{deck_};
    RecordSheet recordSheet_;
    WriteSheet writeSheet_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(RecordPage)
};

} // namespace phonostage::app
