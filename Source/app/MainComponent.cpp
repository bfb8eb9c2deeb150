// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainComponent.h"

#include "ui/Editor.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::app {

MainComponent::MainComponent(AppModel& model, juce::AudioProcessor& processor)
    : model_(model), processor_(processor), editor_(processor.createEditorIfNeeded()),
      topBar_(model, [this] { showSettings(); }), statusBar_(model), panel_(model) {
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
    followTheme();
    setSize(faceWidth, faceHeight);
    model_.onChange = [this] { refresh(); };
    refresh();
    startTimerHz(10);
}

MainComponent::~MainComponent() {
    model_.onChange = nullptr;
    if (editor_ != nullptr) processor_.editorBeingDeleted(editor_.get());
    editor_.reset();
    setLookAndFeel(nullptr);
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
    for (juce::Component* part : std::array<juce::Component*, 3>{&topBar_, &statusBar_, &panel_})
        part->setTransform(zoom);
    topBar_.setBounds(0, 0, wide, TopBar::height);
    panel_.setBounds(0, 0, wide, high);
    const int foot = std::max(getHeight() - pixels(StatusBar::height), 0);
    statusBar_.setTransform(zoom.translated(0.0F, static_cast<float>(foot)));
    statusBar_.setBounds(0, 0, wide, StatusBar::height);
    if (editor_ == nullptr) return;
    if (auto* editor = dynamic_cast<ui::Editor*>(editor_.get())) editor->useFit(now);
    editor_->setBounds(juce::Rectangle<int>::leftTopRightBottom(0, pixels(TopBar::height), getWidth(), foot));
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
    repaint();
}

void MainComponent::timerCallback() {
    model_.poll(juce::Time::getMillisecondCounterHiRes() * 1e-3);
    followTheme();
    statusBar_.refresh();
}

void MainComponent::refresh() {
    topBar_.refresh();
    statusBar_.refresh();
    if (panel_.isVisible()) panel_.refresh();
}

void MainComponent::showSettings() { panel_.open(); }

} // namespace phonostage::app
