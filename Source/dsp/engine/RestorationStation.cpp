// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/RestorationStation.h"

#include "dsp/engine/DelayStation.h"

#include <algorithm>

namespace phonostage::dsp {

void RestorationStation::prepare(const StageDesign& design, int mostFrames, const LookAheadFactory& make) {
    highPassScale_ = design.dc.scale;
    integrator_.prepare(design.dc);
    isOn_ = false;
    station_.reset();
    if (mostFrames == 0) return;
    station_ = make ? make() : std::make_unique<DelayStation>();
    station_->prepare(design.sampleRateHz, mostFrames);
    lateVolts_.prepare(mostFrames, chunkFrames);
    lateHighPass_.prepare(mostFrames, chunkFrames);
}

void RestorationStation::start(int frames, StereoDouble integral) {
    integrator_.start(integral);
    isOn_ = frames > 0;
    if (!isOn_) return;
    station_->start(frames);
    lateVolts_.clear();
    lateHighPass_.clear();
    silentFrames_ = frames;
}

ChainInputs RestorationStation::process(const StereoDouble* volts, const StereoDouble* highPass, int count) {
    if (!isOn_) {
        integrator_.process(highPass, integral_, count);
        return {volts, highPass, integral_};
    }
    const int late = station_->latencyFrames();
    lateVolts_.write(volts, count);
    lateVolts_.read(late, volts_, count);
    lateHighPass_.write(highPass, count);
    lateHighPass_.read(late, highPass_, count);
    std::copy_n(highPass, count, restored_);
    station_->process(restored_, count);

    const StereoDouble scale = highPassScale_;
    for (int i = 0; i < count; ++i) {
        change_[i] = scale * (restored_[i] - highPass_[i]);
        volts_[i] += change_[i];
    }
    integrator_.process(highPass_, integral_, count);
    integrator_.addChange(change_, integral_, count);
    // The sum stands still until the first frame has come through; that is silence, as before the volts and high-pass.
    const int silent = std::min(silentFrames_, count);
    std::fill_n(integral_, silent, StereoDouble());
    silentFrames_ -= silent;
    return {volts_, restored_, integral_};
}

void RestorationStation::flushTinyStates() {
    integrator_.flushTinyStates();
    if (isOn_) station_->flushTinyStates();
}

} // namespace phonostage::dsp
