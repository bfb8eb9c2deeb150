// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/CleanSection.h"

namespace phonostage::ui {

CleanSection::CleanSection(plugin::Processor& processor)
    : Section("Clean"), processor_(processor), declick_(processor, params::Id::declick, Switch::Look::chip),
      decrackle_(processor, params::Id::decrackle, Switch::Look::chip),
      declickStrength_(processor, params::Id::declickStrength),
      decrackleStrength_(processor, params::Id::decrackleStrength), hear_(processor, params::Id::hear) {
    form_.row("Clicks", declick_, declickStrength_);
    form_.row("Crackle", decrackle_, decrackleStrength_);
    form_.row("Hear", hear_);
    note_ = form_.note(1);
    declick_.setName("Remove");
    decrackle_.setName("Reduce");
    for (juce::Component* component : std::initializer_list<juce::Component*>{&declick_, &declickStrength_, &decrackle_,
                                                                              &decrackleStrength_, &hear_})
        add(*component);
}

juce::String CleanSection::countText() const {
    const bool isOn = declick_.link().isOn() || decrackle_.link().isOn();
    if (!isOn) return "Taken out in front of the curve.";
    const auto& clicks = processor_.meters().clicks;
    const auto removed = clicks.count(0) + clicks.count(1);
    return removed == 0   ? juce::String("No click yet.")
           : removed == 1 ? juce::String("1 click removed.")
                          : juce::String(removed) + " clicks removed.";
}

void CleanSection::poll(const Tick& tick) {
    Section::poll(tick);
    declickStrength_.setEnabled(declick_.link().isOn());
    decrackleStrength_.setEnabled(decrackle_.link().isOn());
    hear_.setEnabled(declick_.link().isOn() || decrackle_.link().isOn());
    form_.setNote(note_, {countText()});
}

} // namespace phonostage::ui
