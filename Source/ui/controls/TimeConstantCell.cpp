// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/TimeConstantCell.h"

#include "ui/text/LevelText.h"

namespace phonostage::ui {

TimeConstantCell::TimeConstantCell(plugin::Processor& processor, const juce::String& caption, params::Id on,
                                   params::Id value)
    : caption_(caption), on_(processor, on, Switch::Look::bareSlider), value_(processor, value) {
    addChildComponent(on_);
    addChildComponent(value_);
}

void TimeConstantCell::show(std::optional<double> seconds, bool isCustom) {
    if (seconds == seconds_ && isCustom == isCustom_) return;
    seconds_ = seconds;
    isCustom_ = isCustom;
    on_.setVisible(isCustom);
    value_.setVisible(isCustom);
    setTooltip(isCustom ? juce::String() : juce::String("Set by the record curve. Choose Custom to change it."));
    repaint();
}

void TimeConstantCell::poll(const Tick& tick) {
    on_.poll(tick);
    value_.poll(tick);
    value_.setEnabled(on_.link().isOn());
}

void TimeConstantCell::resized() {
    auto area = getLocalBounds();
    value_.setBounds(area.removeFromBottom(metrics::fieldHeight));
    on_.setBounds(area.removeFromTop(14).removeFromRight(24).translated(0, 1));
}

void TimeConstantCell::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto area = getLocalBounds();
    drawText(g, style.font(Face::regular, metrics::tickSize), c.textMuted, caption_,
             area.removeFromTop(metrics::captionHeight), juce::Justification::centredLeft);
    if (isCustom_) return;
    const auto box = area.removeFromBottom(metrics::fieldHeight);
    // No field round it: it is read, not set.
    drawText(g, style.font(Face::mono, metrics::captionSize), c.textMuted, timeConstantText(seconds_.value_or(0.0)),
             box.reduced(4, 0), juce::Justification::centred);
}

} // namespace phonostage::ui
