// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StatusBar.h"

#include "Compat.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int chevronWidth = 20;

} // namespace

juce::String rateText(double rateHz) { return ui::shortText(rateHz / 1000.0, 3) + " kHz"; }

StatusBar::StatusBar(const AppModel& model, std::function<void()> onDevice)
    : model_(model), device_("Audio settings", "Device, sample rate, buffer and channels"),
      clear_("Clear the count of dropouts",
             "Dropouts: blocks lost by the device, and how long ago the last one was. Click to count from zero.") {
    setOpaque(true);
    setTooltip("Latency: as reported by the audio device, including buffers, plus that of Phonostage "
               "itself.\nDropouts: blocks "
               "lost by the device since it was opened. CPU: share of a block's time used for processing.");
    setMouseClickGrabsKeyboardFocus(false);
    clear_.onClick = [this] { clearDropouts(); };
    addChildComponent(clear_);
    device_.onClick = std::move(onDevice);
    addAndMakeVisible(device_);
}

StatusBar::WordButton::WordButton(const juce::String& title, const juce::String& help) : juce::Button(title) {
    setTitle(title);
    setTooltip(help);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    setMouseCursor(juce::MouseCursor::PointingHandCursor);
}

void StatusBar::WordButton::paintButton(juce::Graphics& g, bool highlighted, bool) {
    const auto& colours = ui::Style::of(*this).colours();
    if (highlighted) {
        g.setColour(colours.text.withAlpha(0.08F));
        g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::fieldRadius);
    }
    if (hasKeyboardFocus(false))
        ui::drawFocusRing(g, colours, getLocalBounds().toFloat().reduced(1.0F), metrics::fieldRadius);
}

void StatusBar::clearDropouts() {
    clearedXruns_ = xruns_;
    xrunSeconds_ = -1e9;
    refresh();
}

juce::String StatusBar::dropoutText(int count, double secondsAgo) {
    if (count == 0) return "0";
    const auto whole = static_cast<int>(std::max(0.0, secondsAgo));
    const auto ago = secondsAgo > 3.6e5 ? juce::String()
                     : whole < 60       ? juce::String(whole) + " s ago"
                     : whole < 3600     ? juce::String(whole / 60) + " min ago"
                                        : juce::String(whole / 3600) + " h ago";
    return juce::String(count) + (ago.isEmpty() ? "" : ", " + ago);
}

void StatusBar::refresh() {
    const auto& session = model_.session();
    std::vector<Item> items;
    const bool wasRunning = items_.size() > 1;
    if (!model_.isRunning()) {
        items.push_back({"", "No audio device is open", true});
    } else {
        const double rate = session.rateHz();
        const int frames = session.bufferFrames();
        const double frameMs = rate > 0.0 ? 1000.0 / rate : 0.0;
        const int load = juce::roundToInt(100.0 * static_cast<double>(model_.callback().load()));
        items.push_back({session.choice().type, session.choice().output});
        items.push_back({"Rate", rateText(rate)});
        items.push_back({"Buffer", juce::String(frames) + " (" + ui::fixedText(frames * frameMs, 1) + " ms)"});
        items.push_back({"Latency", ui::fixedText(1000.0 * model_.latencySeconds(), 1) + " ms"});
        // A fresh one is marked for a while; those of an hour ago are only counted.
        const int xruns = session.xruns();
        const double now = juce::Time::getMillisecondCounterHiRes() * 1e-3;
        if (xruns < clearedXruns_) clearedXruns_ = 0; // the device was opened again
        if (xruns > xruns_ && wasRunning) xrunSeconds_ = now;
        xruns_ = xruns;
        const int count = xruns - clearedXruns_;
        items.push_back({"Dropouts", dropoutText(count, now - xrunSeconds_), count > 0 && now - xrunSeconds_ < 5.0});
        items.push_back({"CPU", juce::String(load).paddedLeft(' ', 3) + " %", load > 80});
    }
    if (items == items_) return;
    items_ = std::move(items);
    juce::String spoken;
    for (const auto& item : items_)
        spoken << item.label << " " << item.value << ", ";
    setTitle(spoken);
    layOut();
    repaint();
}

void StatusBar::resized() { layOut(); }

/** Figures from the right, each as wide as it may become, so that none moves when one gets another digit; the device
    gets what is left. */
void StatusBar::layOut() {
    const auto* style = dynamic_cast<const ui::Style*>(&getLookAndFeel());
    if (style == nullptr) return; // not on a window yet
    const auto labelFont = style->font(ui::Face::regular, metrics::captionSize);
    const auto valueFont = style->font(ui::Face::mono, metrics::captionSize);
    const auto width = [](const juce::Font& font, const juce::String& text) {
        return text.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(font, text))) + 1;
    };
    auto area = getLocalBounds().withTrimmedTop(1).reduced(metrics::margin, 0);
    slots_.assign(items_.size(), {});
    bool hasDropouts = false;
    for (std::size_t i = items_.size(); i-- > 0;) {
        const Item& item = items_[i];
        const int labelWidth = width(labelFont, item.label) + (item.label.isEmpty() ? 0 : 8);
        const bool isDropouts = item.label == "Dropouts";
        const int valueWidth =
            std::max(width(valueFont, item.value), isDropouts ? width(valueFont, "999, 59 min ago") : 0);
        slots_[i] = i == 0 ? area : area.removeFromRight(labelWidth + valueWidth);
        if (isDropouts) clear_.setBounds(slots_[i].expanded(6, -3));
        hasDropouts = hasDropouts || isDropouts;
        area.removeFromRight(28);
    }
    clear_.setVisible(hasDropouts);
    if (slots_.empty()) return;
    // The device's own words, with the chevron behind them.
    const int words = width(labelFont, items_[0].label) + 8 +
                      width(style->font(ui::Face::medium, metrics::captionSize), items_[0].value) + chevronWidth;
    slots_[0] = slots_[0].withWidth(std::min(words, slots_[0].getWidth()));
    device_.setBounds(slots_[0].expanded(6, -3));
}

void StatusBar::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    g.fillAll(colours.card);
    g.setColour(colours.outline);
    g.fillRect(getLocalBounds().removeFromTop(1));

    const auto labelFont = style.font(ui::Face::regular, metrics::captionSize);
    const auto valueFont = style.font(ui::Face::mono, metrics::captionSize);
    const auto width = [](const juce::Font& font, const juce::String& text) {
        return text.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(font, text))) + 1;
    };
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const Item& item = items_[i];
        const int labelWidth = width(labelFont, item.label) + (item.label.isEmpty() ? 0 : 8);
        const bool isDevice = i == 0;
        auto slot = slots_[i];
        ui::drawText(g, labelFont, colours.textMuted, item.label, slot.removeFromLeft(labelWidth),
                     juce::Justification::centredLeft);
        if (isDevice) {
            auto chevron = slot.removeFromRight(chevronWidth);
            ui::drawChevron(g, colours.textMuted, chevron.toFloat().getCentre());
        }
        ui::drawText(g, isDevice ? style.font(ui::Face::medium, metrics::captionSize) : valueFont,
                     item.warns ? colours.overload : colours.text, item.value, slot, juce::Justification::centredLeft);
    }
}

} // namespace phonostage::app
