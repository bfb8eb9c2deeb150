// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/MeterBar.h"

#include "ui/controls/SpokenValue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr double peakLineUnits = 2.0;
constexpr double capUnits = 6.0;
constexpr double steadyRows = 0.75;

} // namespace

void drawDashes(juce::Graphics& g, float left, float right, float y) {
    constexpr float dash = 3.0f;
    constexpr float pitch = 5.0f;
    const int dashes = static_cast<int>(std::ceil((right - left) / pitch));
    for (int i = 0; i < dashes; ++i) {
        const float x = left + static_cast<float>(i) * pitch;
        g.fillRect(juce::Rectangle<float>(x, y, std::min(dash, right - x), 1.0f));
    }
}

MeterBar::MeterBar(MeterEnd end, const juce::String& id, const juce::String& name) : end_(end) {
    setComponentID(id);
    setName(name);
    setTitle(name);
    setInterceptsMouseClicks(false, false);
}

void MeterBar::setScale(const MeterScale& scale, double fullScaleDbv) {
    scale_ = scale;
    fullScaleDbv_ = fullScaleDbv;
    update(true);
}

void MeterBar::setPixelsPerUnit(double pixelsPerUnit) {
    pixelsPerUnit_ = pixelsPerUnit;
    update(true);
}

int MeterBar::rowOf(double dbv, int before) const {
    const double row = scale_.proportionOf(dbv) * getHeight() * pixelsPerUnit_;
    return std::abs(row - before) < steadyRows ? before : static_cast<int>(std::lround(row));
}

void MeterBar::repaintRows(int from, int to) {
    if (from > to) std::swap(from, to);
    const int top = static_cast<int>(std::floor(from / pixelsPerUnit_));
    const int bottom = static_cast<int>(std::ceil(to / pixelsPerUnit_));
    repaint(0, top, getWidth(), std::max(1, bottom - top));
}

void MeterBar::setMarks(std::vector<double> dbvs) {
    marks_ = std::move(dbvs);
    repaint();
}

void MeterBar::show(const ChannelReading& reading) {
    reading_ = reading;
    update(false);
}

void MeterBar::update(bool all) {
    const int rms = rowOf(dbvOfRms(reading_.rmsVolts), all ? -2 : rmsRow_);
    const double peakDbv = dbvOfPeak(reading_.peakVolts);
    const int peak = rowOf(peakDbv, all ? -2 : peakRow_);
    const bool over = peakDbv > fullScaleDbv_ - 0.01;
    const int line = static_cast<int>(std::ceil(capUnits * pixelsPerUnit_));
    if (all) {
        repaint();
    } else {
        if (rms != rmsRow_) repaintRows(rms, rmsRow_);
        if (peak != peakRow_) repaintRows(std::min(peak, peakRow_), std::max(peak, peakRow_) + line);
        if (over != over_) repaintRows(peak, peak + line);
    }
    rmsRow_ = rms;
    peakRow_ = peak;
    over_ = over;
}

void MeterBar::paint(juce::Graphics& g) {
    const auto& c = Style::of(*this).colours();
    const auto width = static_cast<float>(getWidth());
    const auto bottom = static_cast<float>(getHeight());
    const float rms = unitsOf(rmsRow_);
    const float peak = unitsOf(peakRow_);
    if (peak < rms) {
        g.setColour(c.levelFaint);
        g.fillRect(0.0f, peak, width, rms - peak);
    }
    if (rms < bottom) {
        g.setColour(c.level);
        g.fillRect(0.0f, rms, width, bottom - rms);
    }
    g.setColour(c.onLevel);
    for (const double mark : marks_) {
        const auto y = static_cast<float>(std::round(scale_.proportionOf(mark) * getHeight()));
        if (y > peak) drawDashes(g, 0.0f, width, y);
    }
    if (!(peak < bottom)) return;
    if (over_) return paintCap(g, peak);
    g.setColour(c.peak);
    g.fillRect(0.0f, peak, width, static_cast<float>(peakLineUnits));
}

void MeterBar::paintCap(juce::Graphics& g, float y) const {
    const auto& c = Style::of(*this).colours();
    const juce::Rectangle<float> cap(0.0f, y, static_cast<float>(getWidth()), static_cast<float>(capUnits));
    if (end_ == MeterEnd::input) {
        g.setColour(c.overload);
        g.fillRect(cap);
    } else {
        g.setColour(c.well);
        g.fillRect(cap);
        g.setColour(c.clip);
        g.drawRect(cap, 2.0f);
    }
}

std::unique_ptr<juce::AccessibilityHandler> MeterBar::createAccessibilityHandler() {
    const auto say = [this] {
        const auto text = [this](double dbv) { return levelText(unit_, dbv, fullScaleDbv_) + " " + unitName(unit_); };
        return "rms " + text(dbvOfRms(reading_.rmsVolts)) + ", peak " + text(dbvOfPeak(reading_.peakVolts)) +
               ", highest " + text(dbvOfPeak(reading_.holdVolts));
    };
    return spokenAs(*this, juce::AccessibilityRole::staticText, std::make_unique<SpokenValue>(say));
}

} // namespace phonostage::ui
