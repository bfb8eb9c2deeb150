// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/AppModel.h"

namespace phonostage::app {

/** What the bar over the editor says; no component, so that tests can read it. */
struct TopBarText {
    enum class Mood { calm, attention, trouble };
    Mood mood = Mood::calm;
    juce::String headline;
    juce::String detail;
    bool offersInput = false; ///< the big button says "Input on"
    bool dismissable = false;
    bool offersLookAgain = false;

    bool operator==(const TopBarText&) const = default;
};

[[nodiscard]] TopBarText describe(const AppModel& model);

/** The strip over the editor: says that the input is off and switches it on, or what is wrong. */
class TopBar final : public juce::Component {
public:
    explicit TopBar(AppModel& model, std::function<void()> openSettings);

    void refresh();

    static constexpr int height = 60;

private:
    void paint(juce::Graphics& g) override;
    void resized() override;

    AppModel& model_;
    TopBarText text_;
    ActionButton input_{"Input on", ActionButton::Look::primary};
    ActionButton lookAgain_{"Rescan"};
    ActionButton dismiss_{"OK"};
    ActionButton settings_{"Audio settings"};
    int textRight_ = 0;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TopBar)
};

/** "1 + 2" for the pair that begins at channel 0; "3" for the last of three channels. count 0: unknown. */
[[nodiscard]] juce::String pairName(int first, int count);

} // namespace phonostage::app
