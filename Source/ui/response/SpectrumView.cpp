// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/SpectrumView.h"

#include "ui/look/Style.h"

#include <algorithm>
#include <cmath>

namespace phonostage::ui {

SpectrumView::SpectrumView() {
    setInterceptsMouseClicks(false, false);
    setAccessible(false);
}

void SpectrumView::clear() {
    for (auto* trace : {&before_, &after_}) {
        trace->model.clear();
        trace->heights.fill(static_cast<float>(getHeight()));
    }
    repaint();
}

namespace {

double levelAt(const SpectrumModel& model, const ResponseAxes& axes, double frequencyHz) {
    const double place = std::log(frequencyHz / axes.minHz) / std::log(axes.maxHz / axes.minHz);
    const double point = std::round(place * static_cast<double>(SpectrumModel::points - 1));
    const auto& levels = model.levelsDb();
    if (levels.empty()) return SpectrumModel::floorDb;
    return levels[static_cast<std::size_t>(std::clamp(point, 0.0, static_cast<double>(levels.size() - 1)))];
}

} // namespace

double SpectrumView::inputDb(const ResponseAxes& axes, double frequencyHz) const {
    return levelAt(before_.model, axes, frequencyHz);
}

double SpectrumView::outputDb(const ResponseAxes& axes, double frequencyHz) const {
    return levelAt(after_.model, axes, frequencyHz);
}

float SpectrumView::xOf(std::size_t point) const {
    return static_cast<float>(point) * static_cast<float>(getWidth()) / static_cast<float>(SpectrumModel::points - 1);
}

void SpectrumView::poll(const plugin::SpectrumTap& tap, const ResponseAxes& axes, double rateHz,
                        double elapsedSeconds) {
    waitedSeconds_ += elapsedSeconds;
    skip_ = !skip_;
    if (skip_) return;
    for (auto* trace : {&before_, &after_})
        trace->model.setRange(rateHz, axes.minHz, axes.maxHz);
    // Old frames say nothing new: with the sound stopped, the spectrum falls.
    if (tap.read(SpectrumModel::frames, frames_) && frames_.end != end_) {
        end_ = frames_.end;
        before_.model.add(frames_.input[0], frames_.input[1], waitedSeconds_);
        after_.model.add(frames_.output[0], frames_.output[1], waitedSeconds_);
    } else {
        before_.model.fall(waitedSeconds_);
        after_.model.fall(waitedSeconds_);
    }
    waitedSeconds_ = 0.0;
    juce::Rectangle<float> changed;
    follow(before_, changed);
    follow(after_, changed);
    if (!changed.isEmpty()) repaint(changed.expanded(2.0f).getSmallestIntegerContainer());
}

void SpectrumView::follow(Trace& trace, juce::Rectangle<float>& changed) const {
    const auto bottom = static_cast<float>(getHeight());
    const auto& levels = trace.model.levelsDb();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const float exact = static_cast<float>(-levels[i] / rangeDb) * bottom;
        const float height = std::clamp(std::round(2.0f * exact) / 2.0f, 0.0f, bottom);
        const float old = trace.heights[i];
        if (std::abs(height - old) < 0.25f) continue;
        trace.heights[i] = height;
        // The lines to both neighbours move as well, but stay between their ends.
        float top = std::min(height, old), foot = std::max(height, old);
        for (const auto other : {i > 0 ? i - 1 : i, std::min(i + 1, levels.size() - 1)}) {
            top = std::min(top, trace.heights[other]);
            foot = std::max(foot, trace.heights[other]);
        }
        const auto area = juce::Rectangle<float>::leftTopRightBottom(
            xOf(i > 0 ? i - 1 : i), top, xOf(std::min(i + 1, levels.size() - 1)), foot + 0.5f);
        changed = changed.isEmpty() ? area : changed.getUnion(area);
    }
}

juce::Path SpectrumView::pathOf(const Trace& trace) const {
    juce::Path path;
    for (std::size_t i = 0; i < trace.heights.size(); ++i) {
        if (i == 0)
            path.startNewSubPath(0.0f, trace.heights[0]);
        else
            path.lineTo(xOf(i), trace.heights[i]);
    }
    return path;
}

void SpectrumView::paint(juce::Graphics& g) {
    const auto& c = Style::of(*this).colours();
    auto filled = pathOf(after_);
    filled.lineTo(static_cast<float>(getWidth()), static_cast<float>(getHeight()));
    filled.lineTo(0.0f, static_cast<float>(getHeight()));
    filled.closeSubPath();
    g.setColour(c.level.withAlpha(0.22f));
    g.fillPath(filled);
    g.setColour(c.reference.withAlpha(0.75f));
    g.strokePath(pathOf(before_), juce::PathStrokeType(1.25f));
}

} // namespace phonostage::ui
