// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/HookupWatch.h"

#include "dsp/engine/EngineMeters.h"
#include "dsp/measure/hookup/HookupListener.h"
#include "dsp/measure/hookup/HookupVerdict.h"

#include <algorithm>

namespace phonostage::plugin {
namespace {

constexpr std::size_t pieceFrames = 8192;

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
    : juce::Thread("Phonostage hook-up check"), progress_(std::make_shared<const dsp::HookupProgress>()) {}

HookupWatch::~HookupWatch() {
    isActive_ = false;
    stopThread(-1);
}

bool HookupWatch::isPossible() const {
    const double rateHz = rateHz_.load(std::memory_order_relaxed);
    return rateHz >= dsp::HookupListener::lowestRateHz && rateHz <= dsp::HookupListener::highestRateHz;
}

void HookupWatch::activate() {
    ring_.allocate();
    begun_.fetch_add(1, std::memory_order_release);
    {
        const std::scoped_lock lock(mutex_);
        progress_ = std::make_shared<const dsp::HookupProgress>();
    }
    isActive_.store(true, std::memory_order_release);
}

void HookupWatch::startWithoutThread() { activate(); }

void HookupWatch::start() {
    activate();
    if (!isThreadRunning()) startThread(juce::Thread::Priority::background);
}

void HookupWatch::stop() { isActive_.store(false, std::memory_order_release); }

void HookupWatch::setContext(const dsp::HookupContext& context) {
    const std::scoped_lock lock(mutex_);
    context_ = context;
}

std::shared_ptr<const dsp::HookupProgress> HookupWatch::progress() const {
    const std::scoped_lock lock(mutex_);
    return progress_;
}

void HookupWatch::prepare(double rateHz) {
    rateHz_.store(rateHz, std::memory_order_relaxed);
    begun_.fetch_add(1, std::memory_order_release);
}

template <typename Sample> void HookupWatch::write(const Sample* const* channels, int channelCount, int frames) {
    if (channelCount < 1 || frames < 1 || !isActive_.load(std::memory_order_acquire)) return;
    ring_.write(channels[0], channels[channelCount > 1 ? 1 : 0], frames);
}

template void HookupWatch::write<float>(const float* const*, int, int);
template void HookupWatch::write<double>(const double* const*, int, int);

void HookupWatch::renewSession() {
    sessionRateHz_ = rateHz_.load(std::memory_order_relaxed);
    if (isPossible())
        session_ = std::make_unique<dsp::HookupSession>(sessionRateHz_);
    else
        session_.reset();
}

/** A piece of what waits; false where there is none. */
bool HookupWatch::listen() {
    const auto begun = begun_.load(std::memory_order_acquire);
    if (begun != knownBegun_) {
        knownBegun_ = begun;
        ring_.skip();
        renewSession();
        return false;
    }
    if (ring_.isEmpty()) return false;
    if (ring_.takeGap() && session_) session_->skip();
    const auto count = ring_.read(piece_, pieceFrames);
    if (!session_) return true;
    {
        const std::scoped_lock lock(mutex_);
        session_->setContext(context_);
    }
    const double before = session_->progress().seconds;
    session_->add(piece_[0].data(), piece_[1].data(), static_cast<std::int64_t>(count));
    if (session_->progress().seconds == before) return true;
    auto copy = std::make_shared<const dsp::HookupProgress>(session_->progress());
    const std::scoped_lock lock(mutex_);
    if (begun_.load(std::memory_order_acquire) == knownBegun_) progress_ = std::move(copy);
    return true;
}

void HookupWatch::listenNow() {
    listen(); // begins, where there is something to begin
    while (listen()) {
    }
}

void HookupWatch::run() {
    while (!threadShouldExit())
        if (!listen()) wait(pollMilliseconds);
}

std::vector<dsp::HookupFinding> hookupFindings(const dsp::HookupProgress& progress, const dsp::EngineMeters& meters,
                                               const dsp::HookupContext& context) {
    std::vector<dsp::OverloadCounts> counts{countsOf(meters.overload[0])};
    if (!context.isOneChannel) counts.push_back(countsOf(meters.overload[1]));
    return dsp::joinedFindings(progress.verdict, counts, context);
}

} // namespace phonostage::plugin
