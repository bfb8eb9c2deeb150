// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ActionButton.h"
#include "app/Card.h"
#include "app/tracks/TracksModel.h"
#include "ui/controls/TextBox.h"

#include <functional>

namespace phonostage::app {

/** The tracks of a side as a list: printed number, title, start, length, how sure and why. Titles are changed in place.
 */
class ListCard final : public Card, private juce::ListBoxModel {
public:
    ListCard(TracksModel& model, std::function<void()> onAddCut, std::function<void()> onClicks);

    void show();
    void lookAndFeelChanged() override;
    /** Opens the chosen track's title for typing. */
    void rename();
    [[nodiscard]] juce::String rowText(std::size_t track) const;

private:
    void paintCard(juce::Graphics& g, const ui::Style& style) override;
    void resized() override;
    int getNumRows() override { return static_cast<int>(model_.edits().tracks().size()); }
    void paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) override;
    juce::String getNameForRow(int row) override { return rowText(static_cast<std::size_t>(row)); }
    void listBoxItemClicked(int row, const juce::MouseEvent& event) override;
    void listBoxItemDoubleClicked(int row, const juce::MouseEvent& event) override;
    void selectedRowsChanged(int row) override;
    void edit(int row);
    void endEdit();

    struct Columns {
        juce::Rectangle<int> number, title, start, length, sure;
    };
    [[nodiscard]] static Columns columnsOf(juce::Rectangle<int> row);

    TracksModel& model_;
    juce::ListBox list_;
    ui::TextBox title_{"track_title", "Title", "Enter keeps it, Esc leaves it as it was"};
    ActionButton add_{"Add a cut here"}, join_{"Join to next"}, clicks_{"Clicks..."};
    std::function<void()> onAddCut_, onClicks_;
    std::int64_t version_ = -1;
    int edited_ = -1;
    bool isShowing_ = false; ///< the selection follows the model, not a hand

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(ListCard)
};

} // namespace phonostage::app
