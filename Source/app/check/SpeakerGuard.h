// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"

#include <atomic>
#include <cstdint>

namespace phonostage::app {

/** Behind the stage: turns what is heard down by 40 dB where the loudspeakers are in danger. By itself where the output
    stays clipped for a second, and by turnDown() where somebody else knows. It stays down until goOn() or turnUp().
    At full level every sample passes bit for bit. What is recorded comes from the input, and is never touched. */
class SpeakerGuard final : public device::StereoProcess {
public:
    static constexpr double downDb = -40.0;
    static constexpr double downSeconds = 0.05, upSeconds = 1.5;
    /** Clipped: beyond full scale, with pauses no longer than this, for so long. */
    static constexpr double clippedSeconds = 1.0, pauseSeconds = 0.05;
    /** After goOn() it lets be what clips until nothing has for so long. */
    static constexpr double calmSeconds = 10.0;

    /** stage: what is heard. It must outlive this. */
    explicit SpeakerGuard(device::StereoProcess& stage) : stage_(stage) {}

    // ---- any thread

    /** Off: nothing is turned down, and what was comes back. */
    void setEnabled(bool on);
    [[nodiscard]] bool isEnabled() const { return isEnabled_.load(); }
    void turnDown();
    [[nodiscard]] bool isDown() const { return isDown_.load(); }
    /** Turned down because the output stayed clipped. */
    [[nodiscard]] bool isByClipping() const { return isByClipping_.load(); }
    /** The person wants it loud: what clips now is let be. */
    void goOn();
    /** The danger is over. */
    void turnUp();
    /** Frames beyond full scale so far, before it turned anything down. */
    [[nodiscard]] std::int64_t clippedFrames() const { return clippedFrames_.load(std::memory_order_relaxed); }

    // ---- device::StereoProcess

    void prepare(double rateHz, int maxFrames) override;
    void process(float* left, float* right, int frames) override;
    void release() override { stage_.release(); }

private:
    void watch(const float* left, const float* right, int frames);
    void turn(float* left, float* right, int frames);

    device::StereoProcess& stage_;
    std::atomic<bool> isEnabled_{true}, isDown_{false}, isByClipping_{false}, isLetBe_{false};
    std::atomic<std::int64_t> clippedFrames_{0};

    // The audio thread's own.
    double down_ = 0.01;                     ///< the factor of downDb
    double stepDown_ = 0.999, stepUp_ = 1.0; ///< factors a frame
    double gain_ = 1.0;
    bool wasDown_ = false; ///< with the last block
    std::int64_t wantedRun_ = 48000, pause_ = 2400, calm_ = 480000;
    std::int64_t run_ = 0;    ///< frames since the first that was clipped
    std::int64_t since_ = -1; ///< frames since the last; -1: none yet
};

} // namespace phonostage::app
