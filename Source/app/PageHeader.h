// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

namespace phonostage::app {

/** The words at the top of a page, in front of its backdrop: the name, the rate, and where there is room a remark. */
class PageHeader final : public juce::Component {
public:
    PageHeader() { setInterceptsMouseClicks(false, false); }

    void showRate(const juce::String& rate);
    /** From left to right, in this component; left out where it would be cut off. */
    void showRemark(const juce::String& remark, int left, int right);

private:
    void paint(juce::Graphics& g) override;

    juce::String rate_, remark_;
    int remarkLeft_ = 0, remarkRight_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PageHeader)
};

} // namespace phonostage::app
