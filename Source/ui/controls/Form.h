// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/FrameClock.h"
#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <utility>
#include <vector>

namespace phonostage::ui {

/** Rows of a form, one below the other on the face's grid: headings, captions with their controls, sentences. It holds
    no component; who owns them adds them and calls layout and paint. */
class Form {
public:
    static constexpr int headingHeight = 28;
    static constexpr int rowHeight = 32;
    static constexpr int lineHeight = 16;
    static constexpr int captionWidth = 108;

    /** A line of text that may change: its colour says whether it is a warning. */
    struct Note {
        juce::String text;
        bool isWarning = false;
        bool operator==(const Note&) const = default;
    };

    explicit Form(juce::Component& owner) : owner_(owner) {}

    void heading(const juce::String& text);
    void row(const juce::String& caption, juce::Component& control);
    /** Two controls after one caption; proportion is the first one's part of the width. */
    void row(const juce::String& caption, juce::Component& first, juce::Component& second, float proportion = 0.5f);
    /** Controls side by side over the whole width. */
    void row(const std::vector<juce::Component*>& controls);
    void space(int height);
    /** Room for a sentence of so many lines; returns its index for setNote. */
    int note(int lines);
    /** Repaints where it changed. */
    void setNote(int index, Note note);
    [[nodiscard]] const Note& noteAt(int index) const { return notes_[static_cast<std::size_t>(index)]; }

    /** From the owner's resized(); the form begins at the top of the area. */
    void layout(juce::Rectangle<int> area);
    /** From the owner's paint(). */
    void paint(juce::Graphics& g) const;
    [[nodiscard]] int height() const;

private:
    enum class Kind { heading, row, space, note };
    struct Line {
        Kind kind;
        int height;
        juce::String text;
        std::vector<std::pair<juce::Component*, float>> controls; ///< with their parts of the width
        int note = -1;
        juce::Rectangle<int> area{};
    };

    juce::Component& owner_;
    std::vector<Line> lines_;
    std::vector<Note> notes_;
};

/** Text over several lines, broken between words, from the top left; what does not fit is cut off with an ellipsis. */
void drawParagraph(juce::Graphics& g, const juce::Font& font, juce::Colour colour, const juce::String& text,
                   juce::Rectangle<int> area);

} // namespace phonostage::ui
