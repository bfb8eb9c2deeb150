// SPDX-License-Identifier: GPL-3.0-or-later
#include "Editor.h"

#include "plugin/EditorFactory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr std::array<int, 7> offeredPercent{75, 100, 125, 150, 200, 250, 300};
constexpr int tooltipDelayMilliseconds = 700;
// What windows and panels need beside the editor.
constexpr double usableDisplay = 0.95;

int widthAt(double scale) { return static_cast<int>(std::lround(metrics::faceWidth * scale)); }

int heightAt(double scale) { return static_cast<int>(std::lround(metrics::faceHeight * scale)); }

} // namespace

Editor::Constrainer::Constrainer(Editor& editor) : editor_(editor) {
    setSizeLimits(widthAt(metrics::smallestScale), heightAt(metrics::smallestScale), widthAt(metrics::largestScale),
                  heightAt(metrics::largestScale));
    setFixedAspectRatio(static_cast<double>(metrics::faceWidth) / metrics::faceHeight);
}

void Editor::Constrainer::resizeEnd() { editor_.remember(); }

Editor::Editor(plugin::Processor& stage)
    : juce::AudioProcessorEditor(stage), style_(settings_->theme()), constrainer_(*this),
      face_(stage, style_, faceActions()),
      governor_(
          *this, [this](const Tick& tick) { face_.poll(tick); }, [this](bool active) { onActive(active); }) {
    setLookAndFeel(&style_);
    setOpaque(true);
    addAndMakeVisible(face_);
    setConstrainer(&constrainer_);
    setResizable(true, true);
    const double scale = std::clamp(settings_->scale(), metrics::smallestScale, largestScaleOnDisplay());
    setSize(widthAt(scale), heightAt(scale));
    face_.setView(settings_->view());
    if (!settings_->firstRunDone()) face_.openFirstRun();
    // Complete from the first picture on.
    governor_.beat(0.0);
}

FaceView::Actions Editor::faceActions() {
    return {[this](juce::Component& button) { openSizeMenu(button); }, [this](ThemeName theme) { chooseTheme(theme); },
            [this](ViewOptions view) { chooseView(view); }, [this] { settings_->setFirstRunDone(true); }};
}

Editor::~Editor() {
    setConstrainer(nullptr);
    setLookAndFeel(nullptr);
}

double Editor::scale() const {
    return std::min(static_cast<double>(getWidth()) / metrics::faceWidth,
                    static_cast<double>(getHeight()) / metrics::faceHeight);
}

void Editor::paint(juce::Graphics& g) {
    // Seen only where a host gives another aspect.
    g.fillAll(style_.colours().background);
}

void Editor::resized() {
    const double factor = scale();
    const auto left = static_cast<float>((getWidth() - factor * metrics::faceWidth) / 2.0);
    const auto top = static_cast<float>((getHeight() - factor * metrics::faceHeight) / 2.0);
    face_.setTransform(juce::AffineTransform::scale(static_cast<float>(factor)).translated(left, top));
    double pixels = factor;
    if (const auto* peer = getPeer()) pixels *= peer->getPlatformScaleFactor();
    face_.setScale(factor, pixels);
}

void Editor::onActive(bool active) {
    if (active) {
        face_.restart();
        resized(); // the display may have another density
        tooltips_ = std::make_unique<juce::TooltipWindow>(&face_, tooltipDelayMilliseconds);
    } else {
        face_.rest();
        tooltips_.reset();
    }
}

double Editor::largestScaleOnDisplay() const {
    const auto& displays = juce::Desktop::getInstance().getDisplays();
    const auto* display = isShowing() ? displays.getDisplayForRect(getScreenBounds()) : displays.getPrimaryDisplay();
    if (display == nullptr) return metrics::largestScale;
    const auto area = display->userArea.toDouble() * usableDisplay;
    return std::clamp(std::min(area.getWidth() / metrics::faceWidth, area.getHeight() / metrics::faceHeight),
                      metrics::smallestScale, metrics::largestScale);
}

void Editor::chooseScale(double scale) {
    scale = std::clamp(scale, metrics::smallestScale, largestScaleOnDisplay());
    setSize(widthAt(scale), heightAt(scale));
    remember();
}

void Editor::remember() { settings_->setScale(scale()); }

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

void Editor::openSizeMenu(juce::Component& button) {
    juce::PopupMenu menu;
    menu.addSectionHeader("Size");
    const auto now = std::lround(scale() * 100.0);
    const double largest = largestScaleOnDisplay();
    for (const int percent : offeredPercent) {
        menu.addItem(juce::PopupMenu::Item(juce::String(percent) + " %")
                         .setTicked(percent == now)
                         .setEnabled(percent / 100.0 <= largest + 0.001)
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
    showMenu(std::move(menu), button, MenuPlace::atComponent, juce::PopupMenu::Options(), [](int) {});
}

} // namespace phonostage::ui

juce::AudioProcessorEditor* phonostage::plugin::makeEditor(Processor& processor) { return new ui::Editor(processor); }
