// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/AboutBox.h"
#include "ui/FaceFit.h"
#include "ui/HeaderPanel.h"
#include "ui/StagePanel.h"
#include "ui/ViewOptions.h"
#include "ui/check/CheckView.h"
#include "ui/clean/CleanView.h"
#include "ui/controls/Chooser.h"
#include "ui/controls/ScrollView.h"
#include "ui/look/Backdrop.h"
#include "ui/look/Style.h"
#include "ui/meters/InputPanel.h"
#include "ui/meters/LevelWatch.h"
#include "ui/meters/MeterModel.h"
#include "ui/meters/OutputPanel.h"
#include "ui/meters/OverloadBanner.h"
#include "ui/response/ResponsePlot.h"
#include "ui/setup/Drawer.h"
#include "ui/setup/FirstRun.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace phonostage::ui {

/** The whole face in logical units; the editor scales it. Two forms: the usual one (metrics::faceWidth by faceHeight),
    and a compact one, in which the meters stay in sight and what lies between them is scrolled where it must be. */
class MainView final : public juce::Component, public Polled, public ChooserHost, private juce::FocusChangeListener {
public:
    /** What only the editor can do. */
    struct Actions {
        std::function<void(juce::Component& button)> onSizeMenu;
        std::function<void(ThemeName)> onTheme;
        std::function<void(ViewOptions)> onView;
        std::function<void()> onFirstRunDone;
        std::function<std::string()> lastEquipment;          ///< a stage's state; empty: none
        std::function<void(const std::string&)> onEquipment; ///< that was chosen
    };

    MainView(plugin::Processor& processor, Style& style, Actions actions);
    ~MainView() override;

    void poll(const Tick& tick) override;
    /** The face has come on the screen: old peaks are no news. */
    void restart();
    /** The face has left the screen: nothing is gathered for it. */
    void rest();
    /** scale: 1 is 100 %; pixels: of the screen, a logical unit. */
    void setScale(double scale, double pixelsPerUnit);
    /** Form and size. */
    void setFit(const FaceFit& fit);
    [[nodiscard]] bool isCompact() const { return compact_; }
    void setView(const ViewOptions& view);
    void themeChanged();

    /** The set-up lies over the middle and the right while it is open. */
    void openDrawer();
    void closeDrawer();
    [[nodiscard]] bool isDrawerOpen() const { return drawer_ != nullptr && drawer_->isVisible(); }
    [[nodiscard]] Drawer* drawer() { return drawer_.get(); }

    /** What clicks, crackle and hum are taken out lies in the plot's place while it is open. */
    void openClean();
    void closeClean();
    [[nodiscard]] bool isCleanOpen() const { return isCleanOpen_; }
    /** Null before it was first opened. */
    [[nodiscard]] CleanView* clean() { return clean_.get(); }
    /** The program records sides, and one is being recorded: its clicks are counted from here on. */
    void setRecords(bool records);
    void setIsSide(bool isSide);

    /** The hook-up check lies where the set-up does. Where onCheck is set, that is called instead. */
    void openCheck();
    /** Listens no more; what was found stays. */
    void closeCheck();
    [[nodiscard]] CheckView* check() { return check_ != nullptr && check_->isVisible() ? check_.get() : nullptr; }
    /** Null before it was first opened. */
    [[nodiscard]] CheckModel* checkModel() { return checkModel_.get(); }
    /** The app has a page of its own for it. */
    std::function<void()> onCheck;
    /** The first questions were answered, not passed over. */
    std::function<void()> onAnswered;

    void openFirstRun();
    /** Offers a plugin that is new the equipment used last, once. */
    void offerLastEquipment();
    /** Takes the offer away without an answer: it comes again with the next editor. */
    void dismissOffer() { offered_.reset(); }
    /** Takes the questions away without an answer: they come again. */
    void dismissFirstRun();
    [[nodiscard]] FirstRun* firstRun() {
        return firstRun_ != nullptr && firstRun_->isVisible() ? firstRun_.get() : nullptr;
    }

    /** What the program is; over everything. */
    void openAbout();
    [[nodiscard]] AboutBox* about() { return about_ != nullptr && about_->isVisible() ? about_.get() : nullptr; }

    Chooser& chooser() override { return chooser_; }

    [[nodiscard]] const OverloadBanner& banner() const { return banner_; }
    [[nodiscard]] const LevelWatch& levelWatch() const { return watch_; }
    [[nodiscard]] const InputPanel& input() const { return input_; }
    [[nodiscard]] const OutputPanel& output() const { return output_; }
    [[nodiscard]] ResponsePlot& plot() { return plot_; }
    [[nodiscard]] StagePanel& stage() { return stage_; }
    /** Of the compact form: what lies between the meters. */
    [[nodiscard]] ScrollView& middle() { return middle_; }

    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;
    /** Of the whole face: a click beside the controls gives the keyboard back to the host. */
    void mouseDown(const juce::MouseEvent& event) override;

private:
    void globalFocusChanged(juce::Component* focused) override;
    void showBehindDrawer(bool visible);
    void showClean(bool isOpen);
    /** The plot, or Clean. */
    [[nodiscard]] Panel& middlePanel();
    void showLevels(const Tick& tick);
    void take(const LevelAdvice& advice);
    void rememberEquipment();
    void gatherPanels();
    void liftOverlays();
    void take(juce::Component& parent, Backdrop& backdrop, Panel& panel, int order);
    void layOutWhole();
    void layOutCompact();

    plugin::Processor& processor_;
    Style& style_;
    Actions actions_;
    ViewOptions view_;
    double scale_ = 1.0;
    bool compact_ = false;
    MeterModel levels_;
    LevelWatch watch_;
    std::optional<params::Snapshot> offered_; ///< the equipment used last, while it is offered
    std::string rememberedEquipment_;
    Backdrop backdrop_;
    HeaderPanel header_;
    InputPanel input_;
    OverloadBanner banner_;
    ResponsePlot plot_;
    StagePanel stage_;
    OutputPanel output_;
    juce::Component deck_; ///< of the compact form: stage and plot, one below the other
    Backdrop deckBackdrop_;
    ScrollView middle_{deck_};
    // Made when they are first wanted: an editor opens faster without them.
    std::unique_ptr<CleanView> clean_;
    bool isCleanOpen_ = false, records_ = false, isSide_ = false;
    std::unique_ptr<Drawer> drawer_;
    std::unique_ptr<CheckModel> checkModel_;
    std::unique_ptr<CheckView> check_;
    std::unique_ptr<FirstRun> firstRun_;
    std::unique_ptr<AboutBox> about_;
    Chooser chooser_;
    SafePointer<juce::Component> focused_; ///< of the face's own; null where the keyboard is elsewhere

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(MainView)
};

} // namespace phonostage::ui
