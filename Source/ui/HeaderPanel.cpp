// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderPanel.h"

#include "NumberText.h"

#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr int rowTop = 14;
constexpr int rowHeight = 36;
constexpr int statusLeft = 154;
constexpr int centreLeft = metrics::margin + metrics::meterCardWidth + metrics::gap;
constexpr int presetWidth = 220;
constexpr int slotWidth = 32;
constexpr int copyWidth = 52;
constexpr int viewWidth = 72;
constexpr int marginWidth = 136;

juce::String arrow() { return juce::String::fromUTF8(" \xe2\x86\x92 "); }

} // namespace

SetupButton::SetupButton() : juce::Button("Set-up") {
    setComponentID("setup");
    setTitle("Set-up");
    setTooltip("Set-up: interface, cartridge, load, calibration, channels, units, theme");
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
}

void SetupButton::show(const EquipmentText& equipment) {
    if (equipment == text_) return;
    text_ = equipment;
    setDescription(equipment.cartridge + " " + equipment.interfaceName + " " + equipment.margin);
    repaint();
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
    auto area = getLocalBounds().withTrimmedLeft(40).withTrimmedRight(10);
    const bool known = text_.cartridge.isNotEmpty() || text_.interfaceName.isNotEmpty();
    const auto head = known ? (text_.cartridge.isNotEmpty() ? text_.cartridge : juce::String("No cartridge chosen"))
                            : juce::String("Set-up");
    auto detail = known ? (text_.interfaceName.isNotEmpty() ? text_.interfaceName : juce::String("no interface chosen"))
                        : juce::String("choose interface and cartridge");
    if (text_.interfaceName.isNotEmpty() && text_.inputName.isNotEmpty()) detail << ", " << text_.inputName;
    auto top = area.removeFromTop(20).withTrimmedTop(4);
    if (text_.margin.isNotEmpty())
        drawText(g, style.font(Face::regular, metrics::tickSize), text_.isWarning ? c.accent : c.textMuted,
                 text_.margin, top.removeFromRight(marginWidth), juce::Justification::centredRight);
    drawText(g, style.font(Face::medium, metrics::captionSize), c.text, head, top, juce::Justification::centredLeft);
    drawText(g, style.font(Face::regular, metrics::tickSize), c.textMuted, detail, area.withTrimmedBottom(2),
             juce::Justification::centredLeft);
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
    slotA_.setTooltip("Compare two settings of the sound: A. The equipment is common to both.");
    slotA_.onClick = [this] { processor_.selectSlot(plugin::Processor::Slot::a); };
    slotA_.setConnectedEdges(juce::Button::ConnectedOnRight);
    slotB_.setComponentID("slot_b");
    slotB_.setTitle("Compare: B");
    slotB_.setTooltip("Compare two settings of the sound: B. The equipment is common to both.");
    slotB_.onClick = [this] { processor_.selectSlot(plugin::Processor::Slot::b); };
    slotB_.setConnectedEdges(juce::Button::ConnectedOnLeft);
    copy_.setComponentID("copy_slot");
    copy_.onClick = [this] { processor_.copyToOtherSlot(); };

    setup_.onClick = [action = std::move(actions.onSetup)] { action(); };
    view_.setComponentID("view");
    view_.setTitle("Size and theme");
    view_.setTooltip("Size of the window and theme");
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

juce::Rectangle<int> HeaderPanel::statusArea() const {
    return {statusLeft, rowTop + 2, centreLeft - statusLeft - 8, rowHeight};
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
    setup_.show(equipmentText(stage_));
    preset_.show(stage_);
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
    const int right = getWidth() - metrics::margin;
    const int meterLeft = right - metrics::meterCardWidth;
    preset_.setBounds(centreLeft, rowTop, presetWidth, rowHeight);
    int x = preset_.getRight() + 12;
    slotA_.setBounds(x, rowTop, slotWidth, rowHeight);
    slotB_.setBounds(x + slotWidth, rowTop, slotWidth, rowHeight);
    copy_.setBounds(slotB_.getRight() + 8, rowTop, copyWidth, rowHeight);
    x = copy_.getRight() + 12;
    setup_.setBounds(x, rowTop, meterLeft - metrics::gap - x, rowHeight);
    view_.setBounds(meterLeft, rowTop, viewWidth, rowHeight);
    bypass_.setBounds(view_.getRight() + 12, rowTop, right - view_.getRight() - 12, rowHeight);
}

void HeaderPanel::paintStatic(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::semibold, metrics::titleSize), style.colours().text, "Phonostage",
             {metrics::margin, rowTop, 124, rowHeight}, juce::Justification::centredLeft);
}

void HeaderPanel::paint(juce::Graphics& g) {
    const auto& style = Style::of(*this);
    drawText(g, style.font(Face::regular, metrics::captionSize), style.colours().textMuted, status_, statusArea(),
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
