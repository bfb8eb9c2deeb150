// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderPanel.h"

#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int statusLeft = 160;
constexpr int pillWidth = 104;
constexpr int pillHeight = 32;
constexpr int viewWidth = 64;

} // namespace

HeaderPanel::HeaderPanel(plugin::Processor& processor, std::function<void(juce::Component&)> onView)
    : processor_(processor), bypass_(processor, params::Id::bypass, Switch::Look::inCircuit) {
    setName("Header");
    setFocusContainerType(FocusContainerType::focusContainer);
    view_.setComponentID("view");
    view_.setTitle("Size and theme");
    view_.setTooltip("Size of the window and theme");
    view_.setWantsKeyboardFocus(true);
    view_.setMouseClickGrabsKeyboardFocus(false);
    view_.onClick = [this, action = std::move(onView)] { action(view_); };
    addAndMakeVisible(view_);
    addAndMakeVisible(bypass_);
    setScale(1.0);
}

void HeaderPanel::setScale(double scale) { view_.setButtonText(juce::String(std::lround(scale * 100.0)) + " %"); }

juce::Rectangle<int> HeaderPanel::statusArea() const { return {statusLeft, 18, 320, 32}; }

void HeaderPanel::poll(const Tick& tick) {
    bypass_.poll(tick);
    const double kilohertz = processor_.rateHz() / 1000.0;
    auto status = juce::String("no audio running");
    if (processor_.isPrepared()) {
        status = juce::String(kilohertz, 3).trimCharactersAtEnd("0").trimCharactersAtEnd(".") + " kHz";
        if (processor_.getTotalNumInputChannels() == 1) status << ", mono";
    }
    if (status == status_) return;
    status_ = status;
    repaint(statusArea());
}

void HeaderPanel::resized() {
    const int top = (getHeight() - pillHeight) / 2;
    bypass_.setBounds(getWidth() - metrics::margin - pillWidth, top, pillWidth, pillHeight);
    view_.setBounds(bypass_.getX() - 12 - viewWidth, top + (pillHeight - metrics::fieldHeight) / 2, viewWidth,
                    metrics::fieldHeight);
}

void HeaderPanel::paintStatic(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::semibold, metrics::titleSize), style.colours().text, "Phonostage",
             {metrics::margin, 16, 160, 32}, juce::Justification::centredLeft);
}

void HeaderPanel::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, status_, statusArea(),
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
