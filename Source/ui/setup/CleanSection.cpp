// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/CleanSection.h"

namespace phonostage::ui {

CleanSection::CleanSection(plugin::Processor& processor)
    : Section("Clean"), declick_(processor, params::Id::declick, Switch::Look::chip),
      decrackle_(processor, params::Id::decrackle, Switch::Look::chip),
      declickStrength_(processor, params::Id::declickStrength),
      decrackleStrength_(processor, params::Id::decrackleStrength), hear_(processor, params::Id::hear) {
    declick_.setName("Clicks");
    decrackle_.setName("Crackle");
    form_.row({&declick_, &declickStrength_, &decrackle_, &decrackleStrength_});
    form_.row("Hear", hear_);
    for (juce::Component* component : std::initializer_list<juce::Component*>{&declick_, &declickStrength_, &decrackle_,
                                                                              &decrackleStrength_, &hear_})
        add(*component);
}

void CleanSection::poll(const Tick& tick) {
    Section::poll(tick);
    declickStrength_.setEnabled(declick_.link().isOn());
    decrackleStrength_.setEnabled(decrackle_.link().isOn());
    hear_.setEnabled(declick_.link().isOn() || decrackle_.link().isOn());
}

} // namespace phonostage::ui
