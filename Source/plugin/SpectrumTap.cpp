// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/SpectrumTap.h"

#include <algorithm>
#include <cmath>

namespace phonostage::plugin {

void SpectrumTap::setActive(bool active) {
    if (active == isActive()) return;
    if (active) {
        if (!lanes_) lanes_ = std::make_unique<std::array<Lane, laneCount>>();
        started_.store(written_.load(std::memory_order_acquire), std::memory_order_relaxed);
    }
    active_.store(active, std::memory_order_release);
}

bool SpectrumTap::read(std::size_t count, Frames& into) const {
    if (!lanes_ || count == 0 || count > frames) return false;
    const auto end = written_.load(std::memory_order_acquire);
    const auto started = started_.load(std::memory_order_acquire);
    if (end < started || end - started < count) return false;
    const auto begin = end - count;
    std::size_t lane = 0;
    for (auto* side : {&into.input, &into.output}) {
        for (auto& channel : *side) {
            const Lane& from = (*lanes_)[lane++];
            channel.resize(count);
            for (std::size_t i = 0; i < count; ++i)
                channel[i] = from[(begin + i) % capacity].load(std::memory_order_acquire);
        }
    }
    into.end = end;
    // A sample of a later block, if one was read, brought the writer's claim along: its store was a release.
    return reserved_.load(std::memory_order_relaxed) - begin <= capacity;
}

template <typename Sample>
void SpectrumTap::store(std::size_t firstLane, const Sample* const* channels, int channelCount, int count) {
    const auto total = static_cast<std::size_t>(count);
    const std::size_t skipped = total > capacity ? total - capacity : 0;
    const auto begin = written_.load(std::memory_order_relaxed);
    for (std::size_t c = 0; c < 2; ++c) {
        Lane& to = (*lanes_)[firstLane + c];
        const Sample* from = channels[channelCount > 1 ? c : 0];
        for (std::size_t i = skipped; i < total; ++i) {
            const auto sample = static_cast<float>(from[i]);
            to[(begin + i) % capacity].store(std::isfinite(sample) ? sample : 0.0F, std::memory_order_release);
        }
    }
}

template <typename Sample> void SpectrumTap::writeInput(const Sample* const* channels, int channelCount, int count) {
    inBlock_ = active_.load(std::memory_order_acquire) && channelCount > 0 && count > 0;
    if (!inBlock_) return;
    reserved_.store(written_.load(std::memory_order_relaxed) + static_cast<std::uint64_t>(count),
                    std::memory_order_relaxed);
    store(inputLanes, channels, channelCount, count);
}

template <typename Sample> void SpectrumTap::writeOutput(const Sample* const* channels, int channelCount, int count) {
    if (!inBlock_) return;
    inBlock_ = false;
    store(outputLanes, channels, channelCount, count);
    written_.fetch_add(static_cast<std::uint64_t>(count), std::memory_order_release);
}

void SpectrumTap::restart() { started_.store(written_.load(std::memory_order_acquire), std::memory_order_release); }

template void SpectrumTap::writeInput(const float* const*, int, int);
template void SpectrumTap::writeInput(const double* const*, int, int);
template void SpectrumTap::writeOutput(const float* const*, int, int);
template void SpectrumTap::writeOutput(const double* const*, int, int);

} // namespace phonostage::plugin
