// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "app/DevicePanel.h"
#include "app/Page.h"
#include "app/PageContent.h"
#include "app/Question.h"
#include "app/StatusBar.h"
#include "app/TopBar.h"
#include "ui/FaceFit.h"

#include <map>
#include <memory>

namespace phonostage::app {

/** All of the window: the top bar with navigation and transport, one page, the status bar, and what lies over them.
    Laid out in logical units and scaled as a whole, as the editor is; compact where the editor is. The page Listen is
    the plugin's editor. */
class MainComponent final : public juce::Component, public juce::KeyListener, private juce::Timer {
public:
    MainComponent(AppModel& model, juce::AudioProcessor& processor);
    ~MainComponent() override;

    void showSettings();
    void showPage(PageId page);
    [[nodiscard]] PageId page() const { return page_; }
    /** Null for Listen, and for a page that is not there. */
    [[nodiscard]] PageContent* pageAt(PageId page) const {
        const auto found = pages_.find(page);
        return found != pages_.end() ? found->second.get() : nullptr;
    }
    /** One beat of the page's clock, as if so many seconds had passed: for pictures and tests. */
    void beat(double seconds);
    /** Does what a button of the transport strip says. */
    void act(TransportAction action);

    /** Whether the window may go; asks first while a side is recorded, and calls `leave` when that is answered. */
    [[nodiscard]] bool mayClose(std::function<void()> leave);

    /** Keys of the whole window that nobody else has taken. */
    bool keyPressed(const juce::KeyPress& key, juce::Component* origin) override;
    using juce::Component::keyPressed;

    /** Brings bars and panel up to date; a timer does so twenty times a second. */
    void refresh();

    static constexpr int faceWidth = ui::metrics::faceWidth;
    static constexpr int barsHeight = TopBar::height + StatusBar::height;
    static constexpr int faceHeight = ui::metrics::faceHeight + barsHeight;

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void childBoundsChanged(juce::Component* child) override;
    void parentHierarchyChanged() override;
    void timerCallback() override;
    void addPage(PageId page, std::unique_ptr<PageContent> content);
    void layOutPages(const ui::FaceFit& fit, int foot);
    void playEnd();
    void actOnCheck(TransportAction action);
    void chooseFolder();
    void openTake(const std::filesystem::path& path);
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
    std::map<PageId, std::unique_ptr<PageContent>> pages_; ///< all but Listen
    PageId page_ = PageId::listen;
    ui::Tick tick_;
    double beatSeconds_ = 0.0;
    TopBar topBar_;
    StatusBar statusBar_;
    DevicePanel panel_;
    Question question_;
    std::unique_ptr<juce::FileChooser> chooser_;
    juce::Component::SafePointer<juce::Component> listened_; ///< the window that keys come from
    Tooltips tooltips_{*this};
    bool layingOut_ = false;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainComponent)
};

} // namespace phonostage::app
