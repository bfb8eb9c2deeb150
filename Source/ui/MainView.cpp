// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/MainView.h"

#include "ui/text/CurveCaption.h"
#include "ui/text/EquipmentText.h"
#include "ui/text/ScreenNumbers.h"

#include "info/Info.h"
#include "params/EquipmentChoice.h"
#include "params/State.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace phonostage::ui {

namespace {

// Looked up in the catalogues: not at every beat.
constexpr std::int64_t beatsPerMargin = 15;

/** A click on what does not want the keyboard would give it to the first control nearby. */
void leaveKeyboardAlone(juce::Component& part) {
    if (dynamic_cast<juce::TextEditor*>(&part) != nullptr || dynamic_cast<Chooser*>(&part) != nullptr) return;
    if (!part.getWantsKeyboardFocus()) part.setMouseClickGrabsKeyboardFocus(false);
    for (auto* child : part.getChildren())
        leaveKeyboardAlone(*child);
}

juce::String diagnostics(const plugin::Processor& processor) {
    const juce::PluginHostType host;
    juce::String more;
    more << "Format: " << juce::AudioProcessor::getWrapperTypeDescription(processor.wrapperType) << "\n"
         << "Host: " << host.getHostDescription() << "\n"
         << "Rate: " << fixedText(processor.rateHz(), 0) << " Hz\n";
    return fromUtf8(info::diagnosticText("Phonostage", more.toStdString()));
}

} // namespace

MainView::MainView(plugin::Processor& processor, Style& style, Actions actions)
    : processor_(processor), style_(style), actions_(std::move(actions)), watch_(processor),
      header_(processor, {[this](juce::Component& button) { actions_.onSizeMenu(button); },
                          [this] { isDrawerOpen() ? closeDrawer() : openDrawer(); }}),
      input_(processor), banner_(
                             [this] {
                                 processor_.resetHolds();
                                 if (offered_) processor_.noteAsked();
                                 offered_.reset();
                             },
                             [this](const LevelAdvice& advice) { take(advice); }),
      plot_(processor), stage_(processor), output_(processor) {
    setLookAndFeel(&style);
    setOpaque(true);
    addAndMakeVisible(backdrop_);
    // Between two pixels, as scrolled things are, an image is blurred: here the layers are drawn each time.
    deckBackdrop_.setBufferedToImage(false);
    deck_.addAndMakeVisible(deckBackdrop_);
    gatherPanels();
    stage_.onClean = [this] { isCleanOpen() ? closeClean() : openClean(); };
    addChildComponent(chooser_);
    setSize(metrics::faceWidth, metrics::faceHeight);
    leaveKeyboardAlone(*this);
    addMouseListener(this, true);
    juce::Desktop::getInstance().addFocusChangeListener(this);
}

/** A panel of this part of the face, with its layer there. */
void MainView::take(juce::Component& parent, Backdrop& backdrop, Panel& panel, int order) {
    for (auto* each : {&backdrop_, &deckBackdrop_})
        each->remove(panel);
    parent.addAndMakeVisible(panel);
    panel.setExplicitFocusOrder(order);
    backdrop.add(panel);
}

void MainView::gatherPanels() {
    int order = 1;
    // Read from left to right, as the signal goes; the compact form has the plot below the stage.
    for (auto* panel : std::initializer_list<Panel*>{&header_, &input_, &banner_})
        take(*this, backdrop_, *panel, order++);
    if (compact_) {
        addAndMakeVisible(middle_);
        middle_.setExplicitFocusOrder(order++);
        take(deck_, deckBackdrop_, stage_, order++);
        take(deck_, deckBackdrop_, middlePanel(), order++);
    } else {
        removeChildComponent(&middle_);
        take(*this, backdrop_, middlePanel(), order++);
        take(*this, backdrop_, stage_, order++);
    }
    take(*this, backdrop_, output_, order++);
    auto* other = isCleanOpen_ ? static_cast<Panel*>(&plot_) : clean_.get();
    if (other == nullptr) return;
    for (auto* each : {&backdrop_, &deckBackdrop_})
        each->remove(*other);
    other->setVisible(false);
}

Panel& MainView::middlePanel() { return isCleanOpen_ ? static_cast<Panel&>(*clean_) : plot_; }

MainView::~MainView() {
    if (check() != nullptr) checkModel_->stop();
    if (offered_) processor_.noteAsked();
    juce::Desktop::getInstance().removeFocusChangeListener(this);
    removeMouseListener(this);
    setLookAndFeel(nullptr);
}

void MainView::mouseDown(const juce::MouseEvent& event) {
    for (auto* part = event.eventComponent; part != this; part = part->getParentComponent()) {
        if (part == nullptr || part == &chooser_) return;
        if (part == drawer_.get()) break;
        if (part->getWantsKeyboardFocus()) return;
    }
    if (firstRun() != nullptr || about() != nullptr) return; // escape answers them
    // Escape closes the set-up still.
    if (isDrawerOpen() && (event.eventComponent == drawer_.get() || drawer_->isParentOf(event.eventComponent)))
        drawer_->grabKeyboardFocus();
    else if (hasKeyboardFocus(true))
        unfocusAllComponents();
}

/** A host's window may hand the keyboard to another component than JUCE last told of: whoever had it draws itself
    anew, and a search that is open keeps it. */
void MainView::globalFocusChanged(juce::Component* focused) {
    auto* ours = focused != nullptr && isParentOf(focused) ? focused : nullptr;
    if (focused_ != nullptr && focused_ != ours) focused_->repaint();
    focused_ = ours;
    chooser_.noteFocus(focused);
}

void MainView::liftOverlays() {
    for (auto* over :
         std::initializer_list<juce::Component*>{drawer_.get(), check_.get(), firstRun_.get(), about_.get(), &chooser_})
        if (over != nullptr) over->toFront(false);
}

void MainView::setFit(const FaceFit& fit) {
    if (fit.isCompact != compact_) {
        compact_ = fit.isCompact;
        header_.setCompact(compact_);
        gatherPanels();
        liftOverlays();
        showBehindDrawer(!isDrawerOpen() && check() == nullptr);
    }
    if (getWidth() == fit.width && getHeight() == fit.height) {
        resized();
    } else {
        setSize(fit.width, fit.height);
    }
    if (compact_ && isCleanOpen_) middle_.reveal(*clean_);
}

void MainView::resized() {
    backdrop_.setBounds(getLocalBounds());
    chooser_.setBounds(getLocalBounds());
    if (compact_)
        layOutCompact();
    else
        layOutWhole();
    if (drawer_ != nullptr)
        drawer_->setBounds(juce::Rectangle<int>::leftTopRightBottom(banner_.getX(), banner_.getY(), output_.getRight(),
                                                                    output_.getBottom()));
    if (check_ != nullptr)
        check_->setBounds(juce::Rectangle<int>::leftTopRightBottom(banner_.getX(), banner_.getY(), output_.getRight(),
                                                                   output_.getBottom()));
    for (auto* over : std::initializer_list<juce::Component*>{firstRun_.get(), about_.get()})
        if (over != nullptr) over->setBounds(getLocalBounds());
}

void MainView::layOutWhole() {
    using namespace metrics;
    header_.setBounds(0, 0, getWidth(), headerHeight);
    const int top = headerHeight;
    const int bottom = getHeight() - margin;
    input_.setBounds(margin, top, meterCardWidth, bottom - top);
    output_.setBounds(getWidth() - margin - meterCardWidth, top, meterCardWidth, bottom - top);

    auto centre = juce::Rectangle<int>::leftTopRightBottom(input_.getRight() + gap, top, output_.getX() - gap, bottom);
    banner_.setBounds(centre.removeFromTop(bannerHeight));
    centre.removeFromTop(gap);
    stage_.setBounds(centre.removeFromBottom(controlCardHeight));
    centre.removeFromBottom(gap);
    middlePanel().setBounds(centre);
}

void MainView::layOutCompact() {
    using namespace metrics;
    constexpr int narrow = compactMargin; // between cards as well
    header_.setBounds(0, 0, getWidth(), compactHeaderHeight);
    auto area = getLocalBounds().withTrimmedTop(compactHeaderHeight).withTrimmedBottom(narrow).reduced(narrow, 0);
    input_.setBounds(area.removeFromLeft(compactMeterWidth));
    area.removeFromLeft(narrow);
    banner_.setBounds(area.removeFromTop(bannerHeight)); // its words need more than the middle's width
    area.removeFromTop(narrow);
    output_.setBounds(area.removeFromRight(compactMeterWidth));

    // The bar lies in the gap between the middle and the output's card.
    static_assert(narrow == ScrollView::barWidth);
    middle_.setBounds(area);
    const int width = area.getWidth() - ScrollView::barWidth;
    const int plotTop = compactControlCardHeight + narrow;
    const int least = isCleanOpen_ ? CleanView::wantedHeight : smallestPlotHeight;
    const int plotHeight = std::max(least, area.getHeight() - plotTop);
    deck_.setSize(width, plotTop + plotHeight);
    deckBackdrop_.setBounds(deck_.getLocalBounds());
    stage_.setBounds(0, 0, width, compactControlCardHeight);
    middlePanel().setBounds(0, plotTop, width, plotHeight);
}

void MainView::poll(const Tick& tick) {
    const int channels = processor_.getTotalNumInputChannels();
    levels_.read(processor_.meters(), channels, processor_.rateHz(), tick, &processor_.passedLevels());
    for (auto* panel : std::initializer_list<MeterPanel*>{&input_, &output_})
        panel->setMono(channels == 1);
    input_.show(levels_.input(), tick);
    output_.show(levels_.output(), tick);
    showLevels(tick);
    for (auto* polled : std::initializer_list<Polled*>{&header_, &input_, &plot_, &stage_, &output_})
        polled->poll(tick);
    if (clean_ != nullptr) clean_->poll(tick);
    if (isDrawerOpen()) {
        drawer_->equipment().setHeard(watch_.judgement());
        drawer_->poll(tick);
    }
    if (check() != nullptr) check_->poll(tick);
    if (compact_) middle_.followFocus();
    if (firstRun_ != nullptr) firstRun_->poll(tick);
}

/** The strip: overloads, and what is heard against what was entered. */
void MainView::showLevels(const Tick& tick) {
    watch_.poll(tick);
    const auto& judgement = watch_.judgement();
    header_.setHeard(judgement);
    using params::LevelFinding;
    const bool isInDoubt = judgement.finding != LevelFinding::none && judgement.finding != LevelFinding::faint;
    stage_.setInDoubt(isInDoubt);
    if (tick.count % beatsPerMargin == 0) {
        auto margin = overloadMarginOf(processor_.stage());
        // What the entered gain says of the margin is worth nothing while the music contradicts it.
        if (isInDoubt) margin.reset();
        banner_.setMargin(margin);
        if (offered_ && (!processor_.isNew() || params::hasEquipment(processor_.stage()))) offered_.reset();
    }
    const auto& entered = watch_.entered();
    banner_.setCanTurn(entered.gainMaxDb > entered.gainMinDb && !isInDoubt);
    banner_.setHeld(processor_.outputHold().isHeld());
    if (offered_) {
        const auto text = equipmentText(*offered_);
        banner_.setAdvice(offerOfLast(text.interfaceName, text.cartridge));
    } else {
        banner_.setAdvice(watch_.advice());
    }
    auto overloads = levels_.overloads();
    overloads.fullScaleDbv = processor_.value(params::Id::inputDbv);
    overloads.outputFullScaleDbv = processor_.value(params::Id::outputDbv);
    banner_.show(overloads);
    if (firstRun() != nullptr) firstRun_->setHeard(judgement, watch_.advice(), overloads);
}

void MainView::take(const LevelAdvice& advice) {
    using Step = LevelAdvice::Step;
    if (advice.step == Step::useLast && offered_) {
        auto stage = processor_.stage();
        params::takeEquipment(stage, *offered_);
        if (const auto gain = recommendedGain(stage.values))
            stage.values.set(params::Id::gain, std::round(*gain * 10.0) / 10.0);
        offered_.reset();
        processor_.noteAsked();
        processor_.apply(stage);
    } else if (advice.step == Step::askEquipment) {
        openFirstRun();
    } else if (advice.step == Step::openSetup) {
        openDrawer();
    } else if (takeStep(processor_, advice)) {
        // What clipped before says nothing of what follows.
        if (advice.step == Step::turned) processor_.resetHolds();
        rememberEquipment();
    }
}

void MainView::offerLastEquipment() {
    const bool isPlugin = processor_.wrapperType != juce::AudioProcessor::wrapperType_Standalone;
    if (!isPlugin || !processor_.isNew() || params::hasEquipment(processor_.stage()) || !actions_.lastEquipment) return;
    const auto state = actions_.lastEquipment();
    if (state.empty()) return;
    const auto read = params::readState(state);
    if (const auto* last = std::get_if<params::Snapshot>(&read); last != nullptr && params::hasEquipment(*last))
        offered_ = *last;
}

void MainView::rememberEquipment() {
    const auto stage = processor_.stage();
    if (!params::hasEquipment(stage) || !actions_.onEquipment) return;
    params::Snapshot equipment;
    params::takeEquipment(equipment, stage);
    auto state = params::writeState(equipment.values, equipment.texts);
    if (state == rememberedEquipment_) return;
    actions_.onEquipment(state);
    rememberedEquipment_ = std::move(state);
}

void MainView::rest() {
    plot_.rest();
    if (clean_ != nullptr) clean_->rest();
    if (check() != nullptr) checkModel_->stop();
}

void MainView::restart() { levels_.restart(processor_.meters()); }

void MainView::setScale(double scale, double pixelsPerUnit) {
    scale_ = scale;
    header_.setScale(scale);
    if (drawer_ != nullptr) drawer_->screen().setScale(scale);
    input_.setPixelsPerUnit(pixelsPerUnit);
    output_.setPixelsPerUnit(pixelsPerUnit);
}

void MainView::setView(const ViewOptions& view) {
    view_ = view;
    input_.setUnit(view.unit);
    output_.setUnit(view.unit);
    output_.setNeedle(view.needle);
    plot_.setSpectrum(view.spectrum);
}

void MainView::themeChanged() {
    sendLookAndFeelChange();
    chooser_.themeChanged();
    if (drawer_ != nullptr) drawer_->screen().show(view_, style_.theme());
    for (auto* view : std::initializer_list<ScrollView*>{&middle_, drawer_ != nullptr ? &drawer_->view() : nullptr})
        if (view != nullptr) view->themeChanged();
    backdrop_.repaint();
    repaint();
}

void MainView::showBehindDrawer(bool visible) {
    // What the set-up covers is out of reach of keyboard and screen reader as well.
    for (auto* panel : std::initializer_list<Panel*>{&banner_, &middlePanel(), &stage_, &output_})
        panel->setVisible(visible);
    middle_.setVisible(visible);
    header_.setSetupOpen(!visible);
}

void MainView::openDrawer() {
    if (drawer_ == nullptr) {
        drawer_ = std::make_unique<Drawer>(
            processor_,
            ScreenSection::Actions{[this](ViewOptions view) { actions_.onView(view); },
                                   [this](ThemeName theme) { actions_.onTheme(theme); },
                                   [this](juce::Component& button) { actions_.onSizeMenu(button); },
                                   [this] {
                                       closeDrawer();
                                       openFirstRun();
                                   },
                                   [this] { return diagnostics(processor_); }, [this] { openAbout(); }},
            [this] { closeDrawer(); });
        drawer_->onCheck = [this] { openCheck(); };
        addChildComponent(*drawer_);
        drawer_->setExplicitFocusOrder(3);
        leaveKeyboardAlone(*drawer_);
        resized();
        chooser_.toFront(false);
    }
    closeCheck();
    showBehindDrawer(false);
    drawer_->screen().show(view_, style_.theme());
    drawer_->screen().setScale(scale_);
    drawer_->setVisible(true);
    drawer_->poll({});
    if (isShowing()) drawer_->grabKeyboardFocus();
}

void MainView::closeDrawer() {
    if (!isDrawerOpen()) return;
    const bool hadFocus = drawer_->hasKeyboardFocus(true);
    drawer_->equipment().rest();
    rememberEquipment();
    drawer_->setVisible(false);
    showBehindDrawer(true);
    if (hadFocus) juce::Component::unfocusAllComponents();
}

void MainView::showClean(bool isOpen) {
    isCleanOpen_ = isOpen;
    gatherPanels();
    liftOverlays();
    resized();
    stage_.setCleanOpen(isOpen);
    showBehindDrawer(!isDrawerOpen() && check() == nullptr);
    backdrop_.repaint();
    deckBackdrop_.repaint();
}

void MainView::openClean() {
    if (isCleanOpen_) return;
    if (clean_ == nullptr) {
        clean_ = std::make_unique<CleanView>(processor_, [this] { closeClean(); });
        clean_->setRecords(records_);
        clean_->setIsSide(isSide_);
        leaveKeyboardAlone(*clean_);
    }
    closeDrawer();
    closeCheck();
    showClean(true);
    clean_->poll({});
    if (compact_) middle_.reveal(*clean_);
    if (isShowing()) clean_->grabKeyboardFocus();
}

void MainView::closeClean() {
    if (!isCleanOpen_) return;
    const bool hadFocus = clean_->hasKeyboardFocus(true);
    clean_->rest();
    showClean(false);
    if (hadFocus) juce::Component::unfocusAllComponents();
}

void MainView::setRecords(bool records) {
    records_ = records;
    if (clean_ != nullptr) clean_->setRecords(records);
}

void MainView::setIsSide(bool isSide) {
    if (isSide == isSide_) return;
    isSide_ = isSide;
    if (isSide) processor_.meters().clicks.startAgain();
    if (clean_ != nullptr) clean_->setIsSide(isSide);
}

void MainView::openCheck() {
    closeDrawer();
    if (onCheck) {
        onCheck();
        return;
    }
    if (check_ == nullptr) {
        checkModel_ = std::make_unique<CheckModel>(processor_);
        check_ = std::make_unique<CheckView>(*checkModel_, [this] { closeCheck(); });
        addChildComponent(*check_);
        check_->setExplicitFocusOrder(3);
        leaveKeyboardAlone(*check_);
        resized();
        chooser_.toFront(false);
    }
    showBehindDrawer(false);
    check_->setVisible(true);
    check_->refresh();
    if (isShowing()) check_->grabKeyboardFocus();
}

void MainView::closeCheck() {
    if (check() == nullptr) return;
    const bool hadFocus = check_->hasKeyboardFocus(true);
    checkModel_->stop();
    check_->setVisible(false);
    showBehindDrawer(true);
    if (hadFocus) juce::Component::unfocusAllComponents();
}

void MainView::openFirstRun() {
    if (firstRun_ == nullptr) {
        firstRun_ = std::make_unique<FirstRun>(processor_, [this] {
            for (auto* panel : std::initializer_list<Panel*>{&header_, &input_})
                panel->setVisible(true);
            showBehindDrawer(true);
            rememberEquipment();
            actions_.onFirstRunDone();
        });
        firstRun_->onFinished = [this] {
            if (onAnswered) onAnswered();
        };
        addChildComponent(*firstRun_);
        leaveKeyboardAlone(*firstRun_);
        firstRun_->setBounds(getLocalBounds());
    }
    closeDrawer();
    closeCheck();
    firstRun_->begin();
    chooser_.toFront(false);
}

void MainView::openAbout() {
    if (about_ == nullptr) {
        about_ = std::make_unique<AboutBox>([this] {
            if (drawer_ != nullptr && isShowing()) drawer_->grabKeyboardFocus();
        });
        addChildComponent(*about_);
        leaveKeyboardAlone(*about_);
        about_->setBounds(getLocalBounds());
    }
    about_->open(diagnostics(processor_));
}

void MainView::dismissFirstRun() {
    if (firstRun_ == nullptr) return;
    firstRun_->setVisible(false);
    processor_.outputHold().release();
}

bool MainView::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    if (isDrawerOpen() || check() != nullptr) {
        closeDrawer();
        closeCheck();
        return true;
    }
    const bool wasOpen = isCleanOpen();
    closeClean();
    return wasOpen;
}

} // namespace phonostage::ui
