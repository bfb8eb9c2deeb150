// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "ui/look/Style.h"

#include <vector>

namespace phonostage::app {

/** The line under the editor: device, rate, buffer, latency, dropouts and load. */
class StatusBar final : public juce::Component, public juce::SettableTooltipClient {
public:
    explicit StatusBar(const AppModel& model);

    /** Reads the figures; paints only where one has changed. */
    void refresh();

    struct Item {
        juce::String label; ///< quiet; may be empty
        juce::String value;
        bool warns = false;
        bool operator==(const Item&) const = default;
    };
    [[nodiscard]] const std::vector<Item>& items() const { return items_; }

    static constexpr int height = 32;

private:
    void paint(juce::Graphics& g) override;

    const AppModel& model_;
    std::vector<Item> items_;
    int xruns_ = 0;
    double xrunSeconds_ = -1e9; ///< when there was one last

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StatusBar)
};

/** "48 kHz", "44.1 kHz", "100.003 kHz". */
[[nodiscard]] juce::String rateText(double rateHz);

} // namespace phonostage::app
