// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/check/HookupSketch.h"

#include "Compat.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace phonostage::ui {
namespace {

using Point = juce::Point<float>;
using Area = juce::Rectangle<float>;

constexpr float strokeWidth = 1.5F;
constexpr float pi = juce::MathConstants<float>::pi;

juce::Justification placeOf(HookupSketch::Align align) {
    return align == HookupSketch::Align::left     ? juce::Justification::centredLeft
           : align == HookupSketch::Align::centre ? juce::Justification::centred
                                                  : juce::Justification::centredRight;
}

juce::PathStrokeType roundStroke(float width) {
    return {width, juce::PathStrokeType::curved, juce::PathStrokeType::rounded};
}

} // namespace

HookupSketch::HookupSketch(juce::Graphics& g, const Style& style, Area area)
    : g_(g), style_(style), c_(style.colours()), origin_(area.getPosition()),
      scale_(std::min({area.getWidth() / width, area.getHeight() / height, 1.4F})) {}

juce::Colour HookupSketch::colour(Tone tone) const {
    switch (tone) {
    case Tone::plain:
        return c_.text;
    case Tone::quiet:
        return c_.textMuted;
    case Tone::wrong:
        return c_.overload;
    case Tone::right:
        return c_.level;
    case Tone::marked:
        return c_.reference;
    }
    return c_.text;
}

Point HookupSketch::at(Point point) const { return origin_ + point * scale_; }

Area HookupSketch::at(float x, float y, float wide, float high) const {
    return Area(wide, high)
        .withPosition(x, y)
        .transformedBy(juce::AffineTransform::scale(scale_).translated(origin_.x, origin_.y));
}

void HookupSketch::text(const juce::Font& font, juce::Colour colour, const juce::String& text, Area area,
                        juce::Justification where) const {
    g_.setColour(colour);
    g_.setFont(font);
    isCut_ = isCut_ || compat::textWidth(font, text) > area.getWidth() + 0.5F;
    g_.drawText(text, area, where, false);
}

void HookupSketch::stroke(const juce::Path& path, Tone tone, bool isDashed) const {
    g_.setColour(colour(tone));
    const float wide = strokeWidth * std::max(scale_, 0.8F);
    if (!isDashed) {
        g_.strokePath(path, roundStroke(wide));
        return;
    }
    const std::array<float, 2> dashes{4.0F * scale_, 3.0F * scale_};
    juce::Path dashed;
    juce::PathStrokeType(wide).createDashedStroke(dashed, path, dashes.data(), 2);
    g_.fillPath(dashed);
}

void HookupSketch::outline(Area area, Tone tone, float radius) const {
    g_.setColour(c_.raised);
    g_.fillRoundedRectangle(area, radius * scale_);
    g_.setColour(tone == Tone::plain ? c_.textMuted : colour(tone));
    g_.drawRoundedRectangle(area, radius * scale_, strokeWidth * std::max(scale_, 0.8F));
}

void HookupSketch::socket(Point centre, Tone tone) const {
    const auto middle = at(centre);
    const float radius = 8.0F * scale_;
    g_.setColour(c_.well);
    g_.fillEllipse(Area(2.0F * radius, 2.0F * radius).withCentre(middle));
    g_.setColour(tone == Tone::plain ? c_.textMuted : colour(tone));
    g_.drawEllipse(Area(2.0F * radius, 2.0F * radius).withCentre(middle), strokeWidth);
    g_.drawEllipse(Area(radius * 0.9F, radius * 0.9F).withCentre(middle), strokeWidth * 0.8F);
}

// ------------------------------------------------------------ things

void HookupSketch::turntable(float x, float y, Tone tone, bool isArmDown) const {
    outline(at(x, y, turntableWidth, turntableHeight), tone);
    const Point centre = at({x + 36.0F, y + 31.0F});
    const auto circle = [&](float size) { return Area(size * scale_, size * scale_).withCentre(centre); };
    const bool isRight = tone == Tone::right;
    g_.setColour(c_.well);
    g_.fillEllipse(circle(50.0F));
    g_.setColour(isRight ? c_.level : c_.textMuted);
    g_.drawEllipse(circle(50.0F), strokeWidth * scale_);
    g_.setColour(c_.gridStrong);
    g_.drawEllipse(circle(36.0F), scale_);
    g_.setColour(c_.levelFaint);
    g_.fillEllipse(circle(16.0F));
    g_.setColour(c_.text);
    g_.fillEllipse(circle(4.0F));
    // The arm, from its bearing to the groove or beside the record.
    const Point bearing{x + 78.0F, y + 14.0F}, elbow{x + (isArmDown ? 74.0F : 81.0F), y + 40.0F},
        head{x + (isArmDown ? 56.0F : 76.0F), y + (isArmDown ? 50.0F : 54.0F)};
    juce::Path arm;
    arm.startNewSubPath(at(bearing));
    arm.lineTo(at(elbow));
    arm.lineTo(at(head));
    stroke(arm, Tone::plain);
    const auto ring = Area(8.0F * scale_, 8.0F * scale_).withCentre(at(bearing));
    g_.setColour(c_.raised);
    g_.fillEllipse(ring);
    g_.setColour(c_.text);
    g_.drawEllipse(ring, strokeWidth);
}

void HookupSketch::box(Area area, const juce::String& title, const juce::String& detail, Tone tone) const {
    auto place = at(area.getX(), area.getY(), area.getWidth(), area.getHeight());
    outline(place, tone);
    const auto lines = place.withSizeKeepingCentre(place.getWidth(), 34.0F * scale_);
    text(style_.font(Face::medium, metrics::captionSize * scale_), c_.text, title,
         detail.isEmpty() ? place : lines.withHeight(17.0F * scale_), juce::Justification::centred);
    text(style_.font(Face::regular, metrics::tickSize * scale_), tone == Tone::wrong ? c_.overload : c_.textMuted,
         detail, lines.withTop(lines.getCentreY()), juce::Justification::centred);
}

void HookupSketch::knob(Point centre, float position, Tone tone, float size) const {
    const auto middle = at(centre);
    const auto circle = Area(size * scale_, size * scale_).withCentre(middle);
    g_.setColour(c_.well);
    g_.fillEllipse(circle);
    g_.setColour(tone == Tone::plain ? c_.textMuted : colour(tone));
    g_.drawEllipse(circle, strokeWidth);
    const float angle = position * 0.75F * pi;
    const Point direction{std::sin(angle), -std::cos(angle)};
    juce::Path hand;
    hand.startNewSubPath(middle + direction * (size * 0.10F * scale_));
    hand.lineTo(middle + direction * (size * 0.40F * scale_));
    stroke(hand, tone);
}

void HookupSketch::interfaceBox(float x, float y, float position, Tone knobTone) const {
    outline(at(x, y, 92.0F, 62.0F), Tone::plain);
    text(style_.font(Face::regular, metrics::tickSize * scale_), c_.text, "Interface",
         at(x + 10.0F, y + 4.0F, 72.0F, 18.0F), juce::Justification::centredLeft);
    for (const float across : {19.0F, 39.0F})
        socket({x + across, y + 40.0F}, Tone::plain);
    knob({x + 72.0F, y + 40.0F}, position, knobTone, 20.0F);
}

void HookupSketch::inputs(float x, float y, const juce::String& first, Tone firstTone, const juce::String& second,
                          Tone secondTone) const {
    outline(at(x, y, 126.0F, 72.0F), Tone::plain);
    const auto small = style_.font(Face::regular, metrics::tickSize * scale_);
    text(small, c_.text, "Interface", at(x + 10.0F, y + 3.0F, 106.0F, 16.0F), juce::Justification::centredRight);
    const auto row = [&](float down, const juce::String& what, Tone tone) {
        socket({x + 18.0F, y + down}, tone);
        text(small, tone == Tone::wrong ? c_.overload : c_.textMuted, what,
             at(x + 34.0F, y + down - 9.0F, 90.0F, 18.0F), juce::Justification::centredLeft);
    };
    row(firstInput, first, firstTone);
    row(secondInput, second, secondTone);
}

void HookupSketch::phone(float x, float y, Tone tone) const {
    outline(at(x, y, 36.0F, 62.0F), tone);
    g_.setColour(c_.well);
    g_.fillRect(at(x + 5.0F, y + 7.0F, 26.0F, 40.0F));
    g_.setColour(c_.textMuted);
    g_.fillEllipse(at(x + 15.5F, y + 51.0F, 5.0F, 5.0F));
}

void HookupSketch::selector(float x, float y, const juce::String& upper, const juce::String& lower, bool isUpper,
                            Tone tone) const {
    outline(at(x, y, 64.0F, 56.0F), tone);
    const auto name = [&](const juce::String& what, float down, bool isChosen) {
        text(style_.font(isChosen ? Face::semibold : Face::regular, metrics::tickSize * scale_),
             isChosen ? c_.text : c_.textMuted, what, at(x + 2.0F, y + down, 60.0F, 16.0F),
             juce::Justification::centred);
    };
    name(upper, 3.0F, isUpper);
    name(lower, 37.0F, !isUpper);
    const auto slot = at(x + 20.0F, y + 22.0F, 24.0F, 12.0F);
    g_.setColour(c_.well);
    g_.fillRoundedRectangle(slot, 6.0F * scale_);
    g_.setColour(c_.textMuted);
    g_.drawRoundedRectangle(slot, 6.0F * scale_, 1.0F);
    g_.setColour(tone == Tone::plain ? c_.text : colour(tone));
    g_.fillEllipse(at(x + (isUpper ? 21.5F : 33.5F), y + 23.5F, 9.0F, 9.0F));
}

// ------------------------------------------------------------ what joins them

void HookupSketch::plug(Point left, int rings, Tone tone) const {
    outline(at(left.x, left.y - 7.0F, 24.0F, 14.0F), tone, 3.0F);
    const float from = left.x + 24.0F, tip = left.x + plugLength;
    juce::Path pin;
    pin.startNewSubPath(at({from, left.y - 4.0F}));
    pin.lineTo(at({tip - 6.0F, left.y - 4.0F}));
    pin.lineTo(at({tip, left.y}));
    pin.lineTo(at({tip - 6.0F, left.y + 4.0F}));
    pin.lineTo(at({from, left.y + 4.0F}));
    for (int i = 0; i < rings; ++i) {
        const float x = tip - 7.0F - 5.0F * static_cast<float>(i);
        pin.startNewSubPath(at({x, left.y - 4.0F}));
        pin.lineTo(at({x, left.y + 4.0F}));
    }
    stroke(pin, tone);
}

void HookupSketch::phonoPlug(Point left, Tone tone) const {
    outline(at(left.x, left.y - 6.0F, 18.0F, 12.0F), tone, 2.0F);
    outline(at(left.x + 18.0F, left.y - 3.5F, 8.0F, 7.0F), tone, 1.0F);
}

void HookupSketch::lead(Point from, Point to, Tone tone, bool isDashed) const {
    juce::Path path;
    path.startNewSubPath(at(from));
    const float bend = (to.x - from.x) * 0.5F;
    path.cubicTo(at({from.x + bend, from.y}), at({to.x - bend, to.y}), at(to));
    stroke(path, tone, isDashed);
}

void HookupSketch::arrow(float fromX, float toX, float y, int lines, Tone tone, bool isDashed) const {
    juce::Path path;
    const float apart = lines > 1 ? 3.0F : 0.0F;
    for (int i = 0; i < lines; ++i) {
        const float down = y + (i == 0 ? -apart : apart);
        path.startNewSubPath(at({fromX, down}));
        path.lineTo(at({toX - (lines > 1 ? 3.0F : 0.0F), down}));
    }
    stroke(path, tone, isDashed);
    juce::Path head;
    head.startNewSubPath(at({toX - 7.0F, y - 6.5F}));
    head.lineTo(at({toX, y}));
    head.lineTo(at({toX - 7.0F, y + 6.5F}));
    stroke(head, tone);
}

void HookupSketch::groundLead(Point from, Point to, Tone tone, bool isDashed) const {
    juce::Path path;
    path.startNewSubPath(at(from));
    const float low = std::min(height - 1.0F, std::max(from.y, to.y) + 14.0F);
    path.cubicTo(at({from.x + (to.x - from.x) * 0.2F, low}), at({from.x + (to.x - from.x) * 0.75F, low}), at(to));
    stroke(path, tone, isDashed);
}

void HookupSketch::screw(Point centre, Tone tone) const {
    const auto middle = at(centre);
    const auto circle = Area(11.0F * scale_, 11.0F * scale_).withCentre(middle);
    g_.setColour(c_.well);
    g_.fillEllipse(circle);
    g_.setColour(colour(tone));
    g_.drawEllipse(circle, strokeWidth);
    juce::Path slot;
    slot.startNewSubPath(middle.translated(-3.0F * scale_, -3.0F * scale_));
    slot.lineTo(middle.translated(3.0F * scale_, 3.0F * scale_));
    stroke(slot, tone);
}

// ------------------------------------------------------------ what is heard

void HookupSketch::wave(Area area, const Wave& form, Tone tone) const {
    const auto place = at(area.getX(), area.getY(), area.getWidth(), area.getHeight());
    g_.setColour(c_.well);
    g_.fillRoundedRectangle(place, 3.0F * scale_);
    const float edge = place.getHeight() * 0.14F;
    const std::array<float, 2> dashes{3.0F, 3.0F};
    g_.setColour(c_.ideal);
    for (const float y : {place.getY() + edge, place.getBottom() - edge})
        g_.drawDashedLine({place.getX(), y, place.getRight(), y}, dashes.data(), 2, 1.0F);
    g_.setColour(c_.gridStrong);
    g_.fillRect(place.withHeight(1.0F).withCentre(place.getCentre()));
    const float half = place.getHeight() * 0.5F - edge;
    juce::Path path;
    constexpr int steps = 160;
    for (int i = 0; i <= steps; ++i) {
        const float part = static_cast<float>(i) / steps;
        const float turn = 2.0F * pi * form.turns * part;
        // A little of an overtone, so that up and down look different.
        float value = form.size * (std::sin(turn) + 0.35F * std::sin(2.0F * turn + 0.9F)) / 1.15F;
        value += form.ripple * std::sin(15.0F * turn);
        value = std::clamp(value, -form.ceiling, form.ceiling) * (form.isUpsideDown ? -1.0F : 1.0F) + form.offset;
        const Point point{place.getX() + part * place.getWidth(), place.getCentreY() - half * value};
        if (i == 0)
            path.startNewSubPath(point);
        else
            path.lineTo(point);
    }
    const juce::Graphics::ScopedSaveState saved(g_);
    g_.reduceClipRegion(place.getSmallestIntegerContainer());
    stroke(path, tone);
}

// ------------------------------------------------------------ words and signs

void HookupSketch::words(float x, float y, float wide, const juce::String& what, Tone tone, Align align) const {
    text(style_.font(Face::regular, metrics::tickSize * scale_), tone == Tone::right ? c_.text : colour(tone), what,
         at(x, y, wide, 15.0F), placeOf(align));
}

void HookupSketch::cross(Point centre, float size) const {
    drawCheckSign(g_, c_, at(centre), size * scale_, SignKind::wrong);
}

void HookupSketch::tick(Point centre, float size) const {
    drawCheckSign(g_, c_, at(centre), size * scale_, SignKind::good);
}

void drawCheckSign(juce::Graphics& g, const Palette& c, Point centre, float size, SignKind kind) {
    const auto circle = Area(size, size).withCentre(centre);
    const float unit = size / 16.0F;
    if (kind == SignKind::open) {
        g.setColour(c.ideal);
        g.drawEllipse(circle.reduced(0.75F * unit), 1.5F * unit);
        return;
    }
    const auto ground = kind == SignKind::good    ? c.levelFaint
                        : kind == SignKind::wrong ? c.card.overlaidWith(c.overload.withAlpha(0.3F))
                                                  : c.card.overlaidWith(c.line.withAlpha(0.3F));
    g.setColour(ground);
    g.fillEllipse(circle);
    g.setColour(kind == SignKind::good ? c.text : kind == SignKind::wrong ? c.overload : c.accent);
    juce::Path path;
    if (kind == SignKind::good) {
        path.startNewSubPath(centre.translated(-3.5F * unit, 0.2F * unit));
        path.lineTo(centre.translated(-1.0F * unit, 2.8F * unit));
        path.lineTo(centre.translated(3.6F * unit, -2.6F * unit));
    } else if (kind == SignKind::wrong) {
        path.startNewSubPath(centre.translated(-2.8F * unit, -2.8F * unit));
        path.lineTo(centre.translated(2.8F * unit, 2.8F * unit));
        path.startNewSubPath(centre.translated(2.8F * unit, -2.8F * unit));
        path.lineTo(centre.translated(-2.8F * unit, 2.8F * unit));
    } else {
        g.fillRoundedRectangle(Area(1.8F * unit, 5.2F * unit).withCentre(centre.translated(0.0F, -1.8F * unit)),
                               0.9F * unit);
        g.fillEllipse(Area(2.2F * unit, 2.2F * unit).withCentre(centre.translated(0.0F, 3.6F * unit)));
        return;
    }
    g.strokePath(path, roundStroke(1.7F * unit));
}

} // namespace phonostage::ui
