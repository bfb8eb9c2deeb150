// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Editor.h"

#include "plugin/EditorFactory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr std::array<int, 7> offeredPercent{75, 100, 125, 150, 200, 250, 300};
constexpr int tooltipDelayMilliseconds = 700;
// What the host's window needs beside the editor: its frame, and often a bar of its own.
constexpr double usableDisplay = 0.95;
constexpr int frameHeight = 48;
constexpr double smallestCompactScale = 0.5;

int widthAt(double scale) { return static_cast<int>(std::lround(metrics::faceWidth * scale)); }

int heightAt(double scale) { return static_cast<int>(std::lround(metrics::faceHeight * scale)); }

/** What an editor may take of a display. */
juce::Rectangle<double> roomOn(juce::Rectangle<int> usableArea) {
    const auto area = usableArea.toDouble();
    return area.withSize(area.getWidth() * usableDisplay,
                         std::min(area.getHeight() * usableDisplay, area.getHeight() - frameHeight));
}

/** Below metrics::smallestScale where not even that fits. */
double largestScaleOn(juce::Rectangle<int> usableArea) {
    const auto room = roomOn(usableArea);
    return std::min(
        {room.getWidth() / metrics::faceWidth, room.getHeight() / metrics::faceHeight, metrics::largestScale});
}

} // namespace

Editor::Constrainer::Constrainer(Editor& editor) : editor_(editor) { setCompact(false); }

void Editor::Constrainer::setCompact(bool compact) {
    if (compact) {
        setSizeLimits(juce::roundToInt(metrics::compactWidth * smallestCompactScale),
                      juce::roundToInt(metrics::compactHeight * smallestCompactScale), widthAt(metrics::largestScale),
                      heightAt(metrics::largestScale));
        setFixedAspectRatio(0.0);
        return;
    }
    setSizeLimits(widthAt(metrics::smallestScale), heightAt(metrics::smallestScale), widthAt(metrics::largestScale),
                  heightAt(metrics::largestScale));
    setFixedAspectRatio(static_cast<double>(metrics::faceWidth) / metrics::faceHeight);
}

void Editor::Constrainer::resizeEnd() { editor_.remember(); }

Editor::Editor(plugin::Processor& stage)
    : juce::AudioProcessorEditor(stage), style_(settings_->theme()), constrainer_(*this),
      face_(stage, style_, faceActions()),
      clock_(
          *this, [this](const Tick& tick) { face_.poll(tick); }, [this](bool active) { onActive(active); }) {
    setLookAndFeel(&style_);
    setOpaque(true);
    addAndMakeVisible(face_);
    setConstrainer(&constrainer_);
    setResizable(true, true);
    const auto display = displayArea();
    constrainer_.setCompact(largestScaleOn(display) < metrics::smallestScale);
    const auto size = sizeOn(display, settings_->scale());
    setSize(size.getWidth(), size.getHeight());
    face_.setView(settings_->view());
    if (!settings_->firstRunDone())
        face_.openFirstRun();
    else
        face_.offerLastEquipment();
    // Complete from the first picture on.
    clock_.beat(0.0);
}

MainView::Actions Editor::faceActions() {
    return {[this](juce::Component& button) { openSizeMenu(button); },
            [this](ThemeName theme) { chooseTheme(theme); },
            [this](ViewOptions view) { chooseView(view); },
            [this] { settings_->setFirstRunDone(true); },
            [this] { return settings_->lastEquipment(); },
            [this](const std::string& stage) { settings_->setLastEquipment(stage); }};
}

Editor::~Editor() {
    setConstrainer(nullptr);
    setLookAndFeel(nullptr);
}

double Editor::scale() const { return fit().scale; }

FaceFit Editor::fit() const { return givenFit_ ? *givenFit_ : fitFace(getWidth(), getHeight()); }

void Editor::useFit(const FaceFit& fit) {
    givenFit_ = fit;
    resized();
}

void Editor::paint(juce::Graphics& g) {
    // Seen only where a host gives another aspect.
    g.fillAll(style_.colours().background);
}

void Editor::resized() {
    const auto fit = this->fit();
    const double factor = fit.scale;
    const auto left = static_cast<float>((getWidth() - factor * fit.width) / 2.0);
    const auto top = static_cast<float>((getHeight() - factor * fit.height) / 2.0);
    face_.setTransform(juce::AffineTransform::scale(static_cast<float>(factor)).translated(left, top));
    face_.setFit(fit);
    double pixels = factor;
    if (const auto* peer = getPeer()) pixels *= peer->getPlatformScaleFactor();
    face_.setScale(factor, pixels);
}

void Editor::onActive(bool active) {
    if (active) {
        face_.restart();
        resized(); // the display may have another density
        tooltips_ = std::make_unique<juce::TooltipWindow>(&face_, tooltipDelayMilliseconds);
        style_.setTooltipParent(&face_);
    } else {
        face_.rest();
        tooltips_.reset();
    }
}

juce::Rectangle<int> Editor::displayArea() const {
    const auto& displays = juce::Desktop::getInstance().getDisplays();
    const auto* display = isShowing() ? displays.getDisplayForRect(getScreenBounds()) : displays.getPrimaryDisplay();
    return display != nullptr ? display->userArea : juce::Rectangle<int>(widthAt(4.0), heightAt(4.0));
}

juce::Rectangle<int> Editor::sizeOn(juce::Rectangle<int> usableArea, double scale) {
    const double largest = largestScaleOn(usableArea);
    if (largest >= metrics::smallestScale) {
        scale = std::clamp(scale, metrics::smallestScale, largest);
        return {widthAt(scale), heightAt(scale)};
    }
    const auto room = roomOn(usableArea);
    const auto fit = fitFace(room.getWidth(), room.getHeight());
    return {static_cast<int>(fit.width * fit.scale), static_cast<int>(fit.height * fit.scale)};
}

void Editor::chooseScale(double scale) {
    const auto size = sizeOn(displayArea(), scale);
    setSize(size.getWidth(), size.getHeight());
    remember();
}

void Editor::remember() {
    // What a small screen has enforced is not what was chosen.
    if (!fit().isCompact) settings_->setScale(scale());
}

void Editor::chooseTheme(ThemeName theme) {
    settings_->setTheme(theme);
    showTheme(theme);
}

void Editor::showTheme(ThemeName theme) {
    style_.setTheme(theme);
    face_.themeChanged();
    repaint();
}

void Editor::chooseView(const ViewOptions& view) {
    settings_->setView(view);
    face_.setView(view);
}

juce::PopupMenu Editor::sizeMenu() {
    juce::PopupMenu menu;
    menu.addSectionHeader("Size");
    const auto now = std::lround(scale() * 100.0);
    const double largest = largestScaleOn(displayArea());
    if (fit().isCompact)
        menu.addItem(
            juce::PopupMenu::Item("Largest that fits: " + juce::String(now) + " %").setTicked(true).setEnabled(false));
    for (const int percent : offeredPercent) {
        const bool fits = percent / 100.0 <= largest + 0.001;
        // In the item's own text: only there does a screen reader find it.
        menu.addItem(juce::PopupMenu::Item(juce::String(percent) + (fits ? " %" : " %, larger than the screen"))
                         .setTicked(percent == now && !fit().isCompact)
                         .setEnabled(fits)
                         .setAction([safe = SafePointer(this), percent] {
                             if (safe != nullptr) safe->chooseScale(percent / 100.0);
                         }));
    }
    menu.addSectionHeader("Theme");
    for (const auto& [theme, name] : {std::pair(ThemeName::dark, "Dark"), std::pair(ThemeName::light, "Light")})
        menu.addItem(juce::PopupMenu::Item(name)
                         .setTicked(style_.theme() == theme)
                         .setAction([safe = SafePointer(this), chosen = theme] {
                             if (safe != nullptr) safe->chooseTheme(chosen);
                         }));
    return menu;
}

void Editor::openSizeMenu(juce::Component& button) {
    showMenu(sizeMenu(), button, MenuPlace::atComponent, juce::PopupMenu::Options(), [](int) {});
}

} // namespace phonostage::ui

juce::AudioProcessorEditor* phonostage::plugin::makeEditor(Processor& processor) { return new ui::Editor(processor); }
