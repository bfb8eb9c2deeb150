// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/RestorationStation.h"

#include "dsp/engine/DelayStation.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

// 0 % is 12 standard deviations, 100 % is 4.
double clickSigmas(double strength) { return 12.0 - 0.08 * strength; }

double crackleSigmas(double strength) { return 6.0 - 0.03 * strength; }

} // namespace

void RestorationStation::prepare(const StageDesign& design, int mostFrames, const LookAheadFactory& make,
                                 EngineMeters& meters, const KeptPlaces& kept) {
    meters_ = &meters;
    highPassScale_ = design.dc.scale;
    integrator_.prepare(design.dc);
    hear_.prepare(std::max(1, static_cast<int>(std::lround(Engine::fadeSeconds * design.sampleRateHz))));
    lateFrames_ = 0;
    removesClicks_ = false;
    station_.reset();
    hasClickRoom_ = mostFrames >= ClickRemover::latencyFrames(design.sampleRateHz);
    if (hasClickRoom_) {
        clicks_.prepare(design.sampleRateHz);
        clicks_.report(&meters.clicks);
        clicks_.keep(&kept);
    }
    twoWay_.reset();
    if (design.cleansTwoWays) {
        twoWay_ = std::make_unique<TwoWayRemover>();
        twoWay_->prepare(design.sampleRateHz);
        twoWay_->report(&meters.clicks);
        twoWay_->keep(&kept);
    }
    if (mostFrames == 0) return;
    station_ = make ? make() : std::make_unique<DelayStation>();
    station_->prepare(design.sampleRateHz, mostFrames);
    lateVolts_.prepare(mostFrames, chunkFrames);
    lateHighPass_.prepare(mostFrames, chunkFrames);
}

void RestorationStation::start(const StageDesign& design, StereoDouble integral, std::int64_t firstFrame) {
    integrator_.start(integral);
    lateFrames_ = design.lookAhead.restorationFrames;
    removesClicks_ = design.removesClicks && hasClickRoom_;
    hear_.snap(whatIsHeard());
    if (lateFrames_ == 0) return;
    if (removesClicks_ && twoWay_ != nullptr)
        twoWay_->start(firstFrame);
    else if (removesClicks_)
        clicks_.start(firstFrame);
    else
        station_->start(lateFrames_);
    lateVolts_.clear();
    lateHighPass_.clear();
    silentFrames_ = lateFrames_;
}

void RestorationStation::set(const CleanSettings& clean, bool atOnce) {
    ClickThresholds thresholds;
    thresholds.clicks = clean.declick;
    thresholds.clickSigmas = clickSigmas(clean.declickStrength);
    thresholds.crackle = clean.decrackle;
    thresholds.crackleSigmas = crackleSigmas(clean.decrackleStrength);
    clicks_.set(thresholds);
    if (twoWay_ != nullptr) twoWay_->set(thresholds);
    wantedHear_ = clean.hear;
    hasHum_ = clean.dehum != Dehum::off;
    if (atOnce)
        hear_.snap(whatIsHeard());
    else
        hear_.start(whatIsHeard());
}

// Where nothing is removed there is nothing to choose.
Hear RestorationStation::whatIsHeard() const { return lateFrames_ > 0 || hasHum_ ? wantedHear_ : Hear::cleaned; }

// Of the high-pass of lateFrames_ ago.
void RestorationStation::findChange(const StereoDouble* highPass, int count) {
    if (removesClicks_) {
        if (twoWay_ != nullptr)
            twoWay_->process(highPass, change_, count);
        else
            clicks_.process(highPass, change_, count);
        for (int i = 0; i < count; ++i)
            change_[i] = StereoDouble() - change_[i];
        return;
    }
    std::copy_n(highPass, count, change_);
    station_->process(change_, count);
    for (int i = 0; i < count; ++i)
        change_[i] = change_[i] - highPass_[i];
}

void RestorationStation::find(const StereoDouble* volts, const StereoDouble* highPass, int count) {
    if (lateFrames_ == 0) return;
    lateVolts_.write(volts, count);
    lateVolts_.read(lateFrames_, volts_, count);
    lateHighPass_.write(highPass, count);
    lateHighPass_.read(lateFrames_, highPass_, count);
    findChange(highPass, count);
}

const StereoDouble* RestorationStation::withoutClicks(int count) {
    if (!removesClicks_) return nullptr;
    for (int i = 0; i < count; ++i)
        clean_[i] = highPass_[i] + change_[i];
    return clean_;
}

ChainInputs RestorationStation::process(const StereoDouble* volts, const StereoDouble* highPass,
                                        const StereoDouble* hum, int count, std::int64_t tracedFrom) {
    integrator_.process(lateFrames_ > 0 ? highPass_ : highPass, integral_, count);
    if (lateFrames_ == 0) {
        if (hum == nullptr && isIdle()) {
            if (tracedFrom >= 0 && meters_->clean.isWatched())
                meters_->clean.add(tracedFrom, volts, nullptr, 1.0, count, meters_->clicks);
            return {volts, highPass, integral_};
        }
        std::copy_n(volts, count, volts_);
        std::copy_n(highPass, count, highPass_);
        std::fill_n(change_, count, StereoDouble());
    }
    for (int i = 0; hum != nullptr && i < count; ++i)
        change_[i] = change_[i] - hum[i];
    if (tracedFrom >= 0) meters_->clean.add(tracedFrom, volts_, change_, highPassScale_, count, meters_->clicks);

    if (!hear_.isPlain()) hear(count);
    const StereoDouble scale = highPassScale_;
    for (int i = 0; i < count; ++i) {
        highPass_[i] += change_[i];
        change_[i] = scale * change_[i];
        volts_[i] += change_[i];
    }
    integrator_.addChange(change_, integral_, count);
    // The sum stands still until the first frame has come through; that is silence, as before the volts and high-pass.
    const int silent = std::min(silentFrames_, count);
    std::fill_n(integral_, silent, StereoDouble());
    silentFrames_ -= silent;
    return {volts_, highPass_, integral_};
}

void RestorationStation::hear(int count) {
    for (int i = 0; i < count; ++i) {
        const StereoDouble original = hear_.original();
        volts_[i] = original * volts_[i];
        highPass_[i] = original * highPass_[i];
        integral_[i] = original * integral_[i];
        change_[i] = StereoDouble(hear_.change()) * change_[i];
        hear_.advance();
    }
}

void RestorationStation::flushTinyStates() {
    integrator_.flushTinyStates();
    if (lateFrames_ > 0 && !removesClicks_) station_->flushTinyStates();
}

} // namespace phonostage::dsp
