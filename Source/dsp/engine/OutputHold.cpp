// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/OutputHold.h"

#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>

namespace phonostage::dsp {
namespace {

// Where it goes on from silence, the way up begins at -100 dB.
constexpr double least = 1e-5;

int framesOf(double seconds, double rateHz) { return std::max(1, static_cast<int>(std::lround(seconds * rateHz))); }

// No kink at either end.
double smooth(double position) { return position * position * (3.0 - 2.0 * position); }

/** What changes the loudness of both channels alike. */
LevelFactors factorsOf(const LevelSettings& levels) {
    LevelSettings plain;
    plain.gainDb = levels.gainDb;
    plain.outputTrimDb = levels.outputTrimDb;
    plain.inputDbv = levels.inputDbv;
    plain.outputDbv = levels.outputDbv;
    return levelFactors(plain, true);
}

} // namespace

void OutputHold::prepare(double rateHz, int fadeFrames) {
    rampFrames_ = std::max(1, fadeFrames);
    fadeFrames_ = framesOf(fadeInSeconds, rateHz);
    releaseFrames_ = framesOf(releaseSeconds, rateHz);
    recovery_ = decibelsToFactor(-recoveryDbPerSecond / rateHz);
    reset();
}

void OutputHold::reset() {
    isFresh_ = true;
    peak_ = 0.0;
    if (isHeld())
        acting_ = Wanted::nothing; // starts again with the next block
    else
        isActive_ = false;
}

void OutputHold::setLevels(const LevelSettings& levels) {
    const auto target = factorsOf(levels);
    if (isFresh_ || !isActive_)
        ramp_.snap(target);
    else
        ramp_.start(target, rampFrames_);
}

double OutputHold::stageFactor() const {
    const auto& now = ramp_.now();
    return now.inputVolts.left() * now.direct.left() * now.outputScale.left();
}

void OutputHold::begin(Wanted wanted) {
    // What was released and is still on its way goes on from there.
    if (!isActive_ || isFresh_) {
        reference_ = stageFactor();
        peak_ = 0.0;
        released_ = 0;
        faded_ = wanted == Wanted::start ? 0 : fadeFrames_;
    }
    ceiling_ = wanted == Wanted::start ? startCeiling : steadyCeiling;
    isActive_ = true;
}

/** False where the samples are to pass as they are. */
bool OutputHold::follow() {
    const auto wanted = wanted_.load();
    if (wanted != acting_ && wanted != Wanted::nothing) begin(wanted);
    acting_ = wanted;
    return isActive_;
}

/** For a frame whose larger sample has this size. */
double OutputHold::nextGain(double peak) {
    const double undone = reference_ / stageFactor();
    ramp_.advance();
    peak_ = std::max(peak * undone, peak_ * recovery_);
    double gain = undone * (peak_ > ceiling_ ? ceiling_ / peak_ : 1.0);
    if (faded_ < fadeFrames_) {
        if (peak > 0.0 || faded_ > 0) ++faded_;
        gain *= smooth(static_cast<double>(faded_) / fadeFrames_);
    }
    if (acting_ == Wanted::nothing)
        ++released_;
    else if (released_ > 0)
        --released_;
    // In decibels, so that a long way up sounds even.
    if (released_ > 0)
        gain = std::pow(std::max(gain, least), 1.0 - smooth(static_cast<double>(released_) / releaseFrames_));
    return gain;
}

template <typename Sample> void OutputHold::process(Sample* const* samples, int channels, int frames) {
    const bool acts = follow();
    isFresh_ = isFresh_ && frames <= 0;
    if (!acts) return;
    for (int i = 0; i < frames; ++i) {
        double peak = 0.0;
        for (int c = 0; c < channels; ++c)
            peak = std::max(peak, std::fabs(static_cast<double>(samples[c][i])));
        const double gain = nextGain(peak);
        if (acting_ == Wanted::nothing && released_ >= releaseFrames_) {
            isActive_ = false;
            return;
        }
        for (int c = 0; c < channels; ++c)
            samples[c][i] = static_cast<Sample>(gain * static_cast<double>(samples[c][i]));
    }
}

template void OutputHold::process(float* const*, int, int);
template void OutputHold::process(double* const*, int, int);

} // namespace phonostage::dsp
