// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace phonostage::bench {

enum class Signal {
    music,        ///< a 24-bit capture at a phono cartridge's level: voices, surface noise, ticks
    silence,      ///< exact zeros
    denormalTail, ///< a second of music, then a decay through the denormals to zero, again and again
    clipped,      ///< far too loud throughout: cut off at full scale
    clippedBelow, ///< and by something in front of the converter, at 0.7 of it
    clippedPeaks, ///< too loud: cut off now and then
    worn,         ///< music with clicks, crackle, a scratch each turn, and hum; every 16 s a pause of 3 s
    storm,        ///< noise at every level, with what is not finite and what no converter gives
};

/** Seconds of a stereo signal, made once and repeated: making it costs nothing while something else is timed. */
class SignalSource {
public:
    SignalSource(Signal signal, double rateHz, double seconds, unsigned seed);

    /** The next frames, into both channels. */
    template <typename Sample> void read(Sample* left, Sample* right, int frames) {
        for (int i = 0; i < frames; ++i) {
            left[i] = static_cast<Sample>(samples_[0][at_]);
            right[i] = static_cast<Sample>(samples_[1][at_]);
            if (++at_ == samples_[0].size()) at_ = 0;
        }
    }

private:
    std::array<std::vector<float>, 2> samples_;
    std::size_t at_ = 0;
};

} // namespace phonostage::bench
