// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/HeaderPanel.h"

#include "Compat.h"
#include "ui/text/ScreenNumbers.h"

#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int rowHeight = 36;
constexpr int productWidth = 124;
constexpr int slotWidth = 32;
constexpr int copyWidth = 52;
constexpr int marginGap = 8;

juce::String arrow() { return juce::String::fromUTF8(" \xe2\x86\x92 "); }

int widthOf(const juce::Font& font, const juce::String& text) {
    return text.isEmpty() ? 0 : static_cast<int>(std::ceil(compat::textWidth(font, text))) + 1;
}

} // namespace

SetupButton::SetupButton() : juce::Button("Setup") {
    setComponentID("setup");
    setTitle("Setup");
    setTooltip("Setup: interface, cartridge, load, calibration, channels, units, theme");
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void SetupButton::show(const EquipmentText& equipment) {
    if (equipment == text_) return;
    text_ = equipment;
    setDescription(equipment.cartridge + " " + equipment.interfaceName + " " + equipment.margin);
    repaint();
}

juce::Rectangle<int> SetupButton::wordsArea() const {
    return getLocalBounds().withTrimmedLeft(40).withTrimmedRight(10);
}

SetupButton::Words SetupButton::words() const {
    const auto& style = Style::of(*this);
    const auto headFont = style.font(Face::medium, metrics::captionSize);
    const auto small = style.font(Face::regular, metrics::tickSize);
    Words words;
    words.margin = text_.margin;
    if (text_.cartridge.isEmpty() && text_.interfaceName.isEmpty()) {
        words.head = "Setup";
        words.detail = "choose interface and cartridge";
        return words;
    }
    const int width = wordsArea().getWidth();
    words.head = text_.cartridge.isEmpty()                     ? juce::String("No cartridge chosen")
                 : widthOf(headFont, text_.cartridge) <= width ? text_.cartridge
                                                               : text_.cartridgeModel;
    if (text_.interfaceName.isEmpty()) {
        words.detail = "no interface chosen";
        return words;
    }
    const auto input = text_.inputName.isEmpty() ? juce::String() : ", " + text_.inputName;
    const int room = width - (words.margin.isEmpty() ? 0 : widthOf(small, words.margin) + marginGap);
    words.detail = text_.interfaceName + input;
    if (widthOf(small, words.detail) > room) words.detail = text_.interfaceModel + input;
    if (widthOf(small, words.detail) > room) words.detail = text_.interfaceModel;
    return words;
}

void SetupButton::paintButton(juce::Graphics& g, bool highlighted, bool down) {
    const auto& style = Style::of(*this);
    const auto& c = style.colours();
    const auto box = getLocalBounds().toFloat().reduced(0.5f);
    const bool open = getToggleState();
    g.setColour(down ? c.well : (highlighted || open ? c.raisedHover : c.raised));
    g.fillRoundedRectangle(box, metrics::fieldRadius);
    g.setColour(open ? c.accent : c.outline);
    g.drawRoundedRectangle(box, metrics::fieldRadius, open ? 1.5f : 1.0f);

    // Two sliders: what can be set here.
    const float left = 12.0f;
    for (const auto& [y, knob] : {std::pair(13.5f, 0.7f), std::pair(22.5f, 0.3f)}) {
        g.setColour(c.textMuted);
        g.fillRoundedRectangle(left, y - 0.75f, 16.0f, 1.5f, 0.75f);
        g.setColour(open ? c.accent : c.text);
        g.fillEllipse(juce::Rectangle<float>(6.0f, 6.0f).withCentre({left + 16.0f * knob, y}));
    }
    auto area = wordsArea();
    const auto words = this->words();
    const auto small = style.font(Face::regular, metrics::tickSize);
    drawText(g, style.font(Face::medium, metrics::captionSize), c.text, words.head,
             area.removeFromTop(20).withTrimmedTop(4), juce::Justification::centredLeft);
    area = area.withTrimmedBottom(2);
    if (words.margin.isNotEmpty()) {
        drawText(g, small, text_.isWarning ? c.accent : c.textMuted, words.margin,
                 area.removeFromRight(widthOf(small, words.margin)), juce::Justification::centredRight);
        area.removeFromRight(marginGap);
    }
    drawText(g, small, c.textMuted, words.detail, area, juce::Justification::centredLeft);
    if (hasKeyboardFocus(false)) drawFocusRing(g, c, getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

HeaderPanel::HeaderPanel(plugin::Processor& processor, Actions actions)
    : processor_(processor), preset_(processor), bypass_(processor, params::Id::bypass, Switch::Look::inCircuit) {
    setName("Header");
    setFocusContainerType(FocusContainerType::focusContainer);
    for (auto* button : {&slotA_, &slotB_, &copy_, &view_}) {
        button->setWantsKeyboardFocus(true);
        button->setMouseClickGrabsKeyboardFocus(false);
        addAndMakeVisible(button);
    }
    slotA_.setComponentID("slot_a");
    slotA_.setTitle("Compare: A");
    slotA_.setTooltip("Compare two versions of the sound settings: A. Both use the same equipment.");
    slotA_.onClick = [this] { processor_.selectSlot(plugin::Processor::Slot::a); };
    slotA_.setConnectedEdges(juce::Button::ConnectedOnRight);
    slotB_.setComponentID("slot_b");
    slotB_.setTitle("Compare: B");
    slotB_.setTooltip("Compare two versions of the sound settings: B. Both use the same equipment.");
    slotB_.onClick = [this] { processor_.selectSlot(plugin::Processor::Slot::b); };
    slotB_.setConnectedEdges(juce::Button::ConnectedOnLeft);
    copy_.setComponentID("copy_slot");
    copy_.onClick = [this] { processor_.copyToOtherSlot(); };

    setup_.onClick = [action = std::move(actions.onSetup)] { action(); };
    view_.setComponentID("view");
    view_.setTitle("Size and theme");
    view_.setTooltip("Window size and theme");
    view_.onClick = [this, action = std::move(actions.onView)] { action(view_); };
    addAndMakeVisible(preset_);
    addAndMakeVisible(setup_);
    addAndMakeVisible(bypass_);
    int order = 1;
    for (juce::Component* component :
         std::initializer_list<juce::Component*>{&preset_, &slotA_, &slotB_, &copy_, &setup_, &view_, &bypass_})
        component->setExplicitFocusOrder(order++);
    setScale(1.0);
}

void HeaderPanel::setScale(double scale) { view_.setButtonText(juce::String(std::lround(scale * 100.0)) + " %"); }

void HeaderPanel::setSetupOpen(bool open) { setup_.setToggleState(open, juce::dontSendNotification); }

const HeaderPanel::Places& HeaderPanel::places() const {
    using namespace metrics;
    static constexpr Places usual{margin, gap, meterCardWidth, 14, 154, 220, 72};
    static constexpr Places compact{compactMargin, compactMargin, compactMeterWidth, 8, 138, 176, 64};
    return compact_ ? compact : usual;
}

void HeaderPanel::setCompact(bool compact) {
    compact_ = compact;
    resized();
    staticChanged();
}

juce::Rectangle<int> HeaderPanel::statusArea() const {
    const auto& p = places();
    return {p.statusLeft, p.rowTop + 2, p.centreLeft() - p.statusLeft - (compact_ ? 2 : 8), rowHeight};
}

void HeaderPanel::showSlot() {
    const bool isA = processor_.slot() == plugin::Processor::Slot::a;
    slotA_.setToggleState(isA, juce::dontSendNotification);
    slotB_.setToggleState(!isA, juce::dontSendNotification);
    const auto text = isA ? "A" + arrow() + "B" : "B" + arrow() + "A";
    if (copy_.getButtonText() == text) return;
    copy_.setButtonText(text);
    copy_.setTitle(isA ? "Copy A to B" : "Copy B to A");
    copy_.setTooltip(copy_.getTitle());
}

void HeaderPanel::showEquipment() {
    auto stage = processor_.stage();
    if (valid_ && stage == stage_) return;
    stage_ = std::move(stage);
    valid_ = true;
    setup_.show(equipmentText(stage_, heard_));
    preset_.show(stage_);
}

void HeaderPanel::setHeard(const params::LevelJudgement& heard) {
    if (heard.isLike(heard_)) return;
    heard_ = heard;
    valid_ = false;
}

void HeaderPanel::poll(const Tick& tick) {
    bypass_.poll(tick);
    showSlot();
    showEquipment();
    const double kilohertz = processor_.rateHz() / 1000.0;
    auto status = juce::String("no audio");
    if (processor_.isPrepared()) {
        status = shortText(kilohertz, 3) + " kHz";
        if (processor_.getTotalNumInputChannels() == 1) status << ", mono";
    }
    if (status == status_) return;
    status_ = status;
    repaint(statusArea());
}

void HeaderPanel::resized() {
    const auto& p = places();
    const int small = compact_ ? 8 : 12;
    const int right = getWidth() - p.margin;
    const int meterLeft = right - p.meterWidth;
    preset_.setBounds(p.centreLeft(), p.rowTop, p.presetWidth, rowHeight);
    int x = preset_.getRight() + small;
    slotA_.setBounds(x, p.rowTop, slotWidth, rowHeight);
    slotB_.setBounds(x + slotWidth, p.rowTop, slotWidth, rowHeight);
    copy_.setBounds(slotB_.getRight() + 8, p.rowTop, copyWidth, rowHeight);
    x = copy_.getRight() + small;
    setup_.setBounds(x, p.rowTop, meterLeft - p.gap - x, rowHeight);
    view_.setBounds(meterLeft, p.rowTop, p.viewWidth, rowHeight);
    bypass_.setBounds(view_.getRight() + small, p.rowTop, right - view_.getRight() - small, rowHeight);
}

void HeaderPanel::paintStatic(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    const auto& p = places();
    drawText(g, style.font(Face::semibold, metrics::titleSize), style.colours().text, "Phonostage",
             {p.margin, p.rowTop, productWidth, rowHeight}, juce::Justification::centredLeft);
}

void HeaderPanel::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, status_, statusArea(),
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
