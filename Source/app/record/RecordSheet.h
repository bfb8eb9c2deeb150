// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "ui/controls/TextBox.h"

namespace phonostage::app {

class RecordModel;

/** Names of the record on the turntable. */
class RecordSheet final : public Sheet {
public:
    explicit RecordSheet(RecordModel& model);

private:
    void load() override;
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;
    juce::Component& first() override { return album_; }
    void take();

    RecordModel& model_;
    ui::TextBox album_{"record_album", "Album", "Names the folder and the tags. Side A is next where it changes."};
    ui::TextBox artist_{"record_artist", "Artist", "Goes into the tags"};
    ui::TextBox year_{"record_year", "Year", "Goes into the tags"};
    ActionButton fresh_{"New record"};

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(RecordSheet)
};

} // namespace phonostage::app
