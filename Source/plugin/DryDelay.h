// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/DelayLine.h"

#include <array>

namespace phonostage::plugin {

/** The untouched input, as late as the stage is: what the bypass plays. Where the stage becomes later or earlier, it
    cross-fades from the one delay to the other. Bit for bit the input while it does not. Real-time safe but for
    prepare(). */
class DryDelay {
public:
    static constexpr int mostAtOnce = 256;

    /** Room for delays of up to mostFrames; 0: it is never late, and neither written nor read. Forgets everything. */
    void prepare(int mostFrames, int fadeFrames);

    [[nodiscard]] bool isNeeded() const { return mostFrames_ > 0; }

    /** Forgets everything; late by so many frames from now on. */
    void reset(int frames);

    /** Up to mostAtOnce frames of the input, one or two channels. */
    template <typename Sample> void write(const Sample* const* channels, int channelCount, int frames);
    /** Where nobody hears it: at once as late as the stage. */
    void follow(int latencyFrames);
    /** The same frames, late; latencyFrames is the stage's. */
    template <typename Sample> void read(Sample* const* channels, int channelCount, int frames, int latencyFrames);

private:
    template <typename Sample> using Lines = std::array<dsp::DelayLine<Sample>, 2>;

    Lines<float>& lines(float) { return floats_; }
    Lines<double>& lines(double) { return doubles_; }

    Lines<float> floats_; ///< hosts choose one of the two
    Lines<double> doubles_;
    int mostFrames_ = 0, fadeFrames_ = 0;
    int from_ = 0, to_ = 0; ///< delays
    int fadePosition_ = 0;  ///< of the fade between them; fadeFrames_: settled at to_
};

} // namespace phonostage::plugin
