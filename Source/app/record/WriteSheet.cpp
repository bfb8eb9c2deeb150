// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/WriteSheet.h"

#include "app/record/RecordModel.h"

#include "ui/controls/Form.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr std::array<media::SampleWord, 3> words{media::SampleWord::bits16, media::SampleWord::bits24,
                                                 media::SampleWord::float32};

} // namespace

WriteSheet::WriteSheet(RecordModel& model, std::function<void()> onFolder)
    : Sheet("What is written, and where", 560, 380), model_(model) {
    for (juce::Component* child : std::array<juce::Component*, 4>{&format_, &bits_, &longest_, &folder_})
        addAndMakeVisible(child);
    format_.onChange = [this](int chosen) {
        if (chosen == 0 && bits_.chosen() == 2) bits_.show(1);
        take();
    };
    bits_.onChange = [this](int chosen) {
        if (chosen == 2) format_.show(1);
        take();
    };
    longest_.onCommit = [this](const juce::String& text) {
        const int minutes = text.getIntValue();
        if (text.retainCharacters("0123456789") != text || text.isEmpty() || minutes > longestSideMinutes)
            return juce::String("Give whole minutes, 0 to 600; 0 is no limit");
        auto settings = model_.settings();
        settings.longestMinutes = minutes;
        model_.setSettings(settings);
        return juce::String();
    };
    folder_.setTitle("Choose the folder");
    folder_.onClick = std::move(onFolder);
}

void WriteSheet::load() {
    const auto& settings = model_.settings();
    format_.show(settings.isFlac ? 0 : 1);
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == settings.word) bits_.show(static_cast<int>(i));
    longest_.show(juce::String(settings.longestMinutes));
    folderName_ = juce::String::fromUTF8(model_.folder().c_str());
    const bool isFree = !model_.isBusy();
    for (juce::Component* child : std::array<juce::Component*, 3>{&format_, &bits_, &longest_})
        child->setEnabled(isFree);
    repaint();
}

void WriteSheet::take() {
    auto settings = model_.settings();
    settings.isFlac = format_.chosen() == 0;
    settings.word = words[static_cast<std::size_t>(bits_.chosen())];
    model_.setSettings(settings);
    repaint();
}

void WriteSheet::layOut(juce::Rectangle<int> area) {
    const auto row = [&] {
        const auto taken = area.removeFromTop(32).withTrimmedLeft(captionWidth);
        area.removeFromTop(14);
        return taken;
    };
    format_.setBounds(row().withWidth(180));
    bits_.setBounds(row().withWidth(270));
    longest_.setBounds(row().withWidth(72));
    auto place = row();
    folder_.setBounds(place.removeFromRight(folder_.idealWidth()));
    folderArea_ = place.withTrimmedRight(12);
}

void WriteSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    drawCaption(g, "Format", format_);
    drawCaption(g, "Bits", bits_);
    drawCaption(g, "Longest side", longest_);
    drawCaption(g, "Folder", folder_);
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.textMuted, "min",
                 longest_.getBounds().translated(longest_.getWidth() + 8, 0), juce::Justification::centredLeft);
    ui::drawText(g, style.font(ui::Face::regular, metrics::bodySize), c.text, folderName_, folderArea_,
                 juce::Justification::centredLeft);
    ui::drawParagraph(
        g, small, c.textMuted,
        "What is written is flat: exactly what the interface delivers. Curve and filters are chosen again when "
        "tracks are exported.",
        area.removeFromBottom(36));
}

} // namespace phonostage::app
