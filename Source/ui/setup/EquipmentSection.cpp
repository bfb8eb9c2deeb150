// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/EquipmentSection.h"

#include "ui/meters/LevelWatch.h"
#include "ui/setup/EquipmentSearch.h"

namespace phonostage::ui {

EquipmentSection::EquipmentSection(plugin::Processor& processor)
    : Section("Equipment"), processor_(processor), finder_(processor),
      interface_("interface", "Interface", "The audio interface. Sets full-scale level and load."),
      input_("interface_input", "Interface input", "The input that the turntable is connected to."),
      cartridge_("cartridge", "Cartridge", "The cartridge. Sets its output and coil data."),
      interfaceGain_(processor, params::Id::interfaceGain), inputDbv_(processor, params::Id::inputDbv),
      outputMv_(processor, params::Id::cartridgeMv), velocity_(processor, params::Id::cartridgeVelocity),
      velocityRms_(processor, params::Id::cartridgeVelocityRms, Switch::Look::chip),
      inductance_(processor, params::Id::cartridgeMh), resistance_(processor, params::Id::cartridgeOhm),
      nominal_(processor, params::Id::nominalDbv) {
    velocityRms_.setName("rms");
    interface_.onAsk = [this] { return interfaceQuestion(processor_); };
    input_.onAsk = [this] { return inputQuestion(processor_); };
    cartridge_.onAsk = [this] { return cartridgeQuestion(processor_); };
    // Turning the interface up by so much lowers what its full scale is at the socket, measured or looked up alike.
    interfaceGain_.link().onWritten = [this](double before, double after) { followGain(processor_, before, after); };
    find_.setComponentID("find_gain");
    find_.setTooltip(MusicFinder::help);
    find_.onClick = [this] { finder_.start(); };
    take_.setComponentID("take_turn");
    take_.setTooltip("Enters the new reading of the interface's gain. Turn the knob first.");
    take_.onClick = [this] { takeStep(processor_, turned_); };
    for (auto* button : {&find_, &take_}) {
        button->setWantsKeyboardFocus(true);
        button->setMouseClickGrabsKeyboardFocus(false);
    }

    form_.row({&interface_});
    form_.row("Input", input_);
    form_.row("Interface gain", interfaceGain_);
    form_.row({&find_});
    gainNote_ = form_.note(2);
    form_.row("Full scale", inputDbv_);
    form_.space(8);
    form_.row({&cartridge_});
    form_.row("Output", outputMv_);
    form_.row("at", velocity_, velocityRms_, 0.62f);
    form_.row("Coil", inductance_, resistance_);
    form_.space(8);
    form_.row("Nominal level", nominal_);
    levelNote_ = form_.note(2);
    adviceNote_ = form_.note(3);
    form_.row({&take_});
    for (juce::Component* component : std::initializer_list<juce::Component*>{
             &interface_, &input_, &interfaceGain_, &find_, &inputDbv_, &cartridge_, &outputMv_, &velocity_,
             &velocityRms_, &inductance_, &resistance_, &nominal_, &take_})
        add(*component);
    take_.setVisible(false);
}

void EquipmentSection::setHeard(const params::LevelJudgement& heard) {
    if (heard.isLike(heard_)) return;
    heard_ = heard;
    valid_ = false;
}

void EquipmentSection::poll(const Tick& tick) {
    Section::poll(tick);
    const auto said = finder_.text();
    finder_.poll();
    if (finder_.text() != said) valid_ = false;
    auto stage = processor_.stage();
    if (valid_ && stage == stage_) return;
    stage_ = std::move(stage);
    valid_ = true;
    const auto text = equipmentText(stage_, heard_);
    const auto field = [](ChooserField& where, const juce::String& what, const char* placeholder) {
        where.setText(what.isNotEmpty() ? what : juce::String(placeholder), what.isEmpty());
    };
    field(interface_, text.interfaceName, "Choose the interface");
    field(input_, text.inputName, "Choose");
    field(cartridge_, text.cartridge, "Choose the cartridge");
    input_.setEnabled(text.interfaceName.isNotEmpty());
    const bool isKnob = text.hasGainControl;
    interfaceGain_.setTooltip(gainTooltip(text));
    form_.setNote(gainNote_, {finder_.text().isNotEmpty() ? finder_.text()
                              : isKnob                    ? sentenceCase(text.gainRange) +
                                             ". No figures on the knob? Turn it fully down "
                                             "and leave " +
                                             text.gainLowest + "."
                              : text.gainRange.isNotEmpty() ? juce::String("This input has no gain control.")
                                                            : juce::String(),
                              finder_.isWarning()});
    turned_ = isKnob ? turnedAdvice(text.turnDb) : LevelAdvice();
    take_.setVisible(turned_.button.isNotEmpty());
    take_.setButtonText(turned_.button);
    form_.setNote(levelNote_, {text.level.isEmpty() ? juce::String("Choose a cartridge to see its level.")
                                                    : text.level + ". " + text.gain + "."});
    form_.setNote(adviceNote_, {text.margin.isEmpty() ? juce::String() : text.marginSentence, text.isWarning});
}

} // namespace phonostage::ui
