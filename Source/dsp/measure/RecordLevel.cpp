// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/RecordLevel.h"

#include "dsp/Angles.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::dsp {
namespace {

constexpr double sliceSeconds = 0.01;
constexpr double highPassHz = 60.0, trebleHz = 2000.0;
constexpr float gate = 1e-3f; ///< of power, 30 dB: a gap, a lifted stylus
constexpr double topQuantile = 0.95, loudQuantile = 0.9;
constexpr float musicSpread = 1.2589254f; ///< of the treble's power from 20 to 80 %, 1 dB: music has 2.5, a groove 0.3
constexpr float quietest = 1e-13f;        ///< of power: nothing of a record is below -130 dBFS
constexpr double guardLimit = 1e6;

/** The value at a part of the way through these, which it puts in order that far. */
template <typename Iterator> float quantile(Iterator begin, Iterator end, double part) {
    const auto at = begin + static_cast<std::ptrdiff_t>(std::lround(part * static_cast<double>(end - begin - 1)));
    std::nth_element(begin, at, end);
    return *at;
}

/** Mean without the loudest one. */
template <std::size_t size> double trimmedMean(const std::array<double, size>& list) {
    double sum = 0.0, largest = 0.0;
    for (const double value : list) {
        sum += value;
        largest = std::max(largest, value);
    }
    return std::max(0.0, (sum - largest) / static_cast<double>(size - 1));
}

} // namespace

void RecordLevel::prepare(double rateHz) {
    sliceFrames_ = std::max(1, static_cast<int>(std::lround(sliceSeconds * rateHz)));
    // Bilinear: what it does to the top octave is no part of a level.
    const double k = 2.0 * rateHz;
    const double poleBass = 1.0 + 3180e-6 * k, poleTreble = 1.0 + 75e-6 * k;
    const double bassZ = (1.0 - 3180e-6 * k) / poleBass, trebleZ = (1.0 - 75e-6 * k) / poleTreble;
    const double zero = 1.0 + 318e-6 * k, zeroZ = (1.0 - 318e-6 * k) / zero;
    riaa_ = Section();
    riaa_.a1 = bassZ + trebleZ;
    riaa_.a2 = bassZ * trebleZ;
    const auto analogue = [](double tau) { return std::hypot(1.0, twoPi * 1000.0 * tau); };
    const double at1k = analogue(318e-6) / (analogue(3180e-6) * analogue(75e-6));
    const double scale = zero / (poleBass * poleTreble) / at1k;
    riaa_.b0 = scale;
    riaa_.b1 = scale * (1.0 + zeroZ);
    riaa_.b2 = scale * zeroZ;

    // Butterworth, bilinear with its corner in place.
    const auto highPass = [&](double hz) {
        const double t = std::tan(std::numbers::pi * std::min(hz / rateHz, 0.45));
        const double norm = 1.0 / (1.0 + std::numbers::sqrt2 * t + t * t);
        Section section;
        section.b0 = section.b2 = norm;
        section.b1 = -2.0 * norm;
        section.a1 = 2.0 * (t * t - 1.0) * norm;
        section.a2 = (1.0 - std::numbers::sqrt2 * t + t * t) * norm;
        return section;
    };
    highPass_ = highPass(highPassHz);
    treble_ = highPass(trebleHz);
    heardParts_.store(0, std::memory_order_relaxed);
    clear();
}

void RecordLevel::clear() {
    forgets_.store(false, std::memory_order_relaxed);
    musicSquares_ = trebleSquares_ = StereoDouble();
    frame_ = 0;
    slice_ = parts_ = next_ = 0;
    loudDbfs_.store(silent, std::memory_order_relaxed);
    isMusic_.store(false, std::memory_order_relaxed);
    soundingParts_.store(0, std::memory_order_relaxed);
}

template <typename Sample> void RecordLevel::process(const Sample* const* samples, int channels, int frames) {
    if (channels < 1) return;
    if (forgets_.load(std::memory_order_relaxed)) clear();
    const Sample* const left = samples[0];
    const Sample* const right = samples[channels > 1 ? 1 : 0];
    for (int i = 0; i < frames;) {
        const int count = std::min(frames - i, sliceFrames_ - frame_);
        for (const int end = i + count; i < end; ++i) {
            const auto raw = StereoDouble::keepWithin(
                StereoDouble(static_cast<double>(left[i]), static_cast<double>(right[i])), StereoDouble(guardLimit));
            const auto music = highPass_.step(riaa_.step(raw));
            const auto treble = treble_.step(raw);
            musicSquares_ += music * music;
            trebleSquares_ += treble * treble;
        }
        frame_ += count;
        if (frame_ == sliceFrames_) endSlice();
    }
}

template void RecordLevel::process(const float* const*, int, int);
template void RecordLevel::process(const double* const*, int, int);

void RecordLevel::endSlice() {
    // The mean of both channels, as that of a sine of full scale, whose mean square is a half.
    const auto meanOf = [this](StereoDouble sum) { return (sum.left() + sum.right()) / sliceFrames_; };
    musicSlices_[slice_] = meanOf(musicSquares_);
    trebleSlices_[slice_] = meanOf(trebleSquares_);
    musicSquares_ = trebleSquares_ = StereoDouble();
    frame_ = 0;
    for (auto* section : {&riaa_, &highPass_, &treble_})
        section->flush();
    if (++slice_ < slices) return;
    slice_ = 0;
    endPart();
}

void RecordLevel::endPart() {
    music_[next_] = static_cast<float>(trimmedMean(musicSlices_));
    trebles_[next_] = static_cast<float>(trimmedMean(trebleSlices_));
    next_ = (next_ + 1) % spanParts;
    parts_ = std::min(parts_ + 1, spanParts);
    judge();
    heardParts_.fetch_add(1, std::memory_order_release);
}

void RecordLevel::judge() {
    std::array<float, spanParts> sounding = music_, trebles;
    const auto upTo = [](auto& list, std::size_t size) { return list.begin() + static_cast<std::ptrdiff_t>(size); };
    // Half a second may be a stylus that is put down.
    const float top = quantile(sounding.begin(), upTo(sounding, parts_), topQuantile);
    std::size_t count = 0;
    for (std::size_t i = 0; i < parts_; ++i) {
        if (music_[i] < std::max(quietest, gate * top)) continue;
        trebles[count] = trebles_[i];
        sounding[count++] = music_[i];
    }
    soundingParts_.store(static_cast<int>(count), std::memory_order_relaxed);
    const bool isEnough = static_cast<double>(count) * partSeconds >= neededSeconds - 1e-9;
    if (!isEnough) {
        loudDbfs_.store(silent, std::memory_order_relaxed);
        isMusic_.store(false, std::memory_order_relaxed);
        return;
    }
    const double loud = static_cast<double>(quantile(sounding.begin(), upTo(sounding, count), loudQuantile));
    loudDbfs_.store(decibelsOfPower(loud), std::memory_order_relaxed);
    const float high = quantile(trebles.begin(), upTo(trebles, count), 0.8);
    const float low = quantile(trebles.begin(), upTo(trebles, count), 0.2);
    isMusic_.store(high > low * musicSpread, std::memory_order_relaxed);
}

RecordReading RecordLevel::reading() const {
    RecordReading reading;
    reading.heardSeconds = partSeconds * static_cast<double>(heardParts_.load(std::memory_order_acquire));
    if (forgets_.load(std::memory_order_relaxed)) return reading;
    const double level = loudDbfs_.load(std::memory_order_relaxed);
    if (level > silent) reading.loudDbfs = level;
    reading.isMusic = isMusic_.load(std::memory_order_relaxed);
    reading.seconds = partSeconds * soundingParts_.load(std::memory_order_relaxed);
    return reading;
}

} // namespace phonostage::dsp
