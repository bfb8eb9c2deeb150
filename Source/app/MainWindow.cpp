// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/MainWindow.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {
namespace {

constexpr double faceAspect = static_cast<double>(MainComponent::faceWidth) / MainComponent::faceHeight;

juce::Rectangle<int> ofWidth(double width) {
    return {static_cast<int>(std::lround(width)), static_cast<int>(std::lround(width / faceAspect))};
}

const juce::Rectangle<int> faceAtSmallest = ofWidth(ui::metrics::smallestScale * MainComponent::faceWidth);

// What a window's frame takes, and on a large screen a task bar besides.
constexpr juce::Point<int> largeFrame{24, 60};
constexpr juce::Point<int> smallFrame{8, 40};

} // namespace

juce::Rectangle<int> MainWindow::roomOn(juce::Rectangle<int> screen) {
    const bool isLarge = screen.getWidth() >= faceAtSmallest.getWidth() + largeFrame.x &&
                         screen.getHeight() >= faceAtSmallest.getHeight() + largeFrame.y;
    const auto frame = isLarge ? largeFrame : smallFrame;
    // The title bar is above.
    return screen.reduced(frame.x / 2, 0).withTrimmedTop(frame.y * 3 / 4).withTrimmedBottom(frame.y / 4);
}

juce::Rectangle<int> MainWindow::sizeFor(juce::Rectangle<int> screen) {
    const auto room = roomOn(screen);
    const auto fit = ui::fitFace(std::min(room.getWidth(), MainComponent::faceWidth),
                                 std::min(room.getHeight(), MainComponent::faceHeight), MainComponent::barsHeight);
    const auto pixels = [&fit](int length) { return static_cast<int>(std::floor(length * fit.scale + 1e-6)); };
    return {pixels(fit.width), pixels(fit.height + MainComponent::barsHeight)};
}

void MainWindow::limitSize(bool isCompact) {
    constexpr double smallestCompactScale = 0.5;
    const auto smallest =
        isCompact ? juce::Rectangle<int>(juce::roundToInt(ui::metrics::compactWidth * smallestCompactScale),
                                         juce::roundToInt((ui::metrics::compactHeight + MainComponent::barsHeight) *
                                                          smallestCompactScale))
                  : faceAtSmallest;
    const auto largest = ofWidth(ui::metrics::largestScale * MainComponent::faceWidth);
    limits_.setFixedAspectRatio(isCompact ? 0.0 : faceAspect);
    limits_.setSizeLimits(smallest.getWidth(), smallest.getHeight(), largest.getWidth(), largest.getHeight());
}

MainWindow::MainWindow(AppModel& model, juce::AudioProcessor& processor)
    : juce::DocumentWindow("Phonostage", ui::darkPalette().background, allButtons, false), model_(model) {
    setUsingNativeTitleBar(true);
    setContentOwned(new MainComponent(model, processor), false);
    setResizable(true, false);
    juce::Rectangle<int> screen(1366, 768);
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getPrimaryDisplay())
        screen = display->userArea;
    auto size = sizeFor(screen);
    const bool isCompact = ui::fitFace(size.getWidth(), size.getHeight(), MainComponent::barsHeight).isCompact;
    limitSize(isCompact);
    setConstrainer(&limits_);
    // What was remembered, where it still fits: the screen may be another one today.
    if (!isCompact && model.windowWidth() >= faceAtSmallest.getWidth() && model.windowWidth() <= screen.getWidth() &&
        ofWidth(model.windowWidth()).getHeight() <= screen.getHeight())
        size = ofWidth(model.windowWidth());
    const auto place = isCompact ? roomOn(screen) : screen;
    auto bounds =
        size.withCentre(place.getCentre()).withY(std::max(place.getY(), place.getCentreY() - size.getHeight() / 2));
    juce::Array<juce::Rectangle<int>> screens;
    for (const auto& display : juce::Desktop::getInstance().getDisplays().displays)
        screens.add(display.userArea);
    const auto again = isCompact ? std::nullopt : placeAgain(model.windowPosition(), size, screens);
    if (again) bounds.setPosition(*again);
    setBounds(bounds);
    addToDesktop();
    setVisible(true);
}

std::optional<juce::Point<int>> MainWindow::placeAgain(std::optional<juce::Point<int>> was, juce::Rectangle<int> size,
                                                       const juce::Array<juce::Rectangle<int>>& screens) {
    if (!was) return std::nullopt;
    const auto there = size.withPosition(*was);
    for (const auto& screen : screens) {
        const auto seen = there.getIntersection(screen);
        if (there.getY() >= screen.getY() && seen.getWidth() >= size.getWidth() / 2 &&
            seen.getHeight() >= size.getHeight() / 2)
            return was;
    }
    return std::nullopt;
}

void MainWindow::moved() {
    juce::DocumentWindow::moved();
    if (!isShowing() || isFullScreen() || isMinimised()) return;
    model_.setWindowPosition(getPosition());
}

void MainWindow::closeButtonPressed() {
    const auto leave = [] { juce::JUCEApplicationBase::quit(); };
    auto* content = dynamic_cast<MainComponent*>(getContentComponent());
    if (content == nullptr || content->mayClose(leave)) leave();
}

void MainWindow::resized() {
    juce::DocumentWindow::resized();
    if (!isShowing() || isFullScreen() || isMinimised()) return;
    // What a small screen enforces is no choice.
    if (ui::fitFace(getWidth(), getHeight(), MainComponent::barsHeight).isCompact) return;
    model_.setWindowSize(getWidth(), getHeight());
}

} // namespace phonostage::app
