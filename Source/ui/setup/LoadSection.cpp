// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/LoadSection.h"

#include "ui/text/CurveCaption.h"

namespace phonostage::ui {

LoadSection::LoadSection(plugin::Processor& processor)
    : Section("Load"), processor_(processor), loadOhm_(processor, params::Id::loadOhm),
      loadPf_(processor, params::Id::loadPf), wantOhm_(processor, params::Id::wantOhm),
      wantPf_(processor, params::Id::wantPf), limit_(processor, params::Id::loadLimit) {
    form_.row("Input and cable", loadOhm_, loadPf_);
    form_.row("Recommended", wantOhm_, wantPf_);
    form_.row("Boost limit", limit_);
    note_ = form_.note(4);
    for (auto* field : {&loadOhm_, &loadPf_, &wantOhm_, &wantPf_, &limit_})
        add(*field);
}

void LoadSection::poll(const Tick& tick) {
    Section::poll(tick);
    const auto values = processor_.values();
    if (valid_ && values == values_) return;
    values_ = values;
    valid_ = true;
    const auto text = loadText(values);
    auto words = text.load + ": " + text.effect + ". ";
    if (text.remedy.isNotEmpty()) words << text.remedy;
    form_.setNote(note_, {words.trim(), text.isWarning});
}

WiringSection::WiringSection(plugin::Processor& processor)
    : Section("Channels and filters"), processor_(processor),
      invertLeft_(processor, params::Id::invertLeft, Switch::Look::chip),
      invertRight_(processor, params::Id::invertRight, Switch::Look::chip),
      swap_(processor, params::Id::swapChannels, Switch::Look::chip),
      leftToRight_(processor, params::Id::crosstalkLeftToRight),
      rightToLeft_(processor, params::Id::crosstalkRightToLeft),
      dcRemoval_(processor, params::Id::dcRemoval, Switch::Look::chip),
      neumann_(processor, params::Id::curveNeumann, Switch::Look::chip), outputDbv_(processor, params::Id::outputDbv),
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
    form_.row({&dcRemoval_, &neumann_});
    form_.row("Custom curve", customName_);
    customName_.setHint("Name of custom curve");
    form_.row("Output full scale", outputDbv_);
    for (juce::Component* component :
         std::initializer_list<juce::Component*>{&invertLeft_, &invertRight_, &swap_, &leftToRight_, &rightToLeft_,
                                                 &dcRemoval_, &neumann_, &customName_, &outputDbv_})
        add(*component);
}

void WiringSection::poll(const Tick& tick) {
    Section::poll(tick);
    customName_.show(fromUtf8(processor_.text(params::TextId::customName)));
}

} // namespace phonostage::ui
