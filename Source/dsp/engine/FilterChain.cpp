// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/FilterChain.h"

#include "dsp/engine/ChannelsAndGain.h"
#include "dsp/engine/DelayStation.h"

namespace phonostage::dsp {

void FilterChain::prepare(double sampleRateHz, int mostFrames) {
    isLinearOn_ = false;
    linear_.reset();
    if (mostFrames == 0) return;
    linear_ = std::make_unique<DelayStation>();
    linear_->prepare(sampleRateHz, mostFrames);
}

void FilterChain::set(const StageDesign& design) {
    const bool isDirect = !design.deEmphasis.fromIntegral && !design.dcRemoval;
    input_ = design.deEmphasis.fromIntegral ? &ChainInputs::integral
             : isDirect                     ? &ChainInputs::volts
                                            : &ChainInputs::highPass;
    subsonic_.set(design);
    load_.set(design.load);
    deEmphasis_.set(design.deEmphasis);
    joined_ = joinedFiltersFor(design);
    exactPhase_.set(design.exactPhase);
    isLinearOn_ = design.lookAhead.deEmphasisFrames > 0;
    if (isLinearOn_) linear_->start(design.lookAhead.deEmphasisFrames);
    monoBass_.set(design.monoBass);
    gain_ = design.deEmphasis.gain * design.load.gain;
    if (!isDirect) gain_ *= design.dc.scale;
    for (int n = 0; n < design.subsonic2Count; ++n)
        gain_ *= design.subsonic2[static_cast<std::size_t>(n)].scale;
    if (design.subsonic1) gain_ *= design.subsonic1Section.scale;
}

void FilterChain::process(const ChainInputs& inputs, const LevelRamp& at, StereoDouble* to, int count) {
    const StereoDouble* from = inputs.*input_;
    if (subsonic_.isOn()) {
        subsonic_.process(from, to, count);
        from = to;
    }
    if (load_.isOn()) {
        load_.process(from, to, count);
        from = to;
    }
    deEmphasis_.process(from, to, count);
    finish(at, to, count);
}

void FilterChain::processJoined(DcRemovalStation& dcRemoval, const StereoDouble* volts, const LevelRamp& at,
                                StereoDouble* to, int count) {
    joined_(dcRemoval, subsonic_, deEmphasis_, volts, to, count);
    finish(at, to, count);
}

void FilterChain::finish(const LevelRamp& at, StereoDouble* frames, int count) {
    if (exactPhase_.isOn()) exactPhase_.process(frames, count);
    if (isLinearOn_) linear_->process(frames, count);
    applyChannelsAndGain(at, gain_, frames, count);
    if (monoBass_.isOn()) monoBass_.process(frames, count);
}

void FilterChain::flushTinyStates() {
    subsonic_.flushTinyStates();
    load_.flushTinyStates();
    deEmphasis_.flushTinyStates();
    if (isLinearOn_) linear_->flushTinyStates();
    monoBass_.flushTinyStates();
}

} // namespace phonostage::dsp
