// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/check/TestAzimuthCard.h"
#include "app/check/TestBandsCard.h"
#include "app/check/TestRecordBar.h"
#include "app/check/TestRecordModel.h"
#include "app/check/TestRecordSheet.h"
#include "app/check/TestReportSheet.h"
#include "app/check/TestResponseCard.h"
#include "app/check/TestSpeedCard.h"

#include <memory>

namespace phonostage::app {

/** The test record's half of the page Check: four cards beside the input's meter. */
class TestRecordView final : public juce::Component {
public:
    explicit TestRecordView(TestRecordModel& model);

    /** Brings cards and header up to date. */
    void refresh();
    /** In the page's header, above the view; the page lays it out. */
    [[nodiscard]] TestRecordBar& bar() { return bar_; }
    /** They cover the page; the page adds them. */
    [[nodiscard]] TestRecordSheet& details() { return details_; }
    [[nodiscard]] TestReportSheet& report() { return report_; }
    [[nodiscard]] TestSpeedCard& speed() { return speed_; }
    [[nodiscard]] TestAzimuthCard& azimuth() { return azimuth_; }
    [[nodiscard]] TestResponseCard& response() { return response_; }
    [[nodiscard]] TestBandsCard& bands() { return bands_; }

    /** As the buttons do, without asking for a file. */
    void saveTo(const juce::File& file);
    void compareWith(const juce::File& file);

private:
    void resized() override;
    void askWhereToSave();
    void compare();
    void showDifferences();

    TestRecordModel& model_;
    std::uint64_t version_ = 0;
    TestSpeedCard speed_;
    TestAzimuthCard azimuth_;
    TestResponseCard response_;
    TestBandsCard bands_;
    TestRecordSheet details_;
    TestReportSheet report_;
    TestRecordBar bar_;
    std::unique_ptr<juce::FileChooser> chooser_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestRecordView)
};

} // namespace phonostage::app
