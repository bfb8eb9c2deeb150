// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/LiveStage.h"

#include "dsp/engine/StageDesign.h"

namespace phonostage::cli {

LiveStage::LiveStage(const media::RenderStage& stage) : stage_(stage) {}

void LiveStage::prepare(double rateHz, int) {
    engine_.setLevels(stage_.levels); // first: what is removed needs room
    engine_.prepare(dsp::designStage(stage_.filter, rateHz), {});
    runs_ = true;
}

void LiveStage::process(float* left, float* right, int frames) {
    float* const both[2] = {left, right};
    engine_.process(both, both, 2, frames);
}

void LiveStage::release() {
    runs_ = false;
    for (std::size_t c = 0; c < 2; ++c) {
        overloadsBefore_[c] += engine_.meters().overload[c].events;
        clipsBefore_[c] += engine_.meters().outputClips[c];
    }
}

std::array<LiveStage::Channel, 2> LiveStage::levels() {
    auto& meters = engine_.meters();
    const bool runs = runs_;
    std::array<Channel, 2> channels;
    for (std::size_t c = 0; c < 2; ++c) {
        auto& to = channels[c];
        to.overloads = overloadsBefore_[c];
        to.outputClips = clipsBefore_[c];
        if (!runs) continue;
        to.inputMeanSquare = meters.input[c].meanSquareVolts2;
        to.inputPeak = meters.input[c].peakVolts.exchange(0.0);
        to.outputMeanSquare = meters.output[c].meanSquareVolts2;
        to.outputPeak = meters.output[c].peakVolts.exchange(0.0);
        to.overloads += meters.overload[c].events;
        to.outputClips += meters.outputClips[c];
    }
    return channels;
}

LiveStage::Hum LiveStage::hum() const {
    const auto& meter = engine_.meters().hum;
    if (!runs_) return {};
    return {meter.frequencyHz, meter.lines, {meter.rmsVolts[0], meter.rmsVolts[1]}};
}

} // namespace phonostage::cli
