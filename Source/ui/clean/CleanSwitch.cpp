// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clean/CleanSwitch.h"

#include "ui/controls/ParameterLink.h"
#include "ui/controls/Switch.h"

namespace phonostage::ui {

CleanSwitch::CleanSwitch(plugin::Processor& processor) : juce::Button("Clean"), processor_(processor) {
    setComponentID("clean_on");
    setTitle("Clean");
    const juce::String help = "Takes clicks, crackle and hum out before the curve: off, or on as they were on last.";
    setTooltip(help);
    setDescription(help);
    setWantsKeyboardFocus(true);
    setMouseClickGrabsKeyboardFocus(false);
    setToggleable(true);
}

void CleanSwitch::show(const params::Values& values) {
    processor_.cleanChoice().follow(values);
    setToggleState(plugin::CleanChoice::isOn(values), juce::dontSendNotification);
}

void CleanSwitch::toggle() {
    const auto values = processor_.values();
    processor_.cleanChoice().follow(values);
    const bool wasOn = plugin::CleanChoice::isOn(values);
    for (const auto id : {params::Id::declick, params::Id::decrackle, params::Id::dehum})
        ParameterLink(processor_, id).set(wasOn ? 0.0 : processor_.cleanChoice().valueOf(id));
    show(processor_.values());
}

void CleanSwitch::paintButton(juce::Graphics& g, bool highlighted, bool) {
    const auto& style = Style::of(*this);
    drawNamedSlide(g, style, getLocalBounds(), getName(), getToggleState(), highlighted);
    if (hasKeyboardFocus(false))
        drawFocusRing(g, style.colours(), getLocalBounds().toFloat().reduced(1.0f), metrics::fieldRadius);
}

} // namespace phonostage::ui
