// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "media/analyse/TestReport.h"

#include <functional>
#include <vector>

namespace phonostage::app {

/** What has changed since an earlier report, figure by figure; or why a report could not be read or saved. */
class TestReportSheet final : public Sheet {
public:
    /** onForget: the earlier report is no more compared with. */
    explicit TestReportSheet(std::function<void()> onForget);

    void showDifferences(const juce::String& earlier, std::vector<media::ReportDifference> differences);
    void showTrouble(const juce::String& title, const juce::String& sentence);
    [[nodiscard]] const juce::String& sentence() const { return sentence_; }
    [[nodiscard]] const std::vector<media::ReportDifference>& differences() const { return differences_; }

private:
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;

    std::vector<media::ReportDifference> differences_;
    juce::String sentence_;
    ActionButton forget_{"Compare no more", ActionButton::Look::quiet};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestReportSheet)
};

} // namespace phonostage::app
