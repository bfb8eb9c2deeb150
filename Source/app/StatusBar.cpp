// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StatusBar.h"

#include "Compat.h"
#include "ui/text/ScreenNumbers.h"

#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

juce::String rateText(double rateHz) { return ui::shortText(rateHz / 1000.0, 3) + " kHz"; }

StatusBar::StatusBar(const AppModel& model) : model_(model) {
    setOpaque(true);
    setTooltip("Latency: as reported by the audio device, including buffers, plus that of Phonostage "
               "itself.\nDropouts: blocks "
               "lost by the device since it was opened. CPU: share of a block's time used for processing.");
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
        if (xruns > xruns_ && wasRunning) xrunSeconds_ = now;
        xruns_ = xruns;
        items.push_back({"Dropouts", juce::String(xruns), now - xrunSeconds_ < 5.0});
        items.push_back({"CPU", juce::String(load).paddedLeft(' ', 3) + " %", load > 80});
    }
    if (items == items_) return;
    items_ = std::move(items);
    juce::String spoken;
    for (const auto& item : items_)
        spoken << item.label << " " << item.value << ", ";
    setTitle(spoken);
    repaint();
}

void StatusBar::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& colours = style.colours();
    g.fillAll(colours.card);
    auto area = getLocalBounds();
    g.setColour(colours.outline);
    g.fillRect(area.removeFromTop(1));
    area.reduce(metrics::margin, 0);

    const auto labelFont = style.font(ui::Face::regular, metrics::captionSize);
    const auto valueFont = style.font(ui::Face::mono, metrics::captionSize);
    const auto width = [](const juce::Font& font, const juce::String& text) {
        return text.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(font, text))) + 1;
    };
    // Figures from the right, each at its width; the device gets what is left.
    for (std::size_t i = items_.size(); i-- > 0;) {
        const Item& item = items_[i];
        const int labelWidth = width(labelFont, item.label) + (item.label.isEmpty() ? 0 : 8);
        const bool isDevice = i == 0;
        auto slot = isDevice ? area : area.removeFromRight(labelWidth + width(valueFont, item.value));
        ui::drawText(g, labelFont, colours.textMuted, item.label, slot.removeFromLeft(labelWidth),
                     juce::Justification::centredLeft);
        ui::drawText(g, isDevice ? style.font(ui::Face::medium, metrics::captionSize) : valueFont,
                     item.warns ? colours.overload : colours.text, item.value, slot, juce::Justification::centredLeft);
        area.removeFromRight(28);
    }
}

} // namespace phonostage::app
