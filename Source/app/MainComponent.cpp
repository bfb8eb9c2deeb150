// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainComponent.h"

#include "app/check/CheckPage.h"
#include "app/record/RecordPage.h"
#include "app/tracks/TracksPage.h"
#include "ui/Editor.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

MainComponent::MainComponent(AppModel& model, juce::AudioProcessor& processor)
    : model_(model), processor_(processor), editor_(processor.createEditorIfNeeded()),
      topBar_(
          model, [this](TransportAction action) { act(action); }, [this](PageId page) { showPage(page); }),
      statusBar_(model, [this] { showSettings(); }), panel_(model) {
    setLookAndFeel(&style_);
    style_.setTooltipParent(this);
    setOpaque(true);
    setMouseClickGrabsKeyboardFocus(false);
    if (editor_ != nullptr) {
        // The window has the handle; a second one inside it would pull at nothing.
        editor_->setResizable(true, false);
        addAndMakeVisible(*editor_);
    }
    addAndMakeVisible(topBar_);
    addAndMakeVisible(statusBar_);
    addChildComponent(panel_);
    addChildComponent(question_);
    topBar_.navigation().add(PageId::listen);
    if (auto* stage = dynamic_cast<plugin::Processor*>(&processor))
        addPage(PageId::record, std::make_unique<RecordPage>(model, *stage, [this] { chooseFolder(); }));
    addPage(PageId::tracks, std::make_unique<TracksPage>(model, model.tracks()));
    if (auto* stage = dynamic_cast<plugin::Processor*>(&processor);
        stage != nullptr && model.check() != nullptr && model.testRecord() != nullptr)
        addPage(PageId::check, std::make_unique<CheckPage>(*model.check(), *model.testRecord(), *stage));
    if (auto* editor = dynamic_cast<ui::Editor*>(editor_.get()); editor != nullptr && model.check() != nullptr) {
        editor->face().onCheck = [this] { showPage(PageId::check); };
        editor->face().onAnswered = [this] { model_.check()->offer(); };
    }
    if (auto* editor = dynamic_cast<ui::Editor*>(editor_.get())) editor->face().setRecords(true);
    followTheme();
    setSize(faceWidth, faceHeight);
    model_.onChange = [this] { refresh(); };
    // The side that was just saved is cut next, unless somebody is at work at another one.
    model_.record().onSaved = [this](const std::filesystem::path& path, std::shared_ptr<media::SideReader> read) {
        model_.tracks().expect(path, std::move(read));
        if (auto* page = dynamic_cast<TracksPage*>(pageAt(PageId::tracks));
            page != nullptr && !model_.tracks().isOpen())
            page->open(path);
    };
    showPage(PageId::listen);
    refresh();
    startTimerHz(20);
}

MainComponent::~MainComponent() {
    if (listened_ != nullptr) listened_->removeKeyListener(this);
    model_.onChange = nullptr;
    model_.record().onSaved = nullptr;
    if (editor_ != nullptr) processor_.editorBeingDeleted(editor_.get());
    editor_.reset();
    setLookAndFeel(nullptr);
}

void MainComponent::addPage(PageId page, std::unique_ptr<PageContent> content) {
    addChildComponent(*content);
    content->toBehind(&topBar_); // sheets and questions stay in front
    pages_[page] = std::move(content);
    topBar_.navigation().add(page);
}

/** What is not shown rests: neither the editor nor a page runs a clock then. */
void MainComponent::showPage(PageId page) {
    if (page != PageId::listen && pages_.find(page) == pages_.end()) return;
    page_ = page;
    topBar_.navigation().show(page);
    if (editor_ != nullptr) editor_->setVisible(page == PageId::listen);
    for (const auto& [id, content] : pages_) {
        if (id == page && !content->isVisible()) content->comes();
        content->setVisible(id == page);
    }
    topBar_.refresh();
    resized();
}

ui::FaceFit MainComponent::fit() const { return ui::fitFace(getWidth(), getHeight(), barsHeight); }

void MainComponent::resized() {
    const juce::ScopedValueSetter<bool> guard(layingOut_, true);
    const auto now = fit();
    const int width = now.width;
    const int height = now.height + barsHeight;
    const auto pixels = [&now](int length) { return static_cast<int>(std::lround(length * now.scale)); };
    // A window manager may force a shape on the window (maximised, tiled): the face keeps its own, in the middle, and
    // the bars go on to the edges.
    const int wide = std::max(width, static_cast<int>(std::ceil(getWidth() / now.scale)));
    const int high = std::max(height, static_cast<int>(std::ceil(getHeight() / now.scale)));
    const auto zoom = juce::AffineTransform::scale(static_cast<float>(now.scale));
    for (juce::Component* part : std::array<juce::Component*, 4>{&topBar_, &statusBar_, &panel_, &question_})
        part->setTransform(zoom);
    topBar_.setBounds(0, 0, wide, TopBar::height);
    panel_.setBounds(0, 0, wide, high);
    question_.setBounds(0, 0, wide, high);
    const int foot = std::max(getHeight() - pixels(StatusBar::height), 0);
    statusBar_.setTransform(zoom.translated(0.0F, static_cast<float>(foot)));
    statusBar_.setBounds(0, 0, wide, StatusBar::height);
    layOutPages(now, foot);
}

/** Each page lies where the editor does; they are scaled as a whole, in the middle. */
void MainComponent::layOutPages(const ui::FaceFit& fit, int foot) {
    const int top = static_cast<int>(std::lround(TopBar::height * fit.scale));
    const auto area = juce::Rectangle<int>::leftTopRightBottom(0, top, getWidth(), foot);
    if (editor_ != nullptr) {
        if (auto* editor = dynamic_cast<ui::Editor*>(editor_.get())) editor->useFit(fit);
        editor_->setBounds(area);
    }
    double pixels = fit.scale;
    if (const auto* peer = getPeer()) pixels *= peer->getPlatformScaleFactor();
    const auto left = static_cast<float>((area.getWidth() - fit.scale * fit.width) / 2.0);
    const auto down = static_cast<float>(top + std::max(0.0, (area.getHeight() - fit.scale * fit.height) / 2.0));
    for (const auto& [id, content] : pages_) {
        content->setTransform(juce::AffineTransform::scale(static_cast<float>(fit.scale)).translated(left, down));
        content->setFit(fit, pixels);
    }
}

void MainComponent::childBoundsChanged(juce::Component* child) {
    // The editor's own menu may set its scale: the window follows.
    if (layingOut_ || child != editor_.get() || editor_ == nullptr || editor_->getWidth() < 100) return;
    auto* window = findParentComponentOfClass<juce::ResizableWindow>();
    if (window == nullptr) return;
    if (fit().isCompact) { // the window has what the screen has
        resized();
        return;
    }
    // The editor knows the screen, but not the bars and the frame that need room as well.
    constexpr int frameHeight = 36;
    double wanted = static_cast<double>(editor_->getWidth()) / ui::metrics::faceWidth;
    juce::Rectangle<int> screen;
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getDisplayForRect(window->getBounds()))
        screen = display->userArea;
    if (!screen.isEmpty())
        wanted = std::min({wanted, static_cast<double>(screen.getHeight() - frameHeight) / faceHeight,
                           static_cast<double>(screen.getWidth()) / faceWidth});
    const auto size = juce::Rectangle<int>(static_cast<int>(std::lround(faceWidth * wanted)),
                                           static_cast<int>(std::lround(faceHeight * wanted)));
    window->setContentComponentSize(size.getWidth(), size.getHeight());
    if (!screen.isEmpty()) window->setBounds(window->getBounds().constrainedWithin(screen));
    resized(); // where the window stays as it is, the editor goes back
}

juce::String MainComponent::Tooltips::getTipFor(juce::Component& component) {
    const bool theirs =
        owner_.editor_ != nullptr && (owner_.editor_.get() == &component || owner_.editor_->isParentOf(&component));
    return theirs ? juce::String() : juce::TooltipWindow::getTipFor(component);
}

void MainComponent::paint(juce::Graphics& g) { g.fillAll(style_.colours().background); }

void MainComponent::followTheme() {
    if (editor_ == nullptr) return;
    const auto* theirs = dynamic_cast<const ui::Style*>(&editor_->getLookAndFeel());
    if (theirs == nullptr || theirs == &style_ || theirs->theme() == style_.theme()) return;
    style_.setTheme(theirs->theme());
    sendLookAndFeelChange();
    for (const auto& [id, content] : pages_)
        content->themeChanged();
    repaint();
}

void MainComponent::timerCallback() {
    const double now = juce::Time::getMillisecondCounterHiRes() * 1e-3;
    model_.poll(now);
    if (const auto recovered = model_.record().takeRecovered()) openTake(recovered->path);
    beat(beatSeconds_ > 0.0 ? now - beatSeconds_ : 0.0);
    beatSeconds_ = now;
}

/** A side that is there again, after it was cut short. */
void MainComponent::openTake(const std::filesystem::path& path) {
    auto* page = dynamic_cast<TracksPage*>(pageAt(PageId::tracks));
    if (page == nullptr) return;
    page->open(path);
    showPage(PageId::tracks);
}

void MainComponent::beat(double seconds) {
    followTheme();
    if (auto* editor = dynamic_cast<ui::Editor*>(editor_.get()))
        editor->face().setIsSide(model_.record().isRecording());
    topBar_.refresh();
    statusBar_.refresh();
    tick_ = {tick_.count + 1, seconds};
    if (auto* shown = pageAt(page_)) shown->refresh(tick_);
}

void MainComponent::refresh() {
    topBar_.refresh();
    statusBar_.refresh();
    if (panel_.isVisible()) panel_.refresh();
}

void MainComponent::showSettings() { panel_.open(); }

// ------------------------------------------------------------ what buttons and keys do

void MainComponent::act(TransportAction action) {
    auto& record = model_.record();
    switch (action) {
    case TransportAction::record:
    case TransportAction::startNow:
        record.record();
        break;
    case TransportAction::cancel:
        record.cancel();
        break;
    case TransportAction::stop:
        record.stop();
        break;
    case TransportAction::goOn:
        record.goOn();
        break;
    case TransportAction::inputOn:
        model_.switchInput(true);
        break;
    case TransportAction::inputOff:
        model_.switchInput(false);
        break;
    case TransportAction::audioSettings:
        showSettings();
        break;
    case TransportAction::lookAgain:
        model_.lookAgain();
        break;
    case TransportAction::finishSide:
        record.finishSide();
        break;
    case TransportAction::otherFolder:
        chooseFolder();
        break;
    case TransportAction::recover:
        model_.replay().stop();
        record.recoverFirst();
        break;
    case TransportAction::playEnd:
        playEnd();
        break;
    case TransportAction::backToLive:
        model_.replay().stop();
        break;
    case TransportAction::later:
        model_.replay().stop();
        record.leaveFirst();
        break;
    case TransportAction::dismiss:
        if (!record.refusal().empty())
            record.dismissRefusal();
        else
            model_.dismissNotice();
        break;
    case TransportAction::showCheck:
    case TransportAction::hushFinding:
    case TransportAction::beginCheck:
    case TransportAction::declineCheck:
    case TransportAction::goOnLoud:
        actOnCheck(action);
        break;
    }
    refresh();
}

/** Of the recording that was cut short; again: no more. */
void MainComponent::playEnd() {
    auto& replay = model_.replay();
    const auto& orphans = model_.record().orphans();
    if (replay.isHeard())
        replay.stop();
    else if (!orphans.empty())
        replay.hearEndOf(orphans.front());
}

void MainComponent::actOnCheck(TransportAction action) {
    auto* check = model_.check();
    if (check == nullptr) return;
    if (action == TransportAction::hushFinding) check->hush();
    if (action == TransportAction::goOnLoud) check->goOn();
    if (action == TransportAction::beginCheck || action == TransportAction::declineCheck) check->dismissOffer();
    if (action == TransportAction::beginCheck) check->model().start();
    if (action == TransportAction::beginCheck || action == TransportAction::showCheck) showPage(PageId::check);
}

void MainComponent::chooseFolder() {
    chooser_ = std::make_unique<juce::FileChooser>(
        "Folder for recordings", juce::File(juce::String::fromUTF8(model_.record().folder().c_str())));
    chooser_->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectDirectories,
                          [this](const juce::FileChooser& chooser) {
                              const auto folder = chooser.getResult();
                              if (folder != juce::File())
                                  model_.record().useFolder(folder.getFullPathName().toStdString());
                              model_.record().dismissRefusal();
                              refresh();
                          });
}

bool MainComponent::mayClose(std::function<void()> leave) {
    if (!model_.record().isRecording()) return true;
    const auto side = juce::String(std::string(1, model_.record().recordedSide()));
    question_.ask("Side " + side + " is being recorded",
                  "What was recorded so far is kept either way. If you stop now, the side ends here.", "Stop and close",
                  "Keep recording", [this, leave = std::move(leave)] {
                      model_.record().stopAndClose();
                      leave();
                  });
    return false;
}

/** Keys reach the window whoever has the focus; a text that is typed in takes its own first. */
void MainComponent::parentHierarchyChanged() {
    auto* window = getTopLevelComponent();
    if (listened_ == window) return;
    if (listened_ != nullptr) listened_->removeKeyListener(this);
    listened_ = window;
    window->addKeyListener(this);
}

bool MainComponent::keyPressed(const juce::KeyPress& key, juce::Component*) {
    if (question_.isVisible() || panel_.isVisible()) return false;
    if (const auto shown = pages_.find(page_); shown != pages_.end() && shown->second->pageKey(key)) return true;
    const auto mods = key.getModifiers();
    const int code = key.getKeyCode();
    auto& record = model_.record();
    if (mods.isCommandDown() && !mods.isShiftDown() && !mods.isAltDown()) {
        if (code >= '1' && code <= '4') {
            showPage(static_cast<PageId>(code - '1'));
            return true;
        }
        if (code == '.') {
            if (record.isRecording()) act(TransportAction::stop);
            return true;
        }
        return false;
    }
    if (mods.isAnyModifierKeyDown()) return false;
    const auto letter = juce::CharacterFunctions::toLowerCase(key.getTextCharacter());
    if (letter == 'r') {
        if (!record.isBusy()) act(TransportAction::record);
        return true;
    }
    if (letter == 'm' && record.isRecording()) {
        record.mark();
        return true;
    }
    if (key == juce::KeyPress::escapeKey && record.status().state == media::RecorderState::armed) {
        act(TransportAction::cancel);
        return true;
    }
    return false;
}

} // namespace phonostage::app
