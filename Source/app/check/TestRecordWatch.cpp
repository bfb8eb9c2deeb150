// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/check/TestRecordWatch.h"

namespace phonostage::app {
namespace {

constexpr double lowestRateHz = 44100.0, highestRateHz = 192000.0;

} // namespace

TestRecordWatch::TestRecordWatch(device::StereoProcess& stage)
    : ListenerThread("test record", ringFrames), stage_(stage),
      progress_(std::make_shared<const media::TestProgress>()) {}

TestRecordWatch::~TestRecordWatch() { end(); }

bool TestRecordWatch::isPossible() const { return rateHz() >= lowestRateHz && rateHz() <= highestRateHz; }

void TestRecordWatch::startWithoutThread(const media::TestPlan& plan, const media::TestResults& before) {
    // All at once: what the thread is just about to tell is of before. Its next session takes this over.
    const std::scoped_lock lock(mutex_);
    plan_ = plan;
    progress_ = std::make_shared<const media::TestProgress>(media::progressOf(plan, before));
    activate();
}

void TestRecordWatch::start(const media::TestPlan& plan, const media::TestResults& before) {
    startWithoutThread(plan, before);
    runThread();
}

void TestRecordWatch::stop() {
    deactivate();
    beginAnew();
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
    setRate(rateHz);
}

void TestRecordWatch::process(float* left, float* right, int frames) {
    write(left, right, frames);
    stage_.process(left, right, frames);
}

// ------------------------------------------------------------ the listening thread

void TestRecordWatch::renew() {
    session_.reset();
    if (!isListening() || !isPossible()) return;
    const std::scoped_lock lock(mutex_);
    session_ = std::make_unique<media::TestRecordSession>(rateHz(), plan_, progress_->complete);
    session_->setKeepsOn([this] { return !isEnding() && isCurrent(); });
}

void TestRecordWatch::miss() {
    if (session_) session_->skip();
}

void TestRecordWatch::hear(const Piece& piece) {
    if (!session_) return;
    {
        const std::scoped_lock lock(mutex_);
        session_->setContext(context_);
    }
    session_->add(piece[0].data(), piece[1].data(), static_cast<std::int64_t>(piece[0].size()));
    auto copy = std::make_shared<const media::TestProgress>(session_->progress());
    const std::scoped_lock lock(mutex_);
    if (isCurrent()) progress_ = std::move(copy);
}

} // namespace phonostage::app
