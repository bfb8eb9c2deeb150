// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "device/StereoProcess.h"
#include "media/render/Snippet.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace phonostage::app {

/** Plays a part of a file in the input's place: through the stage, or flat round it. What is recorded meanwhile comes
    from the input still. A thread reads ahead; the audio thread takes what is there. */
class Player final : public device::StereoProcess {
public:
    /** stage: what a device's input goes through. It must outlive this. */
    explicit Player(device::StereoProcess& stage) : stage_(stage) {}
    ~Player() override;

    // ---- message thread

    /** Frames of the file: [from, to). isFlat: round the stage. "" or why it cannot be played. */
    [[nodiscard]] std::string play(const std::filesystem::path& file, std::int64_t from, std::int64_t to, bool isFlat);
    /** Plays what `make` returns, past the stage; `make` runs on the reading thread. Returns "", or why it cannot be
        played. */
    [[nodiscard]] std::string play(std::function<media::Snippet()> make);
    void stop();
    [[nodiscard]] bool isPlaying() const { return isWanted_.load(); }
    /** That was played last; empty for a piece of sound. */
    [[nodiscard]] const std::filesystem::path& file() const { return path_; }
    /** The frame of the file that is heard now. */
    [[nodiscard]] std::int64_t frame() const;
    /** Follows the end of what is played; a few times a second. */
    void poll();

    // ---- device::StereoProcess

    void prepare(double rateHz, int maxFrames) override;
    void process(float* left, float* right, int frames) override;
    void release() override;

private:
    /** Gives so many frames at most, and says how many; 0 at the end. */
    using Source = std::function<int(double* left, double* right, int frames)>;

    void begin(bool isFlat);
    void read(const std::filesystem::path& file, std::int64_t from, std::int64_t to);
    void play(const media::Snippet& snippet);
    void feed(double fromHz, const Source& source);
    void push(const double* left, const double* right, int frames);
    [[nodiscard]] float takeFrame(float& right);

    static constexpr std::size_t ringFrames = 65536;
    static constexpr double fadeSeconds = 0.010;

    device::StereoProcess& stage_;
    std::atomic<double> rateHz_{0.0};
    float fadeStep_ = 1.0F;

    std::atomic<bool> isWanted_{false}, isFlat_{false}, isEnding_{false};
    std::atomic<bool> isRead_{false}; ///< all is in the ring
    std::vector<float> ring_ = std::vector<float>(2 * ringFrames);
    std::atomic<std::uint64_t> in_{0}, out_{0};
    std::thread thread_;
    std::filesystem::path path_;
    double fileRateHz_ = 48000.0;
    std::int64_t from_ = 0, to_ = 0;

    // The audio thread's own.
    float input_ = 1.0F, file_ = 0.0F; ///< how much of each is heard; never both
};

} // namespace phonostage::app
