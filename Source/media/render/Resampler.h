// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace phonostage::media {

/** Changes the sample rate of one or two channels by any ratio: libsoxr at its very high quality (linear phase, 28
    bits, flat to 0.91 of the lower half rate). Block cuts do not matter; what comes out is as long as what
    went in, to the frame. */
class Resampler {
public:
    /** Takes planar samples, which it may change, and a number of frames. */
    using Sink = std::function<void(double* const* channel, int frames)>;

    /** Rates in Hz above 0. Throws MediaError. */
    Resampler(double fromHz, double toHz, int channels, Sink sink);
    ~Resampler();
    Resampler(const Resampler&) = delete;
    Resampler& operator=(const Resampler&) = delete;

    void process(const double* const* channel, int frames);
    /** The rest; nothing may follow. */
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace phonostage::media
