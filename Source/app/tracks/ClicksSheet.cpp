// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tracks/ClicksSheet.h"

#include "app/Card.h"
#include "app/tracks/Wave.h"
#include "ui/controls/Form.h"
#include "ui/text/CleanText.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

constexpr int rowOfList = 28, headHeight = 22, summaryHeight = 34;
constexpr int sortingWidth = 210;

juce::String channelName(media::TakeChannel channel) {
    return channel == media::TakeChannel::left ? "left" : channel == media::TakeChannel::right ? "right" : "both";
}

} // namespace

ClicksSheet::ClicksSheet(TracksModel& model, Actions actions)
    : Sheet("Clicks of this side", 680, 560), model_(model), actions_(std::move(actions)) {
    setComponentID("clicks_sheet");
    list_.setModel(this);
    list_.setRowHeight(rowOfList);
    list_.setTitle("Clicks that are taken out");
    list_.setComponentID("clicks_list");
    lookAndFeelChanged();
    int order = 0;
    for (juce::Component* part :
         std::initializer_list<juce::Component*>{&sorting_, &list_, &before_, &after_, &toggle_}) {
        addAndMakeVisible(part);
        part->setExplicitFocusOrder(++order);
    }
    sorting_.onChange = [this](int) { sort(); };
    before_.setComponentID("click_before");
    before_.setTooltip("The second before and after it, with the click\nB");
    before_.onClick = [this] { hear(true); };
    after_.setComponentID("click_after");
    after_.setTooltip("The same, as it is exported\nA");
    after_.onClick = [this] { hear(false); };
    toggle_.setComponentID("click_give_back");
    toggle_.setTooltip("It stays in the exported files; Undo takes that back\nEnter");
    toggle_.onClick = [this] { toggle(); };
}

void ClicksSheet::lookAndFeelChanged() {
    list_.setColour(juce::ListBox::backgroundColourId, juce::Colours::transparentBlack);
}

void ClicksSheet::load() {
    const auto* take = model_.take();
    if (take == nullptr) return;
    const auto sound = actions_.sound();
    const auto cleaning = TakeClicks::cleaning(sound);
    isSoundOff_ = !(cleaning == sound);
    model_.clicks().find(take->audioPath(), cleaning);
    version_ = -1;
    show();
}

void ClicksSheet::show() {
    if (!isVisible() && version_ >= 0) return;
    if (model_.version() == version_) return;
    version_ = model_.version();
    if (const auto search = model_.clicks().searches(); search != sortedSearch_) {
        sortedSearch_ = search;
        order_.clear(); // rows of before are others now
        sort();
    }
    showButtons();
    list_.repaint();
    repaint();
}

void ClicksSheet::sort() {
    const auto* found = model_.clicks().found();
    const auto* const chosen = clickAt(list_.getSelectedRow());
    order_.resize(found != nullptr ? found->clicks.size() : 0);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    if (found != nullptr && sorting_.chosen() == 1)
        std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            return found->clicks[a].peakDbv > found->clicks[b].peakDbv;
        });
    int row = -1;
    for (int i = 0; chosen != nullptr && i < rows(); ++i)
        if (clickAt(i) == chosen) row = i;
    list_.updateContent();
    if (row >= 0)
        list_.selectRow(row);
    else
        list_.deselectAllRows();
    showButtons();
    repaint();
}

const media::ScannedClick* ClicksSheet::clickAt(int row) const {
    const auto* found = model_.clicks().found();
    if (found == nullptr || row < 0 || row >= rows()) return nullptr;
    const auto at = order_[static_cast<std::size_t>(row)];
    return at < found->clicks.size() ? &found->clicks[at] : nullptr;
}

bool ClicksSheet::isGivenBack(const media::ScannedClick& click) const {
    return model_.edits().isGivenBack(click.place());
}

void ClicksSheet::showButtons() {
    const auto* click = clickAt(list_.getSelectedRow());
    for (auto* button : {&before_, &after_, &toggle_})
        button->setEnabled(click != nullptr);
    const bool isBack = click != nullptr && isGivenBack(*click);
    toggle_.setButtonText(isBack ? "Take it out" : "Give it back");
}

void ClicksSheet::selectedRowsChanged(int row) {
    if (const auto* click = clickAt(row)) actions_.onPlace(click->frame);
    showButtons();
}

void ClicksSheet::toggle() {
    const auto* click = clickAt(list_.getSelectedRow());
    if (click == nullptr) return;
    if (isGivenBack(*click))
        model_.takeOut(click->place());
    else
        model_.giveBack(click->place());
    show();
}

void ClicksSheet::hear(bool isBefore) {
    if (const auto* click = clickAt(list_.getSelectedRow())) actions_.onHear(*click, model_.clicks().sound(), isBefore);
}

bool ClicksSheet::keyPressed(const juce::KeyPress& key) {
    const auto letter = juce::CharacterFunctions::toLowerCase(key.getTextCharacter());
    if ((letter == 'a' || letter == 'b') && !key.getModifiers().isCommandDown()) {
        hear(letter == 'b');
        return true;
    }
    return Sheet::keyPressed(key);
}

juce::String ClicksSheet::summary() const {
    const auto& clicks = model_.clicks();
    if (!clicks.trouble().empty()) return juce::String::fromUTF8(clicks.trouble().c_str());
    if (clicks.isFinding())
        return "Looking for clicks: " + juce::String(static_cast<int>(100.0 * clicks.part())) + " %";
    const auto* found = clicks.found();
    if (found == nullptr) return "No recording is open.";
    using params::Id;
    const auto& values = clicks.sound().values;
    const auto all = static_cast<std::int64_t>(found->clicks.size()) + found->leftOut;
    juce::String text = all == 0 ? juce::String("No clicks") : ui::countText(all) + (all == 1 ? " click" : " clicks");
    text << " at a strength of "
         << ui::fixedText(values.get(values.isOn(Id::declick) ? Id::declickStrength : Id::decrackleStrength), 0)
         << " %";
    const auto back = std::count_if(found->clicks.begin(), found->clicks.end(),
                                    [this](const auto& click) { return isGivenBack(click); });
    if (back > 0) text << ", " << ui::countText(back) << " given back";
    if (found->leftOut > 0)
        text << "; the first " << ui::countText(static_cast<std::int64_t>(found->clicks.size())) << " are listed";
    if (isSoundOff_) text << ". Clean is off in the sound that is exported: all of them stay.";
    return text;
}

juce::String ClicksSheet::rowText(int row) const {
    const auto* click = clickAt(row);
    if (click == nullptr) return {};
    const double rate = model_.edits().sampleRateHz();
    return juce::String(click->isCrackle ? "Crackle" : "Click") + " at " +
           trackTime(static_cast<double>(click->frame) / rate, true) + ", " + channelName(click->channel) + ", " +
           ui::fixedText(1000.0 * static_cast<double>(click->frames) / rate, 2) + " ms, " +
           ui::pretty(ui::fixedText(click->peakDbv, 1)) + " dBV" + (isGivenBack(*click) ? ", given back" : "");
}

ClicksSheet::Columns ClicksSheet::columnsOf(juce::Rectangle<int> row) {
    Columns columns;
    row = row.reduced(8, 0);
    columns.time = row.removeFromLeft(84);
    row.removeFromLeft(20);
    columns.kind = row.removeFromLeft(76);
    columns.channel = row.removeFromLeft(64);
    columns.state = row.removeFromRight(120);
    row.removeFromRight(24);
    columns.size = row.removeFromRight(90);
    row.removeFromRight(12);
    columns.length = row.removeFromRight(76);
    return columns;
}

void ClicksSheet::paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) {
    const auto* click = clickAt(row);
    if (click == nullptr) return;
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    const auto box = juce::Rectangle<int>(width, height);
    if (isSelected) drawChosenRow(g, c, box);
    const double rate = model_.edits().sampleRateHz();
    const auto columns = columnsOf(box);
    const auto mono = style.font(ui::Face::mono, metrics::captionSize);
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    const auto right = juce::Justification::centredRight, left = juce::Justification::centredLeft;
    ui::drawText(g, mono, c.text, trackTime(static_cast<double>(click->frame) / rate, true), columns.time, right);
    ui::drawText(g, small, c.textMuted, click->isCrackle ? "crackle" : "click", columns.kind, left);
    ui::drawText(g, small, c.textMuted, channelName(click->channel), columns.channel, left);
    ui::drawText(g, mono, c.text, ui::fixedText(1000.0 * static_cast<double>(click->frames) / rate, 2) + " ms",
                 columns.length, right);
    ui::drawText(g, mono, c.text, ui::pretty(ui::fixedText(click->peakDbv, 1)) + " dBV", columns.size, right);
    const bool isBack = isGivenBack(*click);
    ui::drawText(g, small, isBack ? c.accent : c.textMuted,
                 isBack        ? "given back"
                 : isSoundOff_ ? ""
                               : "taken out",
                 columns.state, left);
}

void ClicksSheet::layOut(juce::Rectangle<int> area) {
    auto head = area.removeFromTop(summaryHeight);
    sorting_.setBounds(head.removeFromRight(sortingWidth).withHeight(metrics::fieldHeight));
    area.removeFromTop(6);
    heads_ = area.removeFromTop(headHeight);
    list_.setBounds(area);
    int x = area.getX();
    for (auto* button : {&before_, &after_, &toggle_}) {
        const int width = std::max(84, button == &toggle_ ? 116 : button->idealWidth());
        button->setBounds(x, done().getY(), width, done().getHeight());
        x += width + 8;
    }
}

void ClicksSheet::paintSheet(juce::Graphics& g, juce::Rectangle<int> area) {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    auto head = area.removeFromTop(summaryHeight);
    head.removeFromRight(sortingWidth + 16);
    ui::drawParagraph(g, small, model_.clicks().trouble().empty() ? c.textMuted : c.overload, summary(), head);
    const auto columns = columnsOf(heads_.withTrimmedRight(list_.getVerticalScrollBar().isVisible() ? 8 : 0));
    const auto right = juce::Justification::centredRight, left = juce::Justification::centredLeft;
    ui::drawText(g, small, c.textMuted, "Time", columns.time, right);
    ui::drawText(g, small, c.textMuted, "Kind", columns.kind, left);
    ui::drawText(g, small, c.textMuted, "Channel", columns.channel, left);
    ui::drawText(g, small, c.textMuted, "Length", columns.length, right);
    ui::drawText(g, small, c.textMuted, "Size", columns.size, right);
    g.setColour(c.outline);
    g.fillRect(heads_.withTop(heads_.getBottom() - 1));
}

} // namespace phonostage::app
