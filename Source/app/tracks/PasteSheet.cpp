// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/PasteSheet.h"

#include "ui/controls/Form.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

PasteSheet::PasteSheet(TracksModel& model) : Sheet("Track list", 560, 440), model_(model) {
    text_.setMultiLine(true);
    text_.setReturnKeyStartsNewLine(true);
    text_.setTitle("Track list");
    text_.setComponentID("paste_text");
    addAndMakeVisible(text_);
    addAndMakeVisible(use_);
    use_.setComponentID("paste_use");
    use_.onClick = [this] { take(); };
    done().setButtonText("Cancel");
    done().setLook(ActionButton::Look::plain);
}

void PasteSheet::load() {
    text_.setText(juce::SystemClipboard::getTextFromClipboard(), false);
    const auto* style = dynamic_cast<const ui::Style*>(&getLookAndFeel());
    if (style == nullptr) return;
    text_.setColour(juce::TextEditor::backgroundColourId, style->colours().raised); // as all fields have it
    text_.applyFontToAllText(style->font(ui::Face::mono, metrics::captionSize));
}

void PasteSheet::take() {
    model_.paste(text_.getText().toStdString());
    close();
}

void PasteSheet::layOut(juce::Rectangle<int> area) {
    text_.setBounds(area.withTrimmedTop(40));
    use_.setBounds(done().getX() - 10 - use_.idealWidth(), done().getY(), use_.idealWidth(), done().getHeight());
}

void PasteSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    const auto& style = ui::Style::of(*this);
    ui::drawParagraph(
        g, style.font(ui::Face::regular, metrics::captionSize), style.colours().textMuted,
        "One track a line, as copied from a shop or typed from the sleeve; numbers and times may stand with "
        "them. Times help to find the cuts.",
        area.removeFromTop(36));
}

} // namespace phonostage::app
