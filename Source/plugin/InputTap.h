// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

namespace phonostage::plugin {

/** Records the raw input, before the stage touches it, for a calibration. One thread starts, stops and takes (the
   message thread); the audio thread writes, wait-free. */
class InputTap {
public:
    static constexpr double longestSeconds = 10.0;

    struct Recording {
        std::array<std::vector<double>, 2> samples; ///< as they came, 1.0 is full scale; alike where the input is mono
        int channels = 2;                           ///< of the input: 1 or 2
        double rateHz = 48000.0;
    };

    // ---- message thread

    /** Restarts with the next block. False, and nothing changed, unless seconds is above 0 and at most
        longestSeconds. All memory is allocated here. */
    bool start(double seconds);

    /** Ends a recording, or forgets one that is done. Waits for a block that is being copied. */
    void cancel();

    /** 0 to 1. Any thread. */
    [[nodiscard]] double progress() const;

    /** True from start() to the last frame. Neither running nor done after a start: the host prepared again, which ends
        a recording. Any thread. */
    [[nodiscard]] bool isRunning() const;

    /** True where a whole recording waits to be taken. Any thread. */
    [[nodiscard]] bool isDone() const;

    /** The whole recording, once; empty unless it is done. */
    [[nodiscard]] std::optional<Recording> take();

    // ---- the plugin

    /** Audio thread: one or two channels. */
    template <typename Sample> void write(const Sample* const* channels, int channelCount, int frames);

    /** Ends a recording that is under way: what follows is not the sequel of what came before. The rate (8 to 768 kHz)
        is that of what is written from here on. No block may be running. */
    void prepare(double rateHz);

private:
    enum class Phase { idle, recording, writing, done };

    std::atomic<Phase> phase_{Phase::idle}; ///< who owns recording_: the audio thread while it is writing
    std::atomic<std::size_t> written_{0};   ///< frames
    std::atomic<std::size_t> wanted_{0};    ///< frames
    std::atomic<double> rateHz_{48000.0};
    Recording recording_;
};

} // namespace phonostage::plugin
