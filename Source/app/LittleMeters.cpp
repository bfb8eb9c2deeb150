// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/LittleMeters.h"

#include "ui/controls/SpokenValue.h"
#include "ui/text/LevelText.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int barLeft = 14, barHeight = 6, rowHeight = 12;
constexpr int barWidth = LittleMeters::width - barLeft - 2;
constexpr std::size_t heldColumns = 16; ///< 0.8 s of a peak

double decibels(double factor) { return factor > 0.0 ? 20.0 * std::log10(factor) : -200.0; }

int pixelsOf(double dbfs) {
    const double part = (dbfs - LittleMeters::bottomDbfs) / (LittleMeters::topDbfs - LittleMeters::bottomDbfs);
    return static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * barWidth));
}

} // namespace

LittleMeters::LittleMeters() {
    setTitle("Input level");
    setTooltip("Level of the input, left and right, from -60 dB to full scale: the red mark.");
    setMouseClickGrabsKeyboardFocus(false);
}

void LittleMeters::show(const SideHistory& history, bool isOn) {
    std::array<Bar, 2> bars{};
    const auto& columns = history.recent();
    if (isOn && !columns.empty()) {
        for (std::size_t side = 0; side < 2; ++side) {
            float peak = 0.0F, squares = 0.0F;
            const std::size_t held = std::min(columns.size(), heldColumns);
            for (std::size_t i = columns.size() - held; i < columns.size(); ++i)
                peak = std::max(peak, columns[i].peak[side]);
            const std::size_t averaged = std::min<std::size_t>(columns.size(), 6);
            for (std::size_t i = columns.size() - averaged; i < columns.size(); ++i)
                squares += columns[i].rms[side] * columns[i].rms[side] / static_cast<float>(averaged);
            peaks_[side] = decibels(static_cast<double>(peak));
            // A sine reads the same on both.
            const double rms = decibels(static_cast<double>(std::sqrt(squares)) * std::sqrt(2.0));
            bars[side] = {pixelsOf(rms), pixelsOf(peaks_[side]), peaks_[side] > -0.01};
        }
    }
    if (bars == bars_ && isOn == isOn_) return;
    bars_ = bars;
    isOn_ = isOn;
    repaint();
}

void LittleMeters::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    const int top = (getHeight() - 2 * rowHeight) / 2;
    for (std::size_t side = 0; side < 2; ++side) {
        const int y = top + static_cast<int>(side) * rowHeight;
        ui::drawText(g, style.font(ui::Face::medium, metrics::tickSize), c.textMuted, side == 0 ? "L" : "R",
                     {0, y, barLeft, rowHeight}, juce::Justification::centredLeft);
        const auto bar = juce::Rectangle<int>(barLeft, y + (rowHeight - barHeight) / 2, barWidth, barHeight);
        g.setColour(c.well);
        g.fillRect(bar);
        g.setColour(c.levelFaint);
        g.fillRect(bar.withWidth(bars_[side].peak));
        g.setColour(c.level);
        g.fillRect(bar.withWidth(bars_[side].rms));
        if (bars_[side].peak > 1) {
            g.setColour(bars_[side].isOver ? c.overload : c.peak);
            g.fillRect(bar.getX() + bars_[side].peak - 1, bar.getY() - 1, 2, barHeight + 2);
        }
        g.setColour(c.overload);
        g.fillRect(bar.getX() + pixelsOf(0.0), bar.getY() - 2, 1, barHeight + 4);
    }
}

std::unique_ptr<juce::AccessibilityHandler> LittleMeters::createAccessibilityHandler() {
    const auto text = [this] {
        if (!isOn_) return juce::String("off");
        return "left " + ui::decibelText(peaks_[0]) + ", right " + ui::decibelText(peaks_[1]) + " dBFS";
    };
    return ui::spokenAs(*this, juce::AccessibilityRole::label, std::make_unique<ui::SpokenValue>(text));
}

} // namespace phonostage::app
