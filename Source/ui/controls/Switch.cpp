// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/Switch.h"

#include "ui/controls/SpokenValue.h"

namespace phonostage::ui {

namespace {

constexpr float slideWidth = 32.0f;
constexpr float slideHeight = 18.0f;
constexpr int slideToName = 10;
constexpr int slideInset = 4; ///< room for the ring of the keyboard

class SwitchHandler final : public juce::AccessibilityHandler {
public:
    explicit SwitchHandler(Switch& control)
        : juce::AccessibilityHandler(
              control, juce::AccessibilityRole::toggleButton,
              juce::AccessibilityActions()
                  .addAction(juce::AccessibilityActionType::toggle, [&control] { control.toggle(); })
                  .addAction(juce::AccessibilityActionType::press, [&control] { control.toggle(); })
                  .addAction(juce::AccessibilityActionType::showMenu, [&control] { control.showContextMenu(); }),
              Interfaces{
                  std::make_unique<SpokenValue>([&control] { return control.link().text(control.link().value()); })}),
          control_(control) {}

    juce::AccessibleState getCurrentState() const override {
        auto state = juce::AccessibilityHandler::getCurrentState().withCheckable();
        return control_.link().isOn() ? state.withChecked() : state;
    }

private:
    Switch& control_;
};

} // namespace

Switch::Switch(plugin::Processor& processor, params::Id id, Look look, const juce::String& name)
    : ParameterControl(processor, id, name), look_(look) {}

std::unique_ptr<juce::AccessibilityHandler> Switch::createAccessibilityHandler() {
    return std::make_unique<SwitchHandler>(*this);
}

bool Switch::isLit() const { return (shownValue() >= 0.5) != (look_ == Look::inCircuit); }

void Switch::toggle() {
    if (isEnabled()) link().set(link().isOn() ? 0.0 : onValue ? onValue() : 1.0);
}

void Switch::nudge(int steps, bool) {
    if (isEnabled() && link().isOn() != (steps > 0)) toggle();
}

void Switch::mouseDown(const juce::MouseEvent& event) { pressed_ = !opensContextMenu(event); }

void Switch::mouseUp(const juce::MouseEvent& event) {
    if (pressed_ && getLocalBounds().contains(event.getPosition())) toggle();
    pressed_ = false;
}

bool Switch::keyPressed(const juce::KeyPress& key) {
    const bool presses = key == juce::KeyPress::returnKey || key == juce::KeyPress::spaceKey;
    if (presses && isFocusByKeyboard()) {
        toggle();
        return true;
    }
    return ParameterControl::keyPressed(key);
}

void Switch::paint(juce::Graphics& g) {
    switch (look_) {
    case Look::slider:
        paintSlider(g);
        break;
    case Look::bareSlider:
        drawSlide(g, colours(), getLocalBounds().toFloat(), isLit(), isHovered());
        // Accent would drown in the slide's own colour.
        if (showsFocus()) {
            g.setColour(colours().text);
            g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(0.75f), static_cast<float>(getHeight()) / 2.0f,
                                   1.5f);
        }
        break;
    case Look::chip:
        paintChip(g);
        break;
    case Look::inCircuit:
        paintPill(g);
        break;
    }
}

void Switch::paintSlider(juce::Graphics& g) const {
    drawNamedSlide(g, style(), getLocalBounds(), getName(), isLit(), isHovered());
    if (showsFocus()) drawFocusRing(g, colours(), getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

void Switch::paintChip(juce::Graphics& g) const {
    const auto& c = colours();
    const auto box = getLocalBounds().toFloat().reduced(0.5f);
    g.setColour(isLit() ? c.line : (isHovered() ? c.raisedHover : c.raised));
    g.fillRoundedRectangle(box, metrics::fieldRadius);
    if (!isLit()) {
        g.setColour(c.outline);
        g.drawRoundedRectangle(box, metrics::fieldRadius, 1.0f);
    }
    drawText(g, style().font(Face::medium, metrics::captionSize), isLit() ? c.onLine : c.textMuted, getName(),
             getLocalBounds().reduced(4, 0), juce::Justification::centred);
    if (showsFocus()) {
        g.setColour(isLit() ? c.text : c.accent);
        g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius, 2.0f);
    }
}

void Switch::paintPill(juce::Graphics& g) const {
    const auto& c = colours();
    const auto area = getLocalBounds();
    const auto box = area.toFloat().reduced(0.5f);
    const float radius = box.getHeight() / 2.0f;
    g.setColour(isHovered() ? c.raisedHover : c.raised);
    g.fillRoundedRectangle(box, radius);
    g.setColour(isLit() ? c.outline : c.accent);
    g.drawRoundedRectangle(box, radius, isLit() ? 1.0f : 1.5f);

    const auto lamp = juce::Rectangle<float>(10.0f, 10.0f).withCentre({radius + 3.0f, box.getCentreY()});
    g.setColour(isLit() ? c.level : c.accent);
    if (isLit())
        g.fillEllipse(lamp);
    else
        g.drawEllipse(lamp.reduced(1.0f), 2.0f);
    drawText(g, style().font(Face::medium, metrics::captionSize), c.text, isLit() ? "In circuit" : "Bypassed",
             area.withTrimmedLeft(static_cast<int>(lamp.getRight()) + 8), juce::Justification::centredLeft);
    if (showsFocus()) drawFocusRing(g, c, area.toFloat().reduced(1.0f), radius);
}

void drawSlide(juce::Graphics& g, const Palette& c, juce::Rectangle<float> area, bool isLit, bool isHovered) {
    const float radius = area.getHeight() / 2.0f;
    g.setColour(isLit ? c.line : (isHovered ? c.raisedHover : c.raised));
    g.fillRoundedRectangle(area.reduced(0.5f), radius);
    if (!isLit) {
        g.setColour(c.ideal);
        g.drawRoundedRectangle(area.reduced(0.75f), radius, 1.0f);
    }
    const float inset = area.getHeight() * 0.19f;
    const auto knob = area.reduced(inset).withWidth(area.getHeight() - 2.0f * inset);
    g.setColour(isLit ? c.onLine : c.textMuted);
    g.fillEllipse(isLit ? knob.withRightX(area.getRight() - inset) : knob);
}

void drawNamedSlide(juce::Graphics& g, const Style& style, juce::Rectangle<int> area, const juce::String& name,
                    bool isLit, bool isHovered) {
    const auto& c = style.colours();
    area.removeFromLeft(slideInset);
    drawSlide(g, c,
              juce::Rectangle<float>(slideWidth, slideHeight)
                  .withCentre(area.removeFromLeft(static_cast<int>(slideWidth)).toFloat().getCentre()),
              isLit, isHovered);
    area.removeFromLeft(slideToName);
    drawText(g, style.font(Face::regular, metrics::bodySize), isLit ? c.text : c.textMuted, name, area,
             juce::Justification::centredLeft);
}

} // namespace phonostage::ui
