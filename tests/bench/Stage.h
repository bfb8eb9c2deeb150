// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "params/ParameterTable.h"
#include "plugin/DesignWorker.h"
#include "plugin/InputTap.h"
#include "plugin/SpectrumTap.h"
#include "plugin/StageRunner.h"
#include "plugin/ValueStore.h"

#include <array>
#include <random>

namespace phonostage::bench {

/** What the plugin does in its audio callback, without JUCE round it; filters are designed when design() is called, not
    on a thread, so that every run is the same. */
class Stage {
public:
    static constexpr int blockFrames = 64;

    void prepare(double rateHz) {
        inputTap.prepare(rateHz);
        spectrumTap.restart();
        runner.prepare(worker.prepare(rateHz));
        rateHz_ = rateHz;
    }

    [[nodiscard]] double rateHz() const { return rateHz_; }

    /** What the design thread does each time it wakes; true where there was something to design. */
    bool design() { return worker.poll(); }

    /** In place. */
    template <typename Sample> void process(Sample* const* channels, int channelCount, int frames) {
        inputTap.write(channels, channelCount, frames);
        spectrumTap.writeInput(channels, channelCount, frames);
        runner.process(channels, channelCount, frames, {});
        spectrumTap.writeOutput(channels, channelCount, frames);
    }

    void set(params::Id id, double value) { store.set(id, value); }

    plugin::ValueStore store;
    plugin::DesignWorker worker{store};
    plugin::StageRunner runner{store, worker};
    plugin::InputTap inputTap;
    plugin::SpectrumTap spectrumTap;

private:
    double rateHz_ = 48000.0;
};

/** What no filter has to be designed for. */
inline constexpr std::array levelIds{params::Id::gain,
                                     params::Id::outputTrim,
                                     params::Id::balance,
                                     params::Id::invertLeft,
                                     params::Id::invertRight,
                                     params::Id::swapChannels,
                                     params::Id::channelMode,
                                     params::Id::inputDbv,
                                     params::Id::outputDbv,
                                     params::Id::crosstalkLeftToRight,
                                     params::Id::crosstalkRightToLeft};

/** Everything on that costs anything. */
inline void makeHeavy(Stage& stage) {
    stage.set(params::Id::curveIec, 1.0);
    stage.set(params::Id::curveNeumann, 1.0);
    stage.set(params::Id::subsonicOn, 1.0);
    stage.set(params::Id::subsonicSlope, 2.0);
    stage.set(params::Id::loadCorrection, 1.0);
    stage.set(params::Id::cartridgeMh, 500.0);
    stage.set(params::Id::loadOhm, 10e3);
    stage.set(params::Id::loadPf, 400.0);
    stage.set(params::Id::monoBassOn, 1.0);
    stage.set(params::Id::crosstalkLeftToRight, 3.0);
    stage.set(params::Id::crosstalkRightToLeft, -2.0);
}

/** Anywhere in its range, each value as likely. */
inline double anyValue(std::mt19937_64& random, params::Id id) {
    const auto& entry = params::entry(id);
    return std::uniform_real_distribution<double>(entry.minimum, entry.maximum)(random);
}

} // namespace phonostage::bench
