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

} // namespace

juce::Rectangle<int> MainWindow::sizeFor(juce::Rectangle<int> screen) {
    constexpr int frameHeight = 60;
    constexpr int frameWidth = 24;
    const double scale =
        std::min({1.0, static_cast<double>(screen.getHeight() - frameHeight) / MainComponent::faceHeight,
                  static_cast<double>(screen.getWidth() - frameWidth) / MainComponent::faceWidth});
    return ofWidth(std::max(scale, ui::metrics::smallestScale) * MainComponent::faceWidth);
}

MainWindow::MainWindow(AppModel& model, juce::AudioProcessor& processor)
    : juce::DocumentWindow("Phonostage", ui::darkPalette().background, allButtons, false), model_(model) {
    setUsingNativeTitleBar(true);
    setContentOwned(new MainComponent(model, processor), false);
    setResizable(true, false);
    limits_.setFixedAspectRatio(faceAspect);
    const auto smallest = ofWidth(ui::metrics::smallestScale * MainComponent::faceWidth);
    const auto largest = ofWidth(ui::metrics::largestScale * MainComponent::faceWidth);
    limits_.setSizeLimits(smallest.getWidth(), smallest.getHeight(), largest.getWidth(), largest.getHeight());
    setConstrainer(&limits_);

    juce::Rectangle<int> screen(1366, 768);
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getPrimaryDisplay())
        screen = display->userArea;
    auto size = sizeFor(screen);
    // What was remembered, where it still fits: the screen may be another one today.
    if (model.windowWidth() >= smallest.getWidth() && model.windowWidth() <= screen.getWidth() &&
        ofWidth(model.windowWidth()).getHeight() <= screen.getHeight())
        size = ofWidth(model.windowWidth());
    setBounds(
        size.withCentre(screen.getCentre()).withY(std::max(screen.getY(), screen.getCentreY() - size.getHeight() / 2)));
    addToDesktop();
    setVisible(true);
}

void MainWindow::closeButtonPressed() { juce::JUCEApplicationBase::quit(); }

void MainWindow::resized() {
    juce::DocumentWindow::resized();
    if (isShowing() && !isFullScreen() && !isMinimised()) model_.setWindowSize(getWidth(), getHeight());
}

} // namespace phonostage::app
