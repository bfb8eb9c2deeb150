// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/AppModel.h"
#include "app/LittleMeters.h"
#include "app/NavBar.h"
#include "app/record/Transport.h"

#include <map>
#include <memory>

namespace phonostage::app {

/** The strip over every page: at the left where one is, at the right what the recorder does, or what is wrong, and the
    button that helps. */
class TopBar final : public juce::Component {
public:
    TopBar(AppModel& model, std::function<void(TransportAction)> onAction, std::function<void(PageId)> onPage);
    ~TopBar() override;

    /** Reads the model; lays out and paints where something has changed. */
    void refresh();

    [[nodiscard]] NavBar& navigation() { return navigation_; }
    [[nodiscard]] const Transport& shown() const { return text_; }

    static constexpr int height = 60;

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void layOut();
    void announce(const Transport& before) const;
    [[nodiscard]] ActionButton& button(TransportAction action);
    void paintDot(juce::Graphics& g, juce::Point<float> centre) const;
    void paintSentence(juce::Graphics& g) const;
    void paintClock(juce::Graphics& g) const;

    AppModel& model_;
    std::function<void(TransportAction)> onAction_;
    Transport text_;
    NavBar navigation_;
    LittleMeters meters_;
    std::map<TransportAction, std::unique_ptr<ActionButton>> buttons_; ///< made when first wanted
    ActionButton input_{"Input on", ActionButton::Look::pill};
    juce::Rectangle<int> strip_, sentence_, clock_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TopBar)
};

/** "1 + 2" for the pair that begins at channel 0; "3" for the last of three channels. count 0: unknown. */
[[nodiscard]] juce::String pairName(int first, int count);

} // namespace phonostage::app
