// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/AlsoPart.h"

#include "Compat.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

AlsoPart::AlsoPart() {
    setName("All that is looked for");
    setTitle("All that is looked for");
    setInterceptsMouseClicks(false, false);
}

void AlsoPart::show(std::vector<Item> items) {
    if (items == items_) return;
    items_ = std::move(items);
    juce::String spoken;
    for (const auto& item : items_)
        spoken << item.name << ": "
               << (item.state == SignKind::good   ? "not found"
                   : item.state == SignKind::open ? "not heard yet"
                                                  : "found")
               << ". ";
    setDescription(spoken);
    repaint();
}

void AlsoPart::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    constexpr int edge = 24, columns = 4, headHeight = 46;
    const auto heading = style.font(Face::semibold, metrics::headingSize);
    drawText(g, heading, c.text, "All that is looked for", {edge, 12, getWidth() - 2 * edge, 22},
             juce::Justification::centredLeft);
    const auto count = [&](SignKind state) {
        return std::count_if(items_.begin(), items_.end(), [state](const Item& item) { return item.state == state; });
    };
    const auto clear = count(SignKind::good), open = count(SignKind::open);
    juce::String remark;
    if (open < static_cast<std::ptrdiff_t>(items_.size()))
        remark << static_cast<int>(clear) << " not found"
               << (open > 0 ? ", " + juce::String(static_cast<int>(open)) + " not heard yet" : juce::String());
    drawText(g, style.font(Face::regular, metrics::captionSize), c.textMuted, remark,
             {edge, 13, getWidth() - 2 * edge, 22}, juce::Justification::centredRight);
    const int rows = (static_cast<int>(items_.size()) + columns - 1) / columns;
    if (rows == 0) return;
    const int rowHeight = std::min(24, (getHeight() - headHeight - 10) / rows);
    const int width = (getWidth() - 2 * edge) / columns;
    const auto font = style.font(Face::regular, metrics::captionSize);
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const auto& item = items_[i];
        const int x = edge + static_cast<int>(i) / rows * width,
                  y = headHeight + static_cast<int>(i) % rows * rowHeight;
        drawCheckSign(g, c, {static_cast<float>(x) + 7.0F, static_cast<float>(y + rowHeight / 2)}, 14.0F, item.state);
        g.setColour(item.state == SignKind::wrong ? c.overload : item.state == SignKind::open ? c.textMuted : c.text);
        g.setFont(font);
        g.drawFittedText(item.name, {x + 20, y, width - 24, rowHeight}, juce::Justification::centredLeft, 1, 0.85F);
    }
}

} // namespace phonostage::ui
