// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordWatch.h"

#include <algorithm>

namespace phonostage::app {
namespace {

constexpr double lowestRateHz = 44100.0, highestRateHz = 192000.0;
constexpr std::size_t pieceFrames = 8192;

} // namespace

TestRecordWatch::TestRecordWatch(device::StereoProcess& stage)
    : juce::Thread("Phonostage test record"), stage_(stage), progress_(std::make_shared<const media::TestProgress>()) {}

TestRecordWatch::~TestRecordWatch() {
    stop();
    stopThread(-1);
}

bool TestRecordWatch::isPossible() const { return rateHz() >= lowestRateHz && rateHz() <= highestRateHz; }

void TestRecordWatch::activate(const media::TestPlan& plan, const media::TestResults& before) {
    ring_.allocate();
    {
        // What is shown at once; the thread's own session takes it over.
        const std::scoped_lock lock(mutex_);
        plan_ = plan;
        progress_ = std::make_shared<const media::TestProgress>(media::progressOf(plan, before));
    }
    begun_.fetch_add(1, std::memory_order_release);
    isActive_.store(true, std::memory_order_release);
}

void TestRecordWatch::startWithoutThread(const media::TestPlan& plan, const media::TestResults& before) {
    activate(plan, before);
}

void TestRecordWatch::start(const media::TestPlan& plan, const media::TestResults& before) {
    activate(plan, before);
    if (!isThreadRunning()) startThread(juce::Thread::Priority::background);
    notify();
}

void TestRecordWatch::stop() {
    isActive_.store(false, std::memory_order_release);
    begun_.fetch_add(1, std::memory_order_release);
    notify();
}

void TestRecordWatch::setContext(const dsp::HookupContext& context) {
    const std::scoped_lock lock(mutex_);
    context_ = context;
}

std::shared_ptr<const media::TestProgress> TestRecordWatch::progress() const {
    const std::scoped_lock lock(mutex_);
    return progress_;
}

// ------------------------------------------------------------ the audio thread

void TestRecordWatch::prepare(double rateHz, int maxFrames) {
    stage_.prepare(rateHz, maxFrames);
    rateHz_.store(rateHz, std::memory_order_relaxed);
    begun_.fetch_add(1, std::memory_order_release);
}

void TestRecordWatch::process(float* left, float* right, int frames) {
    write(left, right, frames);
    stage_.process(left, right, frames);
}

void TestRecordWatch::write(const float* left, const float* right, int frames) {
    if (frames < 1 || !isActive_.load(std::memory_order_acquire)) return;
    ring_.write(left, right, frames);
}

// ------------------------------------------------------------ the listening thread

void TestRecordWatch::renewSession() {
    session_.reset();
    if (!isActive_.load(std::memory_order_acquire) || !isPossible()) return;
    const std::scoped_lock lock(mutex_);
    session_ = std::make_unique<media::TestRecordSession>(rateHz(), plan_, progress_->complete);
    session_->setKeepsOn(
        [this] { return !threadShouldExit() && begun_.load(std::memory_order_acquire) == knownBegun_; });
}

void TestRecordWatch::publish() {
    auto copy = std::make_shared<const media::TestProgress>(session_->progress());
    const std::scoped_lock lock(mutex_);
    if (begun_.load(std::memory_order_acquire) == knownBegun_) progress_ = std::move(copy);
}

/** A piece of what waits; false where there is none. */
bool TestRecordWatch::listen() {
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
    session_->add(piece_[0].data(), piece_[1].data(), static_cast<std::int64_t>(count));
    publish();
    return true;
}

void TestRecordWatch::listenNow() {
    listen(); // begins, where there is something to begin
    while (listen()) {
    }
}

void TestRecordWatch::run() {
    while (!threadShouldExit())
        if (!listen()) wait(isListening() ? pollMilliseconds : -1);
}

} // namespace phonostage::app
