// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Sheet.h"
#include "app/tracks/TracksModel.h"
#include "ui/controls/Segments.h"

#include <functional>
#include <vector>

namespace phonostage::app {

/** The clicks that an export takes out of a side: each can be heard before and after, and given back. */
class ClicksSheet final : public Sheet, private juce::ListBoxModel {
public:
    struct Actions {
        std::function<params::Snapshot()> sound; ///< of the export
        /** A moment of the side, in frames: it is shown where it lies, and close by. */
        std::function<void(std::int64_t frame)> onPlace;
        /** As it is, or as an export makes it; the same sound both times. */
        std::function<void(const media::ScannedClick& click, const params::Snapshot& sound, bool isBefore)> onHear;
    };

    ClicksSheet(TracksModel& model, Actions actions);

    /** What has changed since. */
    void show();
    bool keyPressed(const juce::KeyPress& key) override;

    // As by hand; tests too.
    void select(int row) { list_.selectRow(row); }
    void toggle();
    void hear(bool isBefore);
    [[nodiscard]] juce::String rowText(int row) const;
    [[nodiscard]] juce::String summary() const;
    [[nodiscard]] int rows() const { return static_cast<int>(order_.size()); }

private:
    void load() override;
    void layOut(juce::Rectangle<int> area) override;
    void paintSheet(juce::Graphics& g, juce::Rectangle<int> area) override;
    juce::Component& first() override { return list_; }
    void lookAndFeelChanged() override;

    int getNumRows() override { return rows(); }
    void paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) override;
    juce::String getNameForRow(int row) override { return rowText(row); }
    void selectedRowsChanged(int row) override;
    void returnKeyPressed(int) override { toggle(); }
    void listBoxItemDoubleClicked(int, const juce::MouseEvent&) override { hear(false); }

    struct Columns {
        juce::Rectangle<int> time, kind, channel, length, size, state;
    };
    [[nodiscard]] static Columns columnsOf(juce::Rectangle<int> row);
    [[nodiscard]] const media::ScannedClick* clickAt(int row) const;
    [[nodiscard]] bool isGivenBack(const media::ScannedClick& click) const;
    void sort();
    void showButtons();

    TracksModel& model_;
    Actions actions_;
    std::vector<std::size_t> order_; ///< of the found ones, as they are listed
    std::int64_t sortedSearch_ = 0;  ///< the search that found them
    bool isSoundOff_ = false;        ///< the export's sound leaves clicks in
    juce::ListBox list_;
    ui::Segments sorting_{"clicks_order", "Order", {"In order", "Largest first"}};
    ActionButton before_{"Before"}, after_{"After"}, toggle_{"Give it back"};
    juce::Rectangle<int> heads_;
    std::int64_t version_ = -1;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ClicksSheet)
};

} // namespace phonostage::app
