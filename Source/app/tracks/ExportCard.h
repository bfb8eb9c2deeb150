// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/Card.h"
#include "app/tracks/TracksModel.h"
#include "ui/controls/Segments.h"

#include <functional>

namespace phonostage::app {

/** Sound and format of the files that are made of a side; and how far they are. */
class ExportCard final : public Card {
public:
    struct Actions {
        std::function<params::Snapshot()> listen; ///< the stage as it is set on Listen
        std::function<void()> onFolder;
        std::function<std::filesystem::path()> folder;
    };

    ExportCard(TracksModel& model, Actions actions);

    void show();
    /** As by hand. */
    void begin();
    [[nodiscard]] ExportChoice choice() const;

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    [[nodiscard]] static juce::StringArray qualityNames();
    [[nodiscard]] juce::String soundText() const;
    [[nodiscard]] bool isWholeRecord() const;

    TracksModel& model_;
    Actions actions_;
    ui::Segments sound_{
        "export_sound",
        "Sound",
        {"As recorded", "As on Listen"},
        "Curve, filters and gain: as they were set when the side was recorded, or as they are on Listen now"};
    ui::Segments format_{"export_format", "File format", {"FLAC", "WAV", "MP3"}, "MP3 for the portable player"};
    ui::Segments bits_{"export_bits", "Bits of the files", {"16", "24"}, "24 bits keep all; 16 are dithered"};
    ui::Segments quality_{"export_quality", "How clicks are removed", qualityNames(),
                          "As heard: to the bit as they are removed while you listen\n"
                          "Offline: looks both ways, gentler with music, slower"};
    ui::Segments extent_{"export_extent",
                         "Sides to export",
                         {"This side", "All sides"},
                         "The side that is open, or all sides of the record that were recorded"};
    ActionButton go_{"Export", ActionButton::Look::primary}, cancel_{"Cancel"}, folder_{"Folder..."};
    std::int64_t version_ = -1;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ExportCard)
};

} // namespace phonostage::app
