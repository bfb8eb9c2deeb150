// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/CleanSection.h"

#include "ui/text/HumText.h"

namespace phonostage::ui {

CleanSection::CleanSection(plugin::Processor& processor)
    : Section("Clean"), processor_(processor), declick_(processor, params::Id::declick, Switch::Look::chip),
      decrackle_(processor, params::Id::decrackle, Switch::Look::chip),
      declickStrength_(processor, params::Id::declickStrength),
      decrackleStrength_(processor, params::Id::decrackleStrength), dehum_(processor, params::Id::dehum),
      dehumMost_(processor, params::Id::dehumMost), hear_(processor, params::Id::hear) {
    declick_.setName("Clicks");
    decrackle_.setName("Crackle");
    form_.row({&declick_, &declickStrength_, &decrackle_, &decrackleStrength_});
    form_.row("Hum", dehum_, dehumMost_, 0.62f);
    form_.row("Hear", hear_);
    humNote_ = form_.note(1);
    for (juce::Component* component : std::initializer_list<juce::Component*>{
             &declick_, &declickStrength_, &decrackle_, &decrackleStrength_, &dehum_, &dehumMost_, &hear_})
        add(*component);
}

void CleanSection::poll(const Tick& tick) {
    Section::poll(tick);
    declickStrength_.setEnabled(declick_.link().isOn());
    decrackleStrength_.setEnabled(decrackle_.link().isOn());
    dehumMost_.setEnabled(dehum_.link().isOn());
    hear_.setEnabled(declick_.link().isOn() || decrackle_.link().isOn() || dehum_.link().isOn());
    form_.setNote(humNote_, {dehum_.link().isOn() ? humText(processor_.meters().hum) : juce::String(), false});
}

} // namespace phonostage::ui
