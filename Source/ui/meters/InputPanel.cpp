// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/InputPanel.h"

#include "params/EquipmentChoice.h"
#include "params/StageValues.h"

#include <optional>

namespace phonostage::ui {
namespace {

MeterSetup inputSetup(const params::Values& values) {
    MeterSetup setup;
    setup.fullScaleDbv = values.get(params::Id::inputDbv);
    const auto rating = params::cartridgeRating(values);
    std::optional<double> level;
    if (rating) {
        const auto load = params::loadCorrection(values);
        level = catalogue::levelAt5CmDbv(*rating, load);
        setup.cmPerSecondPerVolt = catalogue::velocityFromPeakVolts(1.0, *rating, load);
        setup.marks.push_back({*level, "5 cm/s", MarkKind::reference});
    }
    setup.range = inputRange(setup.fullScaleDbv, level);
    return setup;
}

} // namespace

InputPanel::InputPanel(plugin::Processor& processor) : MeterPanel(MeterEnd::input, "Input"), processor_(processor) {
    setPlace("at the cartridge", false);
    onResetPeak = forgetPeak(processor.meters().input);
    InputPanel::poll({});
}

void InputPanel::poll(const Tick&) { setSetup(inputSetup(processor_.values())); }

} // namespace phonostage::ui
