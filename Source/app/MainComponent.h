// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "app/DevicePanel.h"
#include "app/StatusBar.h"
#include "app/TopBar.h"
#include "ui/FaceFit.h"

#include <memory>

namespace phonostage::app {

/** All of the window: the bar with the input switch, the plugin's editor, the status bar, and the audio settings over
    them. Laid out in logical units and scaled as a whole, as the editor is; compact where the editor is. */
class MainComponent final : public juce::Component, private juce::Timer {
public:
    MainComponent(AppModel& model, juce::AudioProcessor& processor);
    ~MainComponent() override;

    void showSettings();

    /** Brings bars and panel up to date; a timer does so ten times a second. */
    void refresh();

    static constexpr int faceWidth = ui::metrics::faceWidth;
    static constexpr int barsHeight = TopBar::height + StatusBar::height;
    static constexpr int faceHeight = ui::metrics::faceHeight + barsHeight;

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void childBoundsChanged(juce::Component* child) override;
    void timerCallback() override;
    [[nodiscard]] ui::FaceFit fit() const;
    void followTheme();

    /** For the bars; the editor shows its own. */
    class Tooltips final : public juce::TooltipWindow {
    public:
        explicit Tooltips(MainComponent& owner) : juce::TooltipWindow(&owner), owner_(owner) {}
        juce::String getTipFor(juce::Component& component) override;

    private:
        MainComponent& owner_;
    };

    AppModel& model_;
    ui::Style style_{ui::ThemeName::dark};
    juce::AudioProcessor& processor_;
    std::unique_ptr<juce::AudioProcessorEditor> editor_;
    TopBar topBar_;
    StatusBar statusBar_;
    DevicePanel panel_;
    Tooltips tooltips_{*this};
    bool layingOut_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainComponent)
};

} // namespace phonostage::app
