// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/CleanSection.h"

#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>

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
    form_.setNote(humNote_, {humText(), false});
}

juce::String CleanSection::humText() const {
    if (!dehum_.link().isOn()) return {};
    const auto& meter = processor_.meters().hum;
    const int lines = meter.lines;
    if (lines == 0) return "No hum found yet. It takes 11 s of sound.";
    const double loudest = std::max(meter.rmsVolts[0].load(), meter.rmsVolts[1].load());
    return "Hum: " + juce::String(lines) + (lines == 1 ? " line of " : " lines of ") + fixedText(meter.frequencyHz, 1) +
           " Hz" + (loudest > 0.0 ? ", " + signedText(dbvOfRms(loudest), 0) + " dBV" : juce::String());
}

} // namespace phonostage::ui
