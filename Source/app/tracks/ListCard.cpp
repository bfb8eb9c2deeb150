// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/ListCard.h"

#include "app/tracks/Wave.h"
#include "ui/text/Utf8.h"

#include <array>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int rowHeight = 32, headHeight = 22, footHeight = 52;

using ui::fromUtf8;

} // namespace

ListCard::ListCard(TracksModel& model, std::function<void()> onAddCut, std::function<void()> onClicks)
    : Card("Tracks"), model_(model), onAddCut_(std::move(onAddCut)), onClicks_(std::move(onClicks)) {
    setComponentID("track_list");
    list_.setModel(this);
    list_.setRowHeight(rowHeight);
    list_.setTitle("Tracks of the side");
    list_.setColour(juce::ListBox::backgroundColourId, juce::Colours::transparentBlack);
    addAndMakeVisible(list_);
    for (auto* button : std::array<ActionButton*, 3>{&add_, &join_, &clicks_}) {
        button->setMouseClickGrabsKeyboardFocus(false);
        addAndMakeVisible(button);
    }
    add_.setTooltip("Where it plays, or was clicked last\nC");
    add_.onClick = [this] { onAddCut_(); };
    join_.setTooltip("Removes the cut behind the chosen track");
    join_.onClick = [this] {
        const auto selected = model_.selected();
        if (!selected || *selected + 1 >= model_.edits().tracks().size()) return;
        model_.select(*selected + 1);
        model_.removeSelected();
        model_.select(selected);
    };
    clicks_.setComponentID("clicks_open");
    clicks_.setTitle("Clicks of this side");
    clicks_.setTooltip("What an export takes out, to be heard before and after, and given back");
    clicks_.onClick = [this] { onClicks_(); };
    title_.setInputRestrictions(300);
    title_.onCommit = [this](const juce::String& text) {
        if (edited_ >= 0) model_.setTitle(static_cast<std::size_t>(edited_), text.trim().toStdString());
        return juce::String();
    };
    title_.onReturnKey = [this] { endEdit(); };
    title_.onEscapeKey = [this] { endEdit(); };
    title_.onFocusLost = [this] { endEdit(); };
    list_.addChildComponent(title_);
}

void ListCard::lookAndFeelChanged() {
    list_.setColour(juce::ListBox::backgroundColourId, juce::Colours::transparentBlack);
    repaint();
}

ListCard::Columns ListCard::columnsOf(juce::Rectangle<int> row) {
    Columns columns;
    row = row.reduced(8, 0);
    columns.number = row.removeFromLeft(40);
    columns.sure = row.removeFromRight(190);
    row.removeFromRight(12);
    columns.length = row.removeFromRight(52);
    row.removeFromRight(12);
    columns.start = row.removeFromRight(56);
    row.removeFromRight(12);
    columns.title = row;
    return columns;
}

void ListCard::show() {
    if (model_.version() == version_) return;
    version_ = model_.version();
    const auto& tracks = model_.edits().tracks();
    std::size_t unsure = 0;
    for (std::size_t i = 1; i < tracks.size(); ++i)
        if (!model_.edits().boundary(i).isSure) ++unsure;
    juce::String remark;
    if (!tracks.empty()) {
        remark << static_cast<int>(tracks.size()) << (tracks.size() == 1 ? " track" : " tracks");
        if (unsure > 0)
            remark << ", " << static_cast<int>(unsure) << (unsure == 1 ? " cut not sure" : " cuts not sure");
    }
    const char side = model_.edits().album().side;
    setHeading(side != 0 ? "Side " + juce::String::charToString(static_cast<juce::juce_wchar>(side))
                         : juce::String("Tracks"),
               remark);
    const auto selected = model_.selected();
    join_.setEnabled(selected && *selected + 1 < tracks.size());
    add_.setEnabled(!tracks.empty());
    clicks_.setEnabled(model_.isOpen());
    isShowing_ = true;
    list_.updateContent();
    if (selected && *selected < tracks.size())
        list_.selectRow(static_cast<int>(*selected));
    else
        list_.deselectAllRows();
    isShowing_ = false;
    list_.repaint();
    repaint();
}

void ListCard::resized() {
    auto area = getLocalBounds().withTrimmedTop(42 + headHeight).withTrimmedBottom(footHeight).reduced(12, 0);
    list_.setBounds(area);
    auto row = getLocalBounds().removeFromBottom(footHeight).reduced(metrics::cardPadding, 10).withTrimmedTop(2);
    add_.setBounds(row.removeFromLeft(118));
    row.removeFromLeft(8);
    join_.setBounds(row.removeFromLeft(104));
    row.removeFromLeft(8);
    clicks_.setBounds(row.removeFromLeft(84));
}

juce::String ListCard::rowText(std::size_t track) const {
    if (track >= model_.edits().tracks().size()) return {};
    const auto& edits = model_.edits();
    const auto boundary = edits.boundary(track);
    const double rate = edits.sampleRateHz();
    const auto& each = edits.tracks()[track];
    return fromUtf8(model_.position(track)) + " " + fromUtf8(model_.titleOf(track)) + ", starts at " +
           trackTime(static_cast<double>(each.startFrame) / rate, false) + ", " +
           trackTime(static_cast<double>(each.frames()) / rate, false) + " long, " +
           (boundary.isSure ? "sure" : "not sure") + (boundary.why.empty() ? "" : ", ") + fromUtf8(boundary.why);
}

void ListCard::paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) {
    const auto track = static_cast<std::size_t>(row);
    if (row < 0 || track >= model_.edits().tracks().size()) return;
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    const auto box = juce::Rectangle<int>(width, height);
    if (isSelected) drawChosenRow(g, c, box);
    const auto columns = columnsOf(box);
    const auto& edits = model_.edits();
    const auto& each = edits.tracks()[track];
    const auto boundary = edits.boundary(track);
    const double rate = edits.sampleRateHz();
    const auto medium = style.font(ui::Face::medium, metrics::bodySize);
    ui::drawText(g, medium, isSelected ? c.accent : c.textMuted, fromUtf8(model_.position(track)), columns.number,
                 juce::Justification::centredLeft);
    if (edited_ != row)
        ui::drawText(g, medium, each.title.empty() ? c.textMuted : c.text, fromUtf8(model_.titleOf(track)),
                     columns.title, juce::Justification::centredLeft);
    const auto mono = style.font(ui::Face::mono, metrics::captionSize);
    ui::drawText(g, mono, c.text, trackTime(static_cast<double>(each.startFrame) / rate, false), columns.start,
                 juce::Justification::centredRight);
    ui::drawText(g, mono, c.text, trackTime(static_cast<double>(each.frames()) / rate, false), columns.length,
                 juce::Justification::centredRight);
    auto sure = columns.sure;
    drawSign(g, c, sure.removeFromLeft(20).toFloat().getCentre(), 15.0F, boundary.isSure);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), boundary.isSure ? c.textMuted : c.accent,
                 fromUtf8(boundary.why), sure.withTrimmedLeft(4), juce::Justification::centredLeft);
}

void ListCard::listBoxItemClicked(int row, const juce::MouseEvent&) { model_.select(static_cast<std::size_t>(row)); }

void ListCard::listBoxItemDoubleClicked(int row, const juce::MouseEvent&) { edit(row); }

void ListCard::selectedRowsChanged(int row) {
    if (!isShowing_ && row >= 0) model_.select(static_cast<std::size_t>(row));
}

void ListCard::rename() {
    const auto selected = model_.selected();
    if (selected && *selected < model_.edits().tracks().size()) edit(static_cast<int>(*selected));
}

void ListCard::edit(int row) {
    if (row < 0 || row >= getNumRows()) return;
    edited_ = row;
    list_.scrollToEnsureRowIsOnscreen(row);
    title_.show(fromUtf8(model_.edits().tracks()[static_cast<std::size_t>(row)].title));
    title_.setBounds(columnsOf(list_.getRowPosition(row, true)).title.expanded(6, -3));
    title_.setVisible(true);
    title_.toFront(false);
    if (isShowing()) title_.grabKeyboardFocus();
}

void ListCard::endEdit() {
    if (edited_ < 0) return;
    title_.commit();
    edited_ = -1;
    title_.setVisible(false);
    list_.repaint();
}

void ListCard::paintCard(juce::Graphics& g, const ui::Style& style) {
    const auto& c = style.colours();
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    auto columns = columnsOf(
        juce::Rectangle<int>(12, 42, getWidth() - 24 - (list_.getVerticalScrollBar().isVisible() ? 8 : 0), headHeight));
    ui::drawText(g, small, c.textMuted, "No.", columns.number, juce::Justification::centredLeft);
    ui::drawText(g, small, c.textMuted, "Title", columns.title, juce::Justification::centredLeft);
    ui::drawText(g, small, c.textMuted, "Starts", columns.start, juce::Justification::centredRight);
    ui::drawText(g, small, c.textMuted, "Length", columns.length, juce::Justification::centredRight);
    ui::drawText(g, small, c.textMuted, "How sure", columns.sure.withTrimmedLeft(6), juce::Justification::centredLeft);
    g.setColour(c.outline);
    g.fillRect(metrics::cardPadding, 42 + headHeight - 1, getWidth() - 2 * metrics::cardPadding, 1);
    g.fillRect(metrics::cardPadding, getHeight() - footHeight, getWidth() - 2 * metrics::cardPadding, 1);
    ui::drawText(g, small, c.textMuted, "Double-click a title to change it.",
                 getLocalBounds().removeFromBottom(footHeight).reduced(metrics::cardPadding, 0).withTrimmedLeft(332),
                 juce::Justification::centredRight);
}

} // namespace phonostage::app
