// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordSheet.h"

#include "app/record/RecordModel.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

RecordSheet::RecordSheet(RecordModel& model) : Sheet("Record on the turntable", 520, 320), model_(model) {
    for (auto* box : std::array<ui::TextBox*, 3>{&album_, &artist_, &year_}) {
        box->setInputRestrictions(static_cast<int>(longestRecordText / 4));
        box->onCommit = [this](const juce::String&) {
            take();
            return juce::String();
        };
        addAndMakeVisible(box);
    }
    album_.setHint("not named yet");
    fresh_.setTooltip("Empties the names: side A is next");
    fresh_.onClick = [this] {
        model_.setRecord({}, {}, {});
        load();
        album_.grabKeyboardFocus();
    };
    addAndMakeVisible(fresh_);
}

void RecordSheet::load() {
    const auto text = [](const std::string& utf8) { return juce::String::fromUTF8(utf8.c_str()); };
    album_.show(text(model_.settings().album));
    artist_.show(text(model_.settings().artist));
    year_.show(text(model_.settings().year));
}

void RecordSheet::take() {
    model_.setRecord(album_.getText().toStdString(), artist_.getText().toStdString(), year_.getText().toStdString());
}

void RecordSheet::layOut(juce::Rectangle<int> area) {
    fresh_.setBounds(area.getX(), done().getY(), fresh_.idealWidth(), rowHeight);
    for (auto* box : std::array<ui::TextBox*, 3>{&album_, &artist_, &year_}) {
        box->setBounds(area.removeFromTop(32).withTrimmedLeft(captionWidth));
        area.removeFromTop(12);
    }
}

void RecordSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    drawCaption(g, "Album", album_);
    drawCaption(g, "Artist", artist_);
    drawCaption(g, "Year", year_);
    const auto& style = ui::Style::of(*this);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), style.colours().textMuted,
                 "The album's name becomes a folder. All of it can be changed later, in Tracks.",
                 area.removeFromBottom(20), juce::Justification::centredLeft);
}

} // namespace phonostage::app
