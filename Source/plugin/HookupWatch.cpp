// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/HookupWatch.h"

#include "dsp/engine/EngineMeters.h"
#include "dsp/measure/hookup/HookupListener.h"
#include "dsp/measure/hookup/HookupVerdict.h"

namespace phonostage::plugin {
namespace {

dsp::OverloadCounts countsOf(const dsp::OverloadMeter& meter) {
    const auto get = [](const auto& value) { return value.load(std::memory_order_relaxed); };
    dsp::OverloadCounts counts;
    counts.events = get(meter.events);
    counts.fullScaleSamples = get(meter.fullScaleSamples);
    counts.peak = get(meter.peak);
    counts.fullScaleEvents = get(meter.fullScaleEvents);
    counts.clicks = get(meter.clicks);
    counts.flatBelowDbfs = get(meter.flatBelowDbfs);
    counts.ceiling = {get(meter.ceilingConfidence), get(meter.ceilingLevel), get(meter.ceilingShare),
                      get(meter.ceilingZ), get(meter.ceilingSince)};
    return counts;
}

} // namespace

HookupWatch::HookupWatch()
    : ListenerThread("hook-up check", ringFrames), progress_(std::make_shared<const dsp::HookupProgress>()) {}

HookupWatch::~HookupWatch() { end(); }

bool HookupWatch::isPossible() const {
    return rateHz() >= dsp::HookupListener::lowestRateHz && rateHz() <= dsp::HookupListener::highestRateHz;
}

void HookupWatch::startWithoutThread() {
    // Both at once: what the thread is just about to tell is of before.
    const std::scoped_lock lock(mutex_);
    progress_ = std::make_shared<const dsp::HookupProgress>();
    activate();
}

void HookupWatch::start() {
    startWithoutThread();
    runThread();
}

void HookupWatch::setContext(const dsp::HookupContext& context) {
    const std::scoped_lock lock(mutex_);
    context_ = context;
}

std::shared_ptr<const dsp::HookupProgress> HookupWatch::progress() const {
    const std::scoped_lock lock(mutex_);
    return progress_;
}

template <typename Sample> void HookupWatch::write(const Sample* const* channels, int channelCount, int frames) {
    if (channelCount > 0) ListenerThread::write(channels[0], channels[channelCount > 1 ? 1 : 0], frames);
}

template void HookupWatch::write<float>(const float* const*, int, int);
template void HookupWatch::write<double>(const double* const*, int, int);

void HookupWatch::renew() { session_ = isPossible() ? std::make_unique<dsp::HookupSession>(rateHz()) : nullptr; }

void HookupWatch::miss() {
    if (session_) session_->skip();
}

void HookupWatch::hear(const Piece& piece) {
    if (!session_) return;
    {
        const std::scoped_lock lock(mutex_);
        session_->setContext(context_);
    }
    const double before = session_->progress().seconds;
    session_->add(piece[0].data(), piece[1].data(), static_cast<std::int64_t>(piece[0].size()));
    if (session_->progress().seconds == before) return;
    auto copy = std::make_shared<const dsp::HookupProgress>(session_->progress());
    const std::scoped_lock lock(mutex_);
    if (isCurrent()) progress_ = std::move(copy);
}

std::vector<dsp::HookupFinding> hookupFindings(const dsp::HookupProgress& progress, const dsp::EngineMeters& meters,
                                               const dsp::HookupContext& context) {
    std::vector<dsp::OverloadCounts> counts{countsOf(meters.overload[0])};
    if (!context.isOneChannel) counts.push_back(countsOf(meters.overload[1]));
    return dsp::joinedFindings(progress.verdict, counts, context);
}

} // namespace phonostage::plugin
