// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/LevelCheck.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr double silenceDbfs = -160.0;
constexpr double stepDb = 0.5;
constexpr std::int64_t leastMusicBlocks = 50; ///< 5 s
/** So many tenths of a second are left to clicks: in music, what is louder is never alone for so short a time. */
constexpr double clickShare = 0.005;
constexpr std::int64_t clickBlocks = 3;

double decibels(double level) { return level > 1e-8 ? 20.0 * std::log10(level) : silenceDbfs; }

} // namespace

void LevelCheck::prepare(double sampleRateHz, int channels, int wordBits, OnOverload onOverload) {
    onOverload_ = std::move(onOverload);
    sampleRateHz_ = sampleRateHz;
    channels_ = std::min(channels, 2);
    blockFrames_ = std::max(1, static_cast<int>(sampleRateHz / 10.0));
    inBlock_ = 0;
    lastAt_ = 0;
    musicBlocks_ = 0;
    hasMusic_ = false;
    for (int i = 0; i < 2; ++i) {
        auto& channel = channel_[static_cast<std::size_t>(i)];
        channel = Channel();
        channel.watch.prepare(sampleRateHz, wordBits, i, this);
    }
}

void LevelCheck::overloadEnded(int channel, const dsp::OverloadEvent& event) {
    if (onOverload_) onOverload_(channel, event);
}

void LevelCheck::beginMusic() {
    hasMusic_ = true;
    musicBlocks_ = 0;
    for (auto& channel : channel_)
        channel.histogram = {};
}

void LevelCheck::endBlock() {
    for (auto& channel : channel_) {
        channel.lastPeaks[lastAt_] = channel.blockPeak;
        channel.highest = std::max(channel.highest, channel.blockPeak);
        const double below = std::clamp(-decibels(channel.blockPeak) / stepDb, 0.0, 199.0);
        if (hasMusic_) ++channel.histogram[static_cast<std::size_t>(below)];
        channel.blockPeak = 0.0;
    }
    lastAt_ = (lastAt_ + 1) % channel_[0].lastPeaks.size();
    if (hasMusic_) ++musicBlocks_;
    inBlock_ = 0;
}

void LevelCheck::process(const float* samples, int frames) {
    planar_.resize(static_cast<std::size_t>(frames));
    for (int done = 0; done < frames;) {
        const int part = std::min(frames - done, blockFrames_ - inBlock_);
        for (int c = 0; c < channels_; ++c) {
            auto& channel = channel_[static_cast<std::size_t>(c)];
            for (int i = 0; i < part; ++i) {
                const auto value = static_cast<double>(samples[(done + i) * channels_ + c]);
                planar_[static_cast<std::size_t>(i)] = value;
                if (std::isfinite(value)) channel.blockPeak = std::max(channel.blockPeak, std::abs(value));
            }
            channel.watch.process(planar_.data(), part);
        }
        done += part;
        inBlock_ += part;
        if (inBlock_ == blockFrames_) endBlock();
    }
}

void LevelCheck::fill(RecorderStatus& status) const {
    std::optional<double> loudest;
    bool isOver = false;
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels_); ++c) {
        const auto& channel = channel_[c];
        auto& level = status.level[c];
        const auto& counts = channel.watch.counts();
        level.peakDbfs = decibels(*std::max_element(channel.lastPeaks.begin(), channel.lastPeaks.end()));
        level.highestDbfs = decibels(std::max(channel.highest, channel.blockPeak));
        level.overloads = counts.events;
        level.areClicksOnly = counts.areClicksOnly();
        isOver = isOver || (counts.events > 0 && !level.areClicksOnly);
        level.musicPeakDbfs.reset();
        if (musicBlocks_ < leastMusicBlocks) continue;
        const auto clicks =
            std::max(clickBlocks, static_cast<std::int64_t>(clickShare * static_cast<double>(musicBlocks_)));
        std::int64_t above = 0;
        std::size_t place = 0;
        while (place + 1 < channel.histogram.size() && (above += channel.histogram[place]) <= clicks)
            ++place;
        level.musicPeakDbfs = -stepDb * static_cast<double>(place);
        loudest = std::max(loudest.value_or(silenceDbfs), *level.musicPeakDbfs);
    }
    status.turnUpDb.reset();
    if (!loudest) return;
    const double best = std::round(0.5 * (highestGoodDbfs + lowestGoodDbfs));
    if (isOver || *loudest > highestGoodDbfs || *loudest < lowestGoodDbfs)
        status.turnUpDb = std::round(best - *loudest);
}

} // namespace phonostage::media
