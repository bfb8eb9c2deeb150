// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Form.h"

namespace phonostage::ui {

namespace {

constexpr int controlGap = 8;

} // namespace

void Form::heading(const juce::String& text) { lines_.push_back({Kind::heading, headingHeight, text, {}}); }

void Form::row(const juce::String& caption, juce::Component& control) {
    lines_.push_back({Kind::row, rowHeight, caption, {{&control, 1.0f}}});
}

void Form::row(const juce::String& caption, juce::Component& first, juce::Component& second, float proportion) {
    lines_.push_back({Kind::row, rowHeight, caption, {{&first, proportion}, {&second, 1.0f - proportion}}});
}

void Form::row(const std::vector<juce::Component*>& controls) {
    Line line{Kind::row, rowHeight, {}, {}};
    for (auto* control : controls)
        line.controls.emplace_back(control, 1.0f / static_cast<float>(controls.size()));
    lines_.push_back(std::move(line));
}

void Form::space(int height) { lines_.push_back({Kind::space, height, {}, {}}); }

int Form::note(int lines) {
    Line line{Kind::note, lines * lineHeight + 4, {}, {}};
    line.note = static_cast<int>(notes_.size());
    lines_.push_back(std::move(line));
    notes_.emplace_back();
    return static_cast<int>(notes_.size()) - 1;
}

void Form::setNote(int index, Note note) {
    auto& now = notes_[static_cast<std::size_t>(index)];
    if (now == note) return;
    now = std::move(note);
    for (const auto& line : lines_)
        if (line.note == index) owner_.repaint(line.area);
}

int Form::height() const {
    int sum = 0;
    for (const auto& line : lines_)
        sum += line.height;
    return sum;
}

void Form::layout(juce::Rectangle<int> area) {
    for (auto& line : lines_) {
        line.area = area.removeFromTop(line.height);
        auto room = line.area.withHeight(metrics::fieldHeight);
        if (line.text.isNotEmpty()) room.removeFromLeft(captionWidth);
        const int width = room.getWidth() - controlGap * (static_cast<int>(line.controls.size()) - 1);
        for (auto& [control, part] : line.controls) {
            const bool last = control == line.controls.back().first;
            control->setBounds(last ? room : room.removeFromLeft(juce::roundToInt(static_cast<float>(width) * part)));
            room.removeFromLeft(controlGap);
        }
    }
}

void Form::paint(juce::Graphics& g) const {
    const auto& style = Style::of(owner_);
    const auto& c = style.colours();
    for (const auto& line : lines_) {
        if (!g.clipRegionIntersects(line.area)) continue;
        switch (line.kind) {
        case Kind::heading:
            drawText(g, style.font(Face::semibold, metrics::bodySize), c.text, line.text, line.area.withHeight(20),
                     juce::Justification::centredLeft);
            break;
        case Kind::row:
            drawText(g, style.font(Face::regular, metrics::captionSize), c.textMuted, line.text,
                     line.area.withSize(captionWidth - 4, metrics::fieldHeight), juce::Justification::centredLeft);
            break;
        case Kind::note: {
            const auto& note = notes_[static_cast<std::size_t>(line.note)];
            drawParagraph(g, style.font(Face::regular, metrics::captionSize), note.isWarning ? c.accent : c.textMuted,
                          note.text, line.area);
            break;
        }
        case Kind::space:
            break;
        }
    }
}

void drawParagraph(juce::Graphics& g, const juce::Font& font, juce::Colour colour, const juce::String& text,
                   juce::Rectangle<int> area) {
    if (text.isEmpty()) return;
    g.setFont(font);
    g.setColour(colour);
    // A number and its unit stay on one line.
    const auto space = juce::String::fromUTF8("\xc2\xa0");
    auto kept = text;
    for (const char* unit : {"dB", "dBV", "mV", "cm/s", "Hz", "%"})
        kept = kept.replace(" " + juce::String(unit), space + unit);
    g.drawFittedText(kept, area, juce::Justification::topLeft, std::max(1, area.getHeight() / Form::lineHeight), 1.0f);
}

} // namespace phonostage::ui
