// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppModel.h"
#include "app/FieldButton.h"
#include "app/PageContent.h"
#include "app/tracks/AlbumCard.h"
#include "app/tracks/ClicksSheet.h"
#include "app/tracks/CutCard.h"
#include "app/tracks/ExportCard.h"
#include "app/tracks/ListCard.h"
#include "app/tracks/OverviewCard.h"
#include "app/tracks/PasteSheet.h"
#include "ui/controls/ScrollView.h"

#include <memory>

namespace phonostage::app {

/** Cuts a recorded side into tracks, names them and makes files of them. */
class TracksPage final : public PageContent, public juce::FileDragAndDropTarget {
public:
    TracksPage(AppModel& model, TracksModel& tracks);
    ~TracksPage() override;

    void refresh(const ui::Tick& tick) override;
    void setFit(const ui::FaceFit& fit, double pixelsPerUnit) override;
    void themeChanged() override;
    bool pageKey(const juce::KeyPress& key) override;

    void open(const std::filesystem::path& path);
    [[nodiscard]] PasteSheet& pasteSheet() { return paste_; }
    [[nodiscard]] ClicksSheet& clicksSheet() { return clicks_; }
    [[nodiscard]] ExportCard& exportCard() { return export_; }
    [[nodiscard]] CutCard& cut() { return cut_; }

    bool isInterestedInFileDrag(const juce::StringArray&) override { return true; }
    void filesDropped(const juce::StringArray& files, int, int) override;

private:
    void paint(juce::Graphics& g) override;
    void resized() override;
    void layOutCards(juce::Rectangle<int> area);
    void connectHeader();
    void showHeader();
    void showSides();
    void openSide(int number);
    void openMenu();
    void browse(const juce::String& title, const juce::String& pattern, bool isFolder,
                std::function<void(const juce::File&)> take);
    void togglePlay();
    void playFrom(double seconds, double to);
    void playAcross();
    void playClick(const media::ScannedClick& click, const params::Snapshot& sound, bool isBefore);
    [[nodiscard]] std::optional<double> playingSeconds() const;
    [[nodiscard]] std::filesystem::path exportFolder() const;
    [[nodiscard]] double cursorSeconds() const;

    AppModel& model_;
    TracksModel& tracks_;
    bool isCompact_ = false, isFlat_ = false, isCountChosen_ = false;
    int count_ = 0; ///< of tracks to look for; 0: as many as are sure
    double cursor_ = 0.0;
    FieldButton take_{"take", "Recording"};
    ui::Segments sides_{"record_side", "Side of the record", {"A"}, "The recordings of this record, side by side"};
    ActionButton pasteList_{"Paste a track list"}, find_{"Find cuts for"}, fewer_{"-"}, more_{"+"};
    ActionButton undo_{"Undo"}, redo_{"Redo"};
    juce::Label countText_;
    OverviewCard overview_;
    CutCard cut_;
    ListCard list_;
    AlbumCard album_;
    ExportCard export_;
    juce::Component deck_; ///< of the compact form
    ui::ScrollView view_{deck_};
    PasteSheet paste_;
    ClicksSheet clicks_;
    std::unique_ptr<juce::FileChooser> chooser_;
    juce::Rectangle<int> message_;
    std::int64_t version_ = -1;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TracksPage)
};

} // namespace phonostage::app
