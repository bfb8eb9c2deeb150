// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PageHeader.h"

#include "Compat.h"

#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

void PageHeader::showRate(const juce::String& rate) {
    if (rate == rate_) return;
    rate_ = rate;
    repaint();
}

void PageHeader::showRemark(const juce::String& remark, int left, int right) {
    remark_ = remark;
    remarkLeft_ = left;
    remarkRight_ = right;
    repaint();
}

void PageHeader::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    auto row = getLocalBounds();
    if (remark_.isNotEmpty()) row.setRight(remarkLeft_);
    const auto title = style.font(ui::Face::semibold, metrics::titleSize);
    ui::drawText(g, title, c.text, "Phonostage", row, juce::Justification::centredLeft);
    row.removeFromLeft(static_cast<int>(std::ceil(compat::textWidth(title, "Phonostage"))) + 10);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, rate_, row.translated(0, 2),
                 juce::Justification::centredLeft);
    const auto body = style.font(ui::Face::regular, metrics::bodySize);
    if (compat::textWidth(body, remark_) > static_cast<float>(remarkRight_ - remarkLeft_)) return;
    ui::drawText(g, body, c.textMuted, remark_, getLocalBounds().withLeft(remarkLeft_),
                 juce::Justification::centredLeft);
}

} // namespace phonostage::app
