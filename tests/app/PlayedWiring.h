// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/Turntable.h"
#include "dsp/measure/hookup/WiringSignals.h"

namespace phonostage::app::testing {

/** Full scale of the interface that plays here, and what the stage must know of it. */
constexpr double wiringFullScaleDbv = -8.0;

inline void calibrate(Turntable& table) {
    auto stage = table.processor.stage();
    stage.values.set(params::Id::inputDbv, wiringFullScaleDbv);
    table.processor.apply(stage);
}

/** As the interface gives it, with its noise. */
inline void play(Turntable& table, const tests::Wiring& wiring) {
    const auto from = table.played;
    const auto frames = static_cast<std::int64_t>(wiring.frames());
    table.play(wiring.seconds(), [&](std::int64_t frame, int channel) {
        const auto at = static_cast<std::size_t>(std::min(frame - from, frames - 1));
        return static_cast<float>(channel == 0 ? wiring.left[at] : wiring.right[at]);
    });
}

/** The noise of electronics alone. */
inline tests::Wiring needleUp(double seconds) {
    tests::Wiring wiring;
    wiring.left.resize(static_cast<std::size_t>(seconds * wiring.rateHz));
    wiring.right = wiring.left;
    return tests::recorded(std::move(wiring), wiringFullScaleDbv);
}

/** A record, through a phono stage of so many decibels; 0: straight from the cartridge. */
inline tests::Wiring record(double seconds, bool hasMusic = true, double stageDb = 0.0) {
    tests::DeckModel model;
    model.seconds = seconds;
    model.hasMusic = hasMusic;
    auto wiring = tests::playedRecord(model);
    if (stageDb > 0.0) tests::equalise(wiring, stageDb);
    return tests::recorded(std::move(wiring), wiringFullScaleDbv);
}

} // namespace phonostage::app::testing
