// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/AlbumCard.h"

#include "app/record/RecordSettings.h"

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

struct Field {
    const char *id, *name, *title;
    std::string media::AlbumTags::*text;
};

constexpr std::array<Field, 6> all{
    {{"album_title", "Album", "Title of the album", &media::AlbumTags::title},
     {"album_artist", "Artist", "Artist of the album", &media::AlbumTags::artist},
     {"album_year", "Year", "Year or date", &media::AlbumTags::date},
     {"album_label", "Label", "Record label", &media::AlbumTags::label},
     {"album_number", "Cat. no.", "Catalogue number", &media::AlbumTags::catalogueNumber},
     {"album_genre", "Genre", "Genre", &media::AlbumTags::genre}}};

} // namespace

AlbumCard::AlbumCard(TracksModel& model, std::function<void()> onCover) : Card("Album"), model_(model) {
    setComponentID("album_card");
    for (std::size_t i = 0; i < fields; ++i) {
        boxes_[i] = std::make_unique<ui::TextBox>(all[i].id, all[i].title, "Goes into the tags of the tracks");
        boxes_[i]->setInputRestrictions(300);
        boxes_[i]->onCommit = [this, i](const juce::String& text) {
            if (!model_.isOpen()) return juce::String();
            auto album = model_.edits().album();
            album.*all[i].text = tidyRecordText(text.toStdString());
            model_.setAlbum(album);
            return juce::String();
        };
        addAndMakeVisible(*boxes_[i]);
    }
    cover_.onClick = std::move(onCover);
    cover_.setTitle("Cover picture");
    addAndMakeVisible(cover_);
}

void AlbumCard::show() {
    if (model_.version() == version_) return;
    version_ = model_.version();
    const auto& album = model_.edits().album();
    for (std::size_t i = 0; i < fields; ++i) {
        boxes_[i]->show(juce::String::fromUTF8((album.*all[i].text).c_str()));
        boxes_[i]->setEnabled(model_.isOpen());
    }
    cover_.setEnabled(model_.isOpen());
    cover_.setTooltip(album.cover.empty() ? juce::String("A picture that goes into the tracks")
                                          : juce::String::fromUTF8(album.cover.c_str()));
    repaint();
}

void AlbumCard::resized() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return;
    cover_.setBounds(getWidth() - metrics::cardPadding - 76, 10, 76, 28);
    int y = 46;
    for (const auto& box : boxes_) {
        box->setBounds(metrics::cardPadding + 58, y, getWidth() - 2 * metrics::cardPadding - 58, 28);
        y += 33;
    }
}

void AlbumCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    for (std::size_t i = 0; i < fields; ++i)
        ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted, all[i].name,
                     boxes_[i]->getBounds().withX(metrics::cardPadding).withWidth(56),
                     juce::Justification::centredLeft);
    const bool hasCover = !model_.edits().album().cover.empty();
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), c.textMuted,
                 hasCover ? "With a cover picture." : "The files keep the side, too.",
                 getLocalBounds().removeFromBottom(44).reduced(metrics::cardPadding, 0),
                 juce::Justification::centredLeft);
}

} // namespace phonostage::app
