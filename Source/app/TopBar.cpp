// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/TopBar.h"

#include "Compat.h"
#include "ui/text/Utf8.h"

#include <algorithm>
#include <cmath>

namespace phonostage::app {

namespace metrics = ui::metrics;

namespace {

using Mood = Transport::Mood;
using Dot = Transport::Dot;

constexpr int buttonHeight = 36;
constexpr int mainWidth = 116;
constexpr int pillWidth = 120;
constexpr int clockWidth = 116;
constexpr int wideFrom = 1160; ///< narrower, the navigation is closer and the meters give way

using ui::fromUtf8;

/** What makes two sentences the same news: figures go on. */
juce::String withoutDigits(const std::string& text) { return fromUtf8(text).removeCharacters("0123456789"); }

} // namespace

juce::String pairName(int first, int count) {
    const juce::String left(first + 1);
    return count > 0 && first + 1 >= count ? left : left + " + " + juce::String(first + 2);
}

TopBar::TopBar(AppModel& model, std::function<void(TransportAction)> onAction, std::function<void(PageId)> onPage)
    : model_(model), onAction_(std::move(onAction)), navigation_(std::move(onPage)) {
    setOpaque(true);
    setMouseClickGrabsKeyboardFocus(false);
    setComponentID("transport");
    addAndMakeVisible(navigation_);
    navigation_.setExplicitFocusOrder(1);
    addChildComponent(meters_);
    addChildComponent(input_);
    input_.setExplicitFocusOrder(20);
    input_.setMouseClickGrabsKeyboardFocus(false);
    input_.onClick = [this] { onAction_(TransportAction::inputOff); };
}

TopBar::~TopBar() = default;

ActionButton& TopBar::button(TransportAction action) {
    auto& made = buttons_[action];
    if (made == nullptr) {
        made = std::make_unique<ActionButton>(actionText(action, text_));
        made->setMouseClickGrabsKeyboardFocus(false);
        made->setExplicitFocusOrder(2 + static_cast<int>(buttons_.size()));
        made->onClick = [this, action] { onAction_(action); };
        if (action == TransportAction::record || action == TransportAction::startNow || action == TransportAction::goOn)
            made->setIcon(ActionButton::Icon::record);
        if (action == TransportAction::stop) made->setIcon(ActionButton::Icon::stop);
        if (action == TransportAction::record)
            made->setTooltip("Waits for the needle, or records at once where nothing starts by itself\nR");
        if (action == TransportAction::startNow) made->setTooltip("Records at once\nR");
        if (action == TransportAction::stop) made->setTooltip("Stops; Go on takes it back for 10 s\nCtrl+.");
        addChildComponent(*made);
    }
    return *made;
}

/** Screen readers hear each change of state once, and running figures not at all. */
void TopBar::announce(const Transport& before) const {
    const bool isNews = before.dot != text_.dot || before.mood != text_.mood ||
                        withoutDigits(before.headline) != withoutDigits(text_.headline);
    if (!isNews || before.headline.empty() || !isShowing()) return;
    juce::AccessibilityHandler::postAnnouncement(fromUtf8(text_.headline) + ". " + fromUtf8(text_.detail),
                                                 text_.mood == Mood::trouble
                                                     ? juce::AccessibilityHandler::AnnouncementPriority::high
                                                     : juce::AccessibilityHandler::AnnouncementPriority::medium);
}

void TopBar::refresh() {
    meters_.show(model_.record().history(), model_.inputIsOn());
    const auto busy = model_.record().isBusy() && text_.mood != Mood::trouble;
    navigation_.setBadge(PageId::record, busy && navigation_.shown() != PageId::record ? NavBar::Badge::recording
                                                                                       : NavBar::Badge::none);
    const auto* check = model_.check();
    navigation_.setBadge(PageId::check, check != nullptr && check->hasNews() && navigation_.shown() != PageId::check
                                            ? NavBar::Badge::open
                                            : NavBar::Badge::none);
    auto now = describe(model_);
    if (now == text_) return;
    const auto before = std::exchange(text_, std::move(now));
    announce(before);
    for (auto& [action, made] : buttons_)
        made->setVisible(text_.offers(action));
    setTitle(fromUtf8(text_.headline) + ". " + fromUtf8(text_.detail));
    layOut();
    repaint();
}

void TopBar::resized() { layOut(); }

void TopBar::layOut() {
    if (dynamic_cast<const ui::Style*>(&getLookAndFeel()) == nullptr) return; // not on a window yet
    const bool isWide = getWidth() >= wideFrom;
    const int margin = isWide ? metrics::margin : 12;
    const int navigationRight = isWide ? 344 : 296;
    // A word's room begins at the margin, its text further in.
    navigation_.setBounds(margin - (isWide ? 17 : 8), 0, navigationRight - margin + 8, getHeight() - 1);
    strip_ = getLocalBounds().withTrimmedBottom(1).withLeft(navigationRight + 16);
    auto area = strip_.withTrimmedLeft(16).withTrimmedRight(margin).withSizeKeepingCentre(
        strip_.getWidth() - 16 - margin, buttonHeight);
    area.setX(strip_.getX() + 16);

    if (text_.main) {
        auto& main = button(*text_.main);
        main.setBounds(area.removeFromLeft(mainWidth));
        main.setVisible(true);
        area.removeFromLeft(18);
    }
    bool isFirst = true;
    int right = area.getRight();
    // Read from the left, the one that helps first.
    for (auto each = text_.more.rbegin(); each != text_.more.rend(); ++each) {
        auto& made = button(*each);
        made.setButtonText(actionText(*each, text_));
        isFirst = std::next(each) == text_.more.rend();
        made.setLook(isFirst && !text_.main ? ActionButton::Look::primary : ActionButton::Look::plain);
        const int width = std::max(88, made.idealWidth());
        made.setBounds(right - width, area.getY(), width, buttonHeight);
        made.setVisible(true);
        right -= width + 10;
    }
    input_.setVisible(text_.showsInput && model_.inputIsOn());
    input_.setEnabled(!text_.isInputLocked);
    input_.setTooltip(text_.isInputLocked ? "A side is being recorded: the input stays on until it has ended."
                                          : "The input is open. Click to close it.");
    if (input_.isVisible()) {
        input_.setBounds(right - pillWidth, area.getY() + 2, pillWidth, buttonHeight - 4);
        right -= pillWidth + 20;
    }
    clock_ = {};
    if (text_.hasClock) {
        clock_ = {right - clockWidth, 0, clockWidth, getHeight() - 1};
        right -= clockWidth + 4;
    }
    meters_.setVisible(text_.hasClock && isWide && text_.more.empty());
    if (meters_.isVisible()) {
        right -= LittleMeters::width;
        meters_.setBounds(right, 0, LittleMeters::width, getHeight() - 1);
        right -= 16;
    }
    if (text_.beside) {
        auto& made = button(*text_.beside);
        made.setLook(ActionButton::Look::quiet);
        const int width = made.idealWidth();
        made.setBounds(right - width, area.getY(), width, buttonHeight);
        made.setVisible(true);
        right -= width + 4;
    }
    sentence_ = area.withRight(right).withY(0).withHeight(getHeight() - 1);
}

void TopBar::paintDot(juce::Graphics& g, juce::Point<float> centre) const {
    g.setColour(ui::Style::of(*this).colours().record);
    const auto circle = [&](float size) { return juce::Rectangle<float>(size, size).withCentre(centre); };
    switch (text_.dot) {
    case Dot::none:
        break;
    case Dot::armed:
        g.drawEllipse(circle(10.0F), 1.5F);
        g.fillEllipse(circle(4.0F));
        break;
    case Dot::recording:
        g.fillEllipse(circle(11.0F));
        break;
    case Dot::stopping:
        g.drawEllipse(circle(10.0F), 2.0F);
        break;
    }
}

void TopBar::paintSentence(juce::Graphics& g) const {
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    auto words = sentence_;
    const auto small = style.font(ui::Face::regular, metrics::captionSize);
    const auto detail = fromUtf8(text_.detail);
    const bool hasDot = text_.dot != Dot::none;
    if (hasDot) words.removeFromLeft(18);
    const bool isLong = compat::textWidth(small, detail) > static_cast<float>(words.getWidth());
    words = words.withSizeKeepingCentre(words.getWidth(), isLong ? 50 : 37);
    auto headline = words.removeFromTop(isLong ? 19 : 20);
    if (hasDot)
        paintDot(g, {static_cast<float>(sentence_.getX()) + 5.0F, static_cast<float>(headline.getCentreY()) - 0.5F});
    ui::drawText(g, style.font(ui::Face::semibold, metrics::headingSize), c.text, fromUtf8(text_.headline), headline,
                 juce::Justification::centredLeft);
    g.setColour(text_.detailIsTrouble ? c.overload : c.textMuted);
    g.setFont(small);
    g.drawFittedText(detail, words, juce::Justification::centredLeft, isLong ? 2 : 1, 1.0F);
}

void TopBar::paintClock(juce::Graphics& g) const {
    if (clock_.isEmpty()) return;
    const auto& style = ui::Style::of(*this);
    const auto& c = style.colours();
    auto area = clock_.withSizeKeepingCentre(clock_.getWidth(), 40);
    ui::drawText(g, style.font(ui::Face::mono, metrics::largeReadingSize), text_.isElapsedQuiet ? c.textMuted : c.text,
                 fromUtf8(text_.elapsed), area.removeFromTop(23), juce::Justification::centredRight);
    ui::drawText(g, style.font(ui::Face::regular, metrics::captionSize), text_.isRoomShort ? c.accent : c.textMuted,
                 fromUtf8(text_.room), area, juce::Justification::centredRight);
}

void TopBar::paint(juce::Graphics& g) {
    const auto& colours = ui::Style::of(*this).colours();
    const bool calm = text_.mood == Mood::calm;
    const auto signal = text_.mood == Mood::trouble ? colours.overload : colours.line;
    g.fillAll(colours.card);
    if (!calm) {
        g.setColour(colours.card.overlaidWith(signal.withAlpha(0.13F)));
        g.fillRect(strip_);
        g.setColour(signal);
        g.fillRect(strip_.withWidth(4));
    } else {
        g.setColour(colours.outline);
        g.fillRect(strip_.getX(), 12, 1, getHeight() - 25);
    }
    g.setColour(colours.outline);
    g.fillRect(getLocalBounds().removeFromBottom(1));
    paintSentence(g);
    paintClock(g);
}

} // namespace phonostage::app
