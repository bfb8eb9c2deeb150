// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Backdrop.h"

#include "ui/look/Style.h"

#include <algorithm>

namespace phonostage::ui {

Backdrop::Backdrop() {
    setOpaque(true);
    setBufferedToImage(true);
    setInterceptsMouseClicks(false, false);
    setAccessible(false);
}

void Backdrop::add(Panel& panel) {
    panels_.push_back(&panel);
    panel.onStaticChange = [this, &panel](juce::Rectangle<int> area) { repaint(area + panel.getPosition()); };
}

void Backdrop::remove(Panel& panel) {
    panels_.erase(std::remove(panels_.begin(), panels_.end(), &panel), panels_.end());
    panel.onStaticChange = nullptr;
}

void Backdrop::paint(juce::Graphics& g) {
    g.fillAll(Style::of(*this).colours().background);
    for (auto* panel : panels_) {
        if (!g.clipRegionIntersects(panel->getBounds())) continue;
        const juce::Graphics::ScopedSaveState state(g);
        g.reduceClipRegion(panel->getBounds());
        g.setOrigin(panel->getPosition());
        panel->paintStatic(g);
    }
}

void drawCard(juce::Graphics& g, const juce::Component& panel) {
    g.setColour(Style::of(panel).colours().card);
    g.fillRoundedRectangle(panel.getLocalBounds().toFloat(), metrics::cardRadius);
}

} // namespace phonostage::ui
