// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Chooser.h"

#include "ui/controls/Form.h"

#include <algorithm>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int cardWidth = 440;
constexpr int cardHeight = 424;
constexpr int listPadding = 12;
constexpr int fieldHeight = 32;
constexpr int fieldGap = 8;
constexpr int anchorGap = 4;
constexpr int smallestHeight = 240; ///< field, a few rows and the foot
constexpr int rowHeight = 40;
constexpr int codeWidth = 150;
constexpr int footHeight = 3 * Form::lineHeight + 8;

} // namespace

bool typesText(const juce::KeyPress& key) {
    const auto modifiers = key.getModifiers();
    if (modifiers.isCtrlDown() || modifiers.isCommandDown() || modifiers.isAltDown()) return false;
    return juce::CharacterFunctions::isLetterOrDigit(key.getTextCharacter());
}

Chooser::Chooser() : list_("List", this) {
    setComponentID("chooser");
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    list_.setRowHeight(rowHeight);
    list_.setWantsKeyboardFocus(false);
    list_.setColour(juce::ListBox::backgroundColourId, juce::Colours::transparentBlack);
    field_.setComponentID("chooser_search");
    field_.setPopupMenuEnabled(false);
    field_.setInputRestrictions(60);
    field_.setIndents(8, 0);
    field_.setJustification(juce::Justification::centredLeft);
    field_.onTextChange = [this] { search(); };
    addAndMakeVisible(field_);
    addAndMakeVisible(list_);
    setVisible(false);
}

void Chooser::open(juce::Component& anchor, Question question, const juce::String& initial) {
    question_ = std::move(question);
    anchor_ = &anchor;
    setTitle(question_.title);
    field_.setTitle(question_.title + ", search");
    list_.setTitle(question_.title + ", list");
    themeChanged();

    place();
    field_.setText(initial, juce::dontSendNotification);
    search();
    setVisible(true);
    toFront(false);
    if (isShowing()) field_.grabKeyboardFocus();
    field_.moveCaretToEnd();
}

/** Below the anchor or above it, where there is more room; beside it where both are too low for a list. */
void Chooser::place() {
    const auto* face = getParentComponent();
    const auto anchor = face->getLocalArea(anchor_, anchor_->getLocalBounds());
    const auto inside = face->getLocalBounds().reduced(metrics::gap / 2);
    const int width = std::max(cardWidth, anchor.getWidth());
    const int below = inside.getBottom() - anchor.getBottom() - anchorGap;
    const int above = anchor.getY() - anchorGap - inside.getY();
    if (std::max(below, above) >= smallestHeight) {
        const bool isBelow = below >= std::min(cardHeight, above);
        const int height = std::min(cardHeight, isBelow ? below : above);
        const int y = isBelow ? anchor.getBottom() + anchorGap : anchor.getY() - anchorGap - height;
        room_ = juce::Rectangle<int>(anchor.getX(), y, width, height);
    } else {
        const bool isRight = anchor.getRight() + anchorGap + width <= inside.getRight();
        room_ = juce::Rectangle<int>(isRight ? anchor.getRight() + anchorGap : anchor.getX() - anchorGap - width,
                                     anchor.getY(), width, std::min(cardHeight, inside.getHeight()));
    }
    room_ = room_.constrainedWithin(inside);
}

void Chooser::close() {
    if (!isVisible()) return;
    setVisible(false);
    items_.clear();
    list_.updateContent();
    if (anchor_ != nullptr && anchor_->isShowing()) anchor_->grabKeyboardFocus();
}

void Chooser::noteFocus(const juce::Component* focused) {
    if (!isShowing() || focused == nullptr || focused == &field_ || isParentOf(focused)) return;
    const auto* face = getParentComponent();
    if (face == nullptr || !face->isParentOf(focused)) return;
    // Not while JUCE is still handing it over.
    juce::MessageManager::callAsync([safe = SafePointer(this)] {
        if (safe != nullptr && safe->isShowing() && !safe->field_.hasKeyboardFocus(false))
            safe->field_.grabKeyboardFocus();
    });
}

void Chooser::type(const juce::String& query) {
    field_.setText(query, juce::dontSendNotification);
    search();
}

void Chooser::search() {
    items_ = question_.find ? question_.find(field_.getText().trim()) : std::vector<Item>{};
    list_.updateContent();
    hasFoot_ = std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.more.isNotEmpty(); });
    resized();
    const bool searching = field_.getText().trim().isNotEmpty();
    int selected = -1;
    for (int row = 0; row < getNumRows(); ++row) {
        if (!isChoice(row)) continue;
        const bool now = !searching && items_[static_cast<std::size_t>(row)].isNow;
        if (selected < 0 || now) selected = row;
        if (now) break;
    }
    if (selected >= 0) {
        list_.selectRow(selected, false, true);
    } else {
        list_.deselectAllRows();
    }
    list_.repaint();
    repaint();
}

bool Chooser::isChoice(int row) const {
    return row >= 0 && row < static_cast<int>(items_.size()) && items_[static_cast<std::size_t>(row)].id >= 0;
}

void Chooser::move(int rows) {
    int row = list_.getSelectedRow();
    const int step = rows > 0 ? 1 : -1;
    int last = row;
    for (int i = 0; i < std::abs(rows);) {
        row += step;
        if (row < 0 || row >= getNumRows()) break;
        if (!isChoice(row)) continue; // a heading is passed over
        last = row;
        ++i;
    }
    if (isChoice(last)) list_.selectRow(last);
}

void Chooser::takeSelected() { take(list_.getSelectedRow()); }

void Chooser::take(int row) {
    if (!isChoice(row)) return;
    const int id = items_[static_cast<std::size_t>(row)].id;
    const auto onChosen = question_.onChosen;
    close();
    if (onChosen) onChosen(id);
}

void Chooser::themeChanged() {
    auto* style = dynamic_cast<const Style*>(&getLookAndFeel());
    if (style == nullptr) return;
    const auto& c = style->colours();
    field_.applyFontToAllText(style->font(Face::regular, metrics::bodySize));
    field_.applyColourToAllText(c.text);
    field_.setColour(juce::TextEditor::textColourId, c.text);
    field_.setTextToShowWhenEmpty(question_.placeholder, c.textMuted);
    list_.getVerticalScrollBar().setColour(juce::ScrollBar::thumbColourId, c.ideal);
}

void Chooser::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    drawVeiledCard(g, c, getLocalBounds(), card_, 0.5f);
    if (hasFoot_) {
        g.setColour(c.gridStrong);
        g.fillRect(foot_.withHeight(1).toFloat());
        const int row = list_.getSelectedRow();
        if (isChoice(row))
            drawParagraph(g, style.font(Face::regular, metrics::captionSize), c.textMuted,
                          items_[static_cast<std::size_t>(row)].more, foot_.withTrimmedTop(8).reduced(8, 0));
    }
    if (items_.empty())
        drawText(g, style.font(Face::regular, metrics::bodySize), c.textMuted, question_.nothingFound,
                 list_.getBounds().removeFromTop(rowHeight).reduced(8, 0), juce::Justification::centredLeft);
}

void Chooser::resized() {
    // Its field stays where it is while the list below grows and shrinks.
    const int rows = std::max(1, getNumRows()) * rowHeight;
    const int foot = hasFoot_ ? footHeight : 0;
    card_ = room_.withHeight(std::min(room_.getHeight(), 2 * listPadding + fieldHeight + fieldGap + rows + foot));
    auto area = card_.reduced(listPadding);
    field_.setBounds(area.removeFromTop(fieldHeight));
    area.removeFromTop(fieldGap);
    foot_ = area.removeFromBottom(foot);
    list_.setBounds(area);
}

void Chooser::mouseDown(const juce::MouseEvent& event) {
    if (!card_.contains(event.getPosition())) close();
}

bool Chooser::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::escapeKey) {
        close();
        return true;
    }
    return false;
}

void Chooser::Field::paintOverChildren(juce::Graphics& g) {
    juce::TextEditor::paintOverChildren(g);
    if (!isEmpty() || !hasKeyboardFocus(false)) return;
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::bodySize), style.colours().textMuted, chooser_.question_.placeholder,
             getLocalBounds().reduced(12, 0), juce::Justification::centredLeft);
}

bool Chooser::Field::keyPressed(const juce::KeyPress& key) {
    const int code = key.getKeyCode();
    constexpr int page = 8;
    if (code == juce::KeyPress::downKey || code == juce::KeyPress::upKey) {
        chooser_.move(code == juce::KeyPress::downKey ? 1 : -1);
    } else if (code == juce::KeyPress::pageDownKey || code == juce::KeyPress::pageUpKey) {
        chooser_.move(code == juce::KeyPress::pageDownKey ? page : -page);
    } else if (code == juce::KeyPress::returnKey) {
        chooser_.takeSelected();
    } else if (code == juce::KeyPress::escapeKey) {
        chooser_.close();
    } else {
        return juce::TextEditor::keyPressed(key);
    }
    return true;
}

void Chooser::paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) {
    if (row < 0 || row >= getNumRows()) return;
    const auto& item = items_[static_cast<std::size_t>(row)];
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    auto area = juce::Rectangle<int>(width, height).reduced(8, 3);
    if (item.id < 0) {
        drawText(g, style.font(Face::medium, metrics::captionSize), c.textMuted, item.title,
                 area.removeFromBottom(metrics::captionHeight), juce::Justification::centredLeft);
        return;
    }
    if (isSelected) {
        g.setColour(c.raisedHover);
        g.fillRoundedRectangle(juce::Rectangle<int>(width, height).reduced(0, 1).toFloat(), metrics::fieldRadius);
        // Colour is not the only sign of what enter would take.
        g.setColour(c.accent);
        g.fillRoundedRectangle(0.0f, 8.0f, 3.0f, static_cast<float>(height) - 16.0f, 1.5f);
    }
    if (item.isNow) {
        g.setColour(c.accent);
        g.fillEllipse(
            juce::Rectangle<float>(6.0f, 6.0f)
                .withCentre({static_cast<float>(area.getRight()) - 4.0f, static_cast<float>(area.getY()) + 8.0f}));
    }
    auto top = area.removeFromTop(area.getHeight() / 2);
    if (item.isNow) top.removeFromRight(14);
    if (item.code.isNotEmpty())
        drawText(g, style.font(Face::mono, metrics::tickSize), isSelected ? c.text : c.textMuted, item.code,
                 top.removeFromRight(codeWidth), juce::Justification::centredRight);
    drawText(g, style.font(Face::medium, metrics::bodySize), c.text, item.title, top, juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::captionSize), c.textMuted, item.detail, area,
             juce::Justification::centredLeft);
}

juce::String Chooser::getNameForRow(int row) {
    if (row < 0 || row >= getNumRows()) return {};
    const auto& item = items_[static_cast<std::size_t>(row)];
    return item.title + (item.detail.isNotEmpty() ? ", " + item.detail : juce::String()) +
           (item.code.isNotEmpty() ? ", " + item.code : juce::String());
}

void Chooser::listBoxItemClicked(int row, const juce::MouseEvent&) { take(row); }

void Chooser::selectedRowsChanged(int) {
    if (hasFoot_) repaint(foot_);
}

void Chooser::returnKeyPressed(int row) { take(row); }

} // namespace phonostage::ui
