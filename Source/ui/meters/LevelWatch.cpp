// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/meters/LevelWatch.h"

#include "catalogue/UserCatalogue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr std::int64_t beatsPerLook = 3;

} // namespace

void LevelWatch::poll(const Tick& tick) {
    if (tick.count % beatsPerLook != 0 && stage_) return;
    auto stage = processor_.stage();
    if (!stage_ || !(*stage_ == stage)) {
        entered_ = params::enteredLevels(stage, *catalogue::equipment());
        stage_ = std::move(stage);
    }
    plausibility_.follow(entered_, processor_.recordLevel().reading());
    if (plausibility_.takeForgets()) processor_.recordLevel().forget();
    advice_ = levelAdvice(judgement(), entered_);
}

void enterGain(plugin::Processor& processor, double gainDb) {
    auto stage = processor.stage();
    const auto entered = params::enteredLevels(stage, *catalogue::equipment());
    if (entered.gainMaxDb > entered.gainMinDb) gainDb = std::clamp(gainDb, entered.gainMinDb, entered.gainMaxDb);
    params::enterInterfaceGain(stage, gainDb);
    processor.apply(stage);
}

void followGain(plugin::Processor& processor, double before, double after) {
    const auto entered = params::enteredLevels(processor.stage(), *catalogue::equipment());
    if (entered.gainMaxDb > entered.gainMinDb) {
        const double kept = std::clamp(after, entered.gainMinDb, entered.gainMaxDb);
        if (std::abs(kept - after) > 0.0) processor.setSetting(params::Id::interfaceGain, kept);
        after = kept;
    }
    processor.setSetting(params::Id::inputDbv, processor.value(params::Id::inputDbv) + before - after);
}

bool takeStep(plugin::Processor& processor, const LevelAdvice& advice) {
    using Step = LevelAdvice::Step;
    if (advice.step == Step::setGain)
        enterGain(processor, advice.valueDb);
    else if (advice.step == Step::turned)
        enterGain(processor, processor.value(params::Id::interfaceGain) + advice.valueDb);
    else if (advice.step == Step::setFullScale)
        processor.setSetting(params::Id::inputDbv, advice.valueDb);
    else
        return false;
    return true;
}

} // namespace phonostage::ui
