// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/WiringSection.h"

#include "ui/text/CurveCaption.h"

#include "dsp/design/ExactPhase.h"

namespace phonostage::ui {

WiringSection::WiringSection(plugin::Processor& processor)
    : Section("Channels and filters"), processor_(processor),
      invertLeft_(processor, params::Id::invertLeft, Switch::Look::chip),
      invertRight_(processor, params::Id::invertRight, Switch::Look::chip),
      swap_(processor, params::Id::swapChannels, Switch::Look::chip),
      leftToRight_(processor, params::Id::crosstalkLeftToRight),
      rightToLeft_(processor, params::Id::crosstalkRightToLeft),
      dcRemoval_(processor, params::Id::dcRemoval, Switch::Look::chip),
      neumann_(processor, params::Id::curveNeumann, Switch::Look::chip),
      exactPhase_(processor, params::Id::exactPhase, Switch::Look::chip), outputDbv_(processor, params::Id::outputDbv),
      customName_("custom_name", "Name of the custom curve", "Name of the custom curve.") {
    invertLeft_.setName(juce::String::fromUTF8("\xc3\x98 L"));
    invertRight_.setName(juce::String::fromUTF8("\xc3\x98 R"));
    swap_.setName("Swap");
    neumann_.setName(juce::String::fromUTF8("3.18 \xc2\xb5s zero"));
    customName_.onCommit = [this](const juce::String& text) {
        return processor_.setText(params::TextId::customName, text.trim().toStdString())
                   ? juce::String()
                   : juce::String("At most 100 characters, on one line.");
    };
    form_.row({&invertLeft_, &invertRight_, &swap_});
    form_.row("Crosstalk", leftToRight_, rightToLeft_);
    form_.row({&dcRemoval_, &neumann_, &exactPhase_});
    form_.row("Custom curve", customName_);
    customName_.setHint("Name of custom curve");
    form_.row("Output full scale", outputDbv_);
    for (juce::Component* component :
         std::initializer_list<juce::Component*>{&invertLeft_, &invertRight_, &swap_, &leftToRight_, &rightToLeft_,
                                                 &dcRemoval_, &neumann_, &exactPhase_, &customName_, &outputDbv_})
        add(*component);
}

void WiringSection::poll(const Tick& tick) {
    Section::poll(tick);
    tellRate();
    customName_.show(fromUtf8(processor_.text(params::TextId::customName)));
}

void WiringSection::tellRate() {
    const bool acts = dsp::exactPhaseDelayFrames(processor_.rateHz()) > 0;
    if (acts == exactPhaseActs_) return;
    exactPhaseActs_ = acts;
    const auto help = exactPhase_.getDescription();
    exactPhase_.setTooltip(acts ? help : help + "\nAt the present sample rate it changes nothing.");
}

} // namespace phonostage::ui
