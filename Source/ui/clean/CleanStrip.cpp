// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clean/CleanStrip.h"

#include "ui/controls/SpokenValue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int laneGap = 4;
constexpr float quietestScale = 2e-5f; ///< volts: what is softer than a moving coil's noise is drawn as silence
constexpr double loudShare = 0.98;     ///< of the columns are no louder than what sets the scale: clicks do not
constexpr float headroom = 1.3f;
constexpr float lowerFrom = 0.7f; ///< a scale that is larger than needed stays so far down
constexpr float step = 1.0f / 32.0f;

/** In the lane, in steps that can be seen. */
float placed(float volts, float scale) { return std::clamp(std::round(volts / scale / step) * step, -1.0f, 1.0f); }

} // namespace

CleanStrip::CleanStrip() {
    setComponentID("clean_strip");
    setName("Sound and what is removed");
    setTitle("Sound and what is removed");
    const juce::String help = "The last 8 seconds before the curve, and on the same scale what is taken out of them.";
    setDescription(help);
    setTooltip(help);
}

juce::Rectangle<int> CleanStrip::lane(int index) const {
    const int height = (getHeight() - laneGap) / 2;
    return {0, index * (height + laneGap), getWidth(), height};
}

void CleanStrip::resized() { repaint(); }

void CleanStrip::poll(const dsp::CleanTrace& trace, const juce::String& spoken) {
    spoken_ = spoken;
    const auto before = number_;
    const auto count = trace.read(columns_, number_);
    if (number_ == before && count == sound_.low.size()) return;
    follow(count);
}

void CleanStrip::follow(std::size_t count) {
    std::vector<float> peaks;
    peaks.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        peaks.push_back(std::max(std::abs(columns_[i].soundLow), std::abs(columns_[i].soundHigh)));
    float wanted = quietestScale;
    if (count > 0) {
        const auto at = peaks.begin() + static_cast<std::ptrdiff_t>(loudShare * static_cast<double>(count - 1));
        std::nth_element(peaks.begin(), at, peaks.end());
        wanted = std::max(quietestScale, headroom * *at);
    }
    if (wanted > scaleVolts_ || wanted < lowerFrom * scaleVolts_) scaleVolts_ = wanted;

    Lane sound, removed;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& column = columns_[i];
        sound.low.push_back(placed(column.soundLow, scaleVolts_));
        sound.high.push_back(placed(column.soundHigh, scaleVolts_));
        removed.low.push_back(placed(column.removedLow, scaleVolts_));
        removed.high.push_back(placed(column.removedHigh, scaleVolts_));
    }
    if (sound == sound_ && removed == removed_) return;
    if (!(sound == sound_)) repaint(lane(0));
    if (!(removed == removed_)) repaint(lane(1));
    sound_ = std::move(sound);
    removed_ = std::move(removed);
}

juce::Path CleanStrip::pathOf(const Lane& lane, juce::Rectangle<float> area) const {
    juce::Path path;
    const auto count = lane.low.size();
    if (count == 0) return path;
    const float width = area.getWidth() / static_cast<float>(dsp::CleanTrace::columns);
    const float half = 0.5f * area.getHeight(), middle = area.getCentreY();
    const auto xOf = [&](std::size_t i) { return area.getRight() - (static_cast<float>(count - i) - 0.5f) * width; };
    // Half a unit either side: silence is a line.
    path.startNewSubPath(xOf(0), middle - half * lane.high[0] - 0.5f);
    for (std::size_t i = 1; i < count; ++i)
        path.lineTo(xOf(i), middle - half * lane.high[i] - 0.5f);
    for (std::size_t i = count; i-- > 0;)
        path.lineTo(xOf(i), middle - half * lane.low[i] + 0.5f);
    path.closeSubPath();
    return path;
}

void CleanStrip::paint(juce::Graphics& g) {
    const auto& c = Style::of(*this).colours();
    const auto draw = [&](int index, const Lane& lane, juce::Colour colour) {
        const auto area = this->lane(index);
        if (!g.clipRegionIntersects(area)) return;
        g.setColour(c.well);
        g.fillRect(area);
        g.setColour(c.gridStrong);
        g.fillRect(area.withSizeKeepingCentre(area.getWidth(), 1));
        const juce::Graphics::ScopedSaveState state(g);
        g.reduceClipRegion(area);
        g.setColour(colour);
        g.fillPath(pathOf(lane, area.toFloat()));
        g.setColour(c.text);
        g.fillRect(area.toFloat().removeFromRight(1.5f));
    };
    draw(0, sound_, c.level);
    draw(1, removed_, c.reference);
}

std::unique_ptr<juce::AccessibilityHandler> CleanStrip::createAccessibilityHandler() {
    return spokenAs(*this, juce::AccessibilityRole::image, std::make_unique<SpokenValue>([this] { return spoken_; }));
}

} // namespace phonostage::ui
