// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/OverviewCard.h"

#include "Compat.h"
#include "ui/controls/SpokenValue.h"
#include "ui/text/Utf8.h"

#include <array>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int edge = 16, railTop = 8, railHeight = 20, ticksHeight = 24;

using ui::fromUtf8;

} // namespace

OverviewCard::OverviewCard(TracksModel& model) : Card("Side"), model_(model) { setComponentID("side_overview"); }

void OverviewCard::resized() {
    auto area = getLocalBounds().reduced(edge, 0);
    area.removeFromTop(railTop);
    rail_ = area.removeFromTop(railHeight);
    area.removeFromTop(4);
    wave_.area = area.withTrimmedBottom(ticksHeight);
    forget();
}

void OverviewCard::forget() {
    image_ = {};
    repaint();
}

void OverviewCard::show(std::optional<double> playing) {
    const bool isNew = model_.version() != version_;
    const double part = model_.isReading() ? std::floor(model_.readPart() * 100.0) : -1.0;
    if (isNew) {
        version_ = model_.version();
        image_ = {};
    }
    if (!isNew && playing == playing_ && std::abs(part - readPart_) < 0.5) return;
    playing_ = playing;
    readPart_ = part;
    repaint();
}

double OverviewCard::secondsOf(std::size_t boundary) const {
    if (dragged_ == boundary) return draggedTo_;
    return static_cast<double>(model_.edits().boundary(boundary).frame) / model_.edits().sampleRateHz();
}

std::optional<std::size_t> OverviewCard::boundaryAt(int x) const {
    std::optional<std::size_t> best;
    float nearest = 14.0F; // caught in 28 x 28
    for (std::size_t i = 0; i < model_.edits().boundaries(); ++i) {
        const float distance = std::abs(wave_.xOf(secondsOf(i)) - static_cast<float>(x));
        // Of two that lie close the chosen one is moved.
        if (distance > nearest || (distance > nearest - 1.0F && best == model_.selected())) continue;
        nearest = distance;
        best = i;
    }
    return best;
}

void OverviewCard::mouseDown(const juce::MouseEvent& event) {
    if (!model_.isOpen() || model_.overview() == nullptr) return;
    if (rail_.contains(event.getPosition())) {
        const double at = wave_.secondsAt(event.x);
        for (std::size_t i = 0; i + 1 < model_.edits().boundaries(); ++i)
            if (at >= secondsOf(i) && at < secondsOf(i + 1)) model_.select(i);
        return;
    }
    const auto hit = boundaryAt(event.x);
    if (hit) {
        model_.select(hit);
        draggedTo_ = secondsOf(*hit);
        dragged_ = hit;
    } else if (onPlace) {
        onPlace(std::clamp(wave_.secondsAt(event.x), 0.0, wave_.to));
    }
}

void OverviewCard::mouseDrag(const juce::MouseEvent& event) {
    if (!dragged_ || event.getDistanceFromDragStart() < 3) return;
    draggedTo_ = std::clamp(wave_.secondsAt(event.x), 0.0, wave_.to);
    repaint();
}

void OverviewCard::mouseUp(const juce::MouseEvent& event) {
    if (!dragged_) return;
    const auto moved = *std::exchange(dragged_, std::nullopt);
    if (event.getDistanceFromDragStart() >= 3)
        model_.moveTo(moved, std::llround(draggedTo_ * model_.edits().sampleRateHz()));
    repaint();
}

void OverviewCard::mouseMove(const juce::MouseEvent& event) {
    const bool isCut = wave_.area.contains(event.getPosition()) && boundaryAt(event.x);
    setMouseCursor(isCut ? juce::MouseCursor::LeftRightResizeCursor : juce::MouseCursor::NormalCursor);
}

/** The levels alone: they change with the file, the size and the theme. */
void OverviewCard::drawImage(const ui::Style& style) {
    const auto& c = style.colours();
    image_ = juce::Image(juce::Image::RGB, std::max(1, wave_.area.getWidth() * 2),
                         std::max(1, wave_.area.getHeight() * 2), false);
    juce::Graphics g(image_);
    g.addTransform(juce::AffineTransform::translation(static_cast<float>(-wave_.area.getX()),
                                                      static_cast<float>(-wave_.area.getY()))
                       .scaled(2.0F));
    g.setColour(c.well);
    g.fillRect(wave_.area);
    if (const auto* overview = model_.overview()) wave_.paintSum(g, c, *overview);
}

void OverviewCard::paintRail(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    for (std::size_t i = 0; i + 1 < model_.edits().boundaries(); ++i) {
        const auto box = juce::Rectangle<float>::leftTopRightBottom(
            wave_.xOf(secondsOf(i)) + 1.0F, static_cast<float>(rail_.getY()), wave_.xOf(secondsOf(i + 1)) - 1.0F,
            static_cast<float>(rail_.getBottom()));
        const bool isChosen = model_.selected() == i;
        g.setColour(isChosen ? c.card.overlaidWith(c.line.withAlpha(0.2F)) : c.raised);
        g.fillRoundedRectangle(box, 4.0F);
        if (isChosen) {
            g.setColour(c.line);
            g.drawRoundedRectangle(box.reduced(0.5F), 4.0F, 1.0F);
        }
        auto words = box.toNearestInt().reduced(8, 0);
        const auto font = style.font(ui::Face::medium, metrics::captionSize);
        const auto number = fromUtf8(model_.position(i));
        const int width = static_cast<int>(std::ceil(compat::textWidth(font, number)));
        if (words.getWidth() < width) continue;
        ui::drawText(g, font, isChosen ? c.accent : c.textMuted, number, words.removeFromLeft(width + 8),
                     juce::Justification::centredLeft);
        if (words.getWidth() > 20)
            ui::drawText(g, font, isChosen ? c.text : c.textMuted, fromUtf8(model_.titleOf(i)), words,
                         juce::Justification::centredLeft);
    }
}

void OverviewCard::paintBoundaries(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const auto count = model_.edits().boundaries();
    const auto area = wave_.area.toFloat();
    if (count > 0) {
        // Outside of the tracks.
        g.setColour(c.card.withAlpha(0.6F));
        g.fillRect(area.withRight(wave_.xOf(secondsOf(0))));
        g.fillRect(area.withLeft(wave_.xOf(secondsOf(count - 1))));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto boundary = model_.edits().boundary(i);
        const float x = wave_.xOf(secondsOf(i));
        const bool isChosen = model_.selected() == i;
        g.setColour(isChosen ? c.line : c.text);
        const float top = static_cast<float>(rail_.getY());
        if (boundary.isSure) {
            g.fillRect(x - (isChosen ? 1.0F : 0.5F), top, isChosen ? 2.0F : 1.5F, area.getBottom() - top);
        } else {
            const std::array<float, 2> dashes{4.0F, 3.0F};
            g.drawDashedLine({x, top, x, area.getBottom()}, dashes.data(), 2, isChosen ? 2.0F : 1.5F);
            drawSign(g, c, {x, area.getCentreY()}, 16.0F, false);
        }
    }
    if (playing_) {
        g.setColour(c.text);
        g.fillRect(wave_.xOf(*playing_) - 1.0F, area.getY() - 2.0F, 2.0F, area.getHeight() + 4.0F);
    }
}

void OverviewCard::paintTicks(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const double span = wave_.to - wave_.from;
    double step = 10.0;
    for (const double each : {10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0})
        if (span / (step = each) <= 12.0) break;
    for (double at = 0.0; at <= span; at += step) {
        const int x = static_cast<int>(wave_.xOf(at));
        const bool isFirst = at <= 0.0;
        const auto box = juce::Rectangle<int>(isFirst ? x : x - 30, wave_.area.getBottom() + 4, 60, 16);
        if (box.getRight() > getWidth()) break;
        ui::drawText(g, style.font(ui::Face::mono, metrics::tickSize), c.textMuted, trackTime(at, false), box,
                     isFirst ? juce::Justification::centredLeft : juce::Justification::centred);
    }
}

void OverviewCard::paintEmpty(juce::Graphics& g, const ui::Style& style) const {
    const auto& c = style.colours();
    const bool isReading = model_.isReading();
    const auto text = isReading
                          ? "Reading the side: " + juce::String(static_cast<int>(model_.readPart() * 100.0)) + " %"
                          : juce::String("Nothing open yet. Record a side, or drop a sound file here.");
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted, text, getLocalBounds(),
                 juce::Justification::centred);
    if (!isReading) return;
    auto bar = getLocalBounds().withSizeKeepingCentre(320, 6).translated(0, 26);
    g.setColour(c.well);
    g.fillRoundedRectangle(bar.toFloat(), 3.0F);
    g.setColour(c.line);
    g.fillRoundedRectangle(bar.withWidth(static_cast<int>(bar.getWidth() * model_.readPart())).toFloat(), 3.0F);
}

void OverviewCard::paint(juce::Graphics& g) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    g.setColour(c.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), metrics::cardRadius);
    const auto* overview = model_.overview();
    if (!model_.isOpen() || overview == nullptr || wave_.area.isEmpty()) {
        paintEmpty(g, style);
        return;
    }
    wave_.from = 0.0;
    wave_.to = std::max(1.0, overview->seconds());
    if (!image_.isValid()) drawImage(style);
    g.drawImage(image_, wave_.area.toFloat());
    paintRail(g, style);
    paintBoundaries(g, style);
    paintTicks(g, style);
}

std::unique_ptr<juce::AccessibilityHandler> OverviewCard::createAccessibilityHandler() {
    const auto text = [this] {
        if (!model_.isOpen()) return juce::String("nothing open");
        const auto tracks = model_.edits().tracks().size();
        std::size_t unsure = 0;
        for (std::size_t i = 1; i < tracks; ++i)
            if (!model_.edits().boundary(i).isSure) ++unsure;
        return juce::String(static_cast<int>(tracks)) + " tracks, " + juce::String(static_cast<int>(unsure)) +
               " cuts not sure";
    };
    return ui::spokenAs(*this, juce::AccessibilityRole::image, std::make_unique<ui::SpokenValue>(text));
}

} // namespace phonostage::app
