// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"
#include "dsp/measure/hookup/HookupContext.h"
#include "media/analyse/TestRecordSession.h"
#include "plugin/ListenerThread.h"

#include <cstddef>
#include <memory>
#include <mutex>

namespace phonostage::app {

/** In front of the stage: what a test record says while it plays. The audio thread fills a ring, and a thread of the
   lowest priority listens and measures. Where that thread falls behind, what it has missed ends the band that plays.
   Every sample passes bit for bit. */
class TestRecordWatch final : public device::StereoProcess, public plugin::ListenerThread {
public:
    /** stage: what is heard. It must outlive this. */
    explicit TestRecordWatch(device::StereoProcess& stage);
    ~TestRecordWatch() override;

    // ---- message thread

    /** Begins to listen for these bands; what is known already stays. Memory for the ring (16 MB) is allocated the
     * first time. */
    void start(const media::TestPlan& plan, const media::TestResults& before);
    /** Listens no more, and gives the memory of the sound back; what was found stays. */
    void stop();
    /** Calibration, which tells a silent groove from a lifted needle. */
    void setContext(const dsp::HookupContext& context);
    /** False where the rate is below 44.1 or above 192 kHz: nothing is measured then. */
    [[nodiscard]] bool isPossible() const;
    /** Never null. */
    [[nodiscard]] std::shared_ptr<const media::TestProgress> progress() const;

    /** For tests: as start(), without the thread. */
    void startWithoutThread(const media::TestPlan& plan, const media::TestResults& before);

    // ---- device::StereoProcess

    void prepare(double rateHz, int maxFrames) override;
    void process(float* left, float* right, int frames) override;
    void release() override { stage_.release(); }

    static constexpr std::size_t ringFrames = std::size_t{1} << 21; ///< 11 s at 192 kHz: a band is measured meanwhile

private:
    void renew() override;
    void miss() override;
    void hear(const Piece& piece) override;

    device::StereoProcess& stage_;
    mutable std::mutex mutex_; ///< plan_, context_, progress_; never the audio thread's
    media::TestPlan plan_;
    dsp::HookupContext context_;
    std::shared_ptr<const media::TestProgress> progress_;
    std::unique_ptr<media::TestRecordSession> session_; ///< the listening thread's

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(TestRecordWatch)
};

} // namespace phonostage::app
