// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/LoadSection.h"

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

} // namespace phonostage::ui
