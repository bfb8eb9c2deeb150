// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "ui/look/Style.h"

#include <functional>
#include <vector>

namespace phonostage::app {

/** The line under the editor: device, rate, buffer, latency, dropouts and load. A click on the dropouts counts them
    from zero again. */
class StatusBar final : public juce::Component, public juce::SettableTooltipClient {
public:
    /** onDevice: the device's name was pressed. */
    StatusBar(const AppModel& model, std::function<void()> onDevice);

    /** "3, 12 s ago" by these figures: in words for a row, as wide whatever the count is. */
    [[nodiscard]] static juce::String dropoutText(int count, double secondsAgo);
    void clearDropouts();

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
    void resized() override;
    void layOut();

    /** Over words of the bar, for mouse and keyboard. */
    class WordButton final : public juce::Button {
    public:
        WordButton(const juce::String& title, const juce::String& help);

    private:
        void paintButton(juce::Graphics& g, bool highlighted, bool down) override;
    };

    const AppModel& model_;
    std::vector<Item> items_;
    std::vector<juce::Rectangle<int>> slots_; ///< of the items
    WordButton device_, clear_;
    int xruns_ = 0;
    int clearedXruns_ = 0;      ///< of those, before the last click
    double xrunSeconds_ = -1e9; ///< when there was one last

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(StatusBar)
};

/** "48 kHz", "44.1 kHz", "100.003 kHz". */
[[nodiscard]] juce::String rateText(double rateHz);

} // namespace phonostage::app
