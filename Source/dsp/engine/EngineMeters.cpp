// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/engine/EngineMeters.h"

namespace phonostage::dsp {
namespace {

template <typename T> void store(std::atomic<T>& to, T value) { to.store(value, std::memory_order_relaxed); }

} // namespace

void OverloadMeter::publish(const OverloadCounts& counts) {
    store(events, counts.events);
    store(eventSamples, counts.eventSamples);
    store(fullScaleSamples, counts.fullScaleSamples);
    store(firstStart, counts.firstStart);
    store(lastStart, counts.lastStart);
    store(longest, counts.longest);
    store(peak, counts.peak);
    store(fullScaleEvents, counts.fullScaleEvents);
    store(fullScaleLongest, counts.fullScaleLongest);
    store(fullScaleLast, counts.fullScaleLast);
    store(clicks, counts.clicks);
    store(clickSurroundings, counts.clickSurroundings);
    store(flatBelowDbfs, counts.flatBelowDbfs);
    store(ceilingConfidence, counts.ceiling.confidence);
    store(ceilingLevel, counts.ceiling.level);
    store(ceilingShare, counts.ceiling.share);
    store(ceilingZ, counts.ceiling.z);
    store(ceilingSince, counts.ceiling.since);
}

} // namespace phonostage::dsp
