// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/simd/StereoDouble.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace phonostage::dsp {

/** How loud the record is that plays, and whether it is one. */
struct RecordReading {
    /** The usual loud level of the last ten seconds, RIAA-equalised, the mean of both channels: dBFS, where a sine of
        full scale at 1 kHz is 0. Empty before there was enough sound. */
    std::optional<double> loudDbfs;
    bool isMusic = false; ///< the treble comes and goes as that of music does, and groove or interface noise does not
    double seconds = 0.0; ///< of the last ten, those with sound
    double heardSeconds = 0.0; ///< all that came since prepare(), to count by
};

/** The usual level of a record, from the raw signal that the interface gives.

    The statistic: de-emphasis (RIAA) and a high-pass of 60 Hz, so that rumble, warp and hum do not count; the mean
    square of both channels in parts of 0.1 s, without the loudest of ten slices of each, so that a click does not
    count; of the parts of the last 10 s that lie within 30 dB of the loudest the 90 % quantile, so that a gap, a
    lifted stylus and its thump do not count. It needs 3 s of sound.

    What to expect of a record, and how far from it one may lie: usualDb and spreadDb.

    Memory is bounded, the result does not depend on the block size, and nothing allocates, locks or waits: it runs on
    the audio thread. reading() may be called by any thread. */
class RecordLevel {
public:
    static constexpr double partSeconds = 0.1;
    static constexpr double spanSeconds = 10.0;
    static constexpr double neededSeconds = 3.0;

    /** The statistic for a usual record, in dB above the level of 5 cm/s (peak, at 1 kHz), and its spread: two thirds
        of all records lie no farther from it. Measured on real music cut at -6 +-3 dB rms. */
    static constexpr double usualDb = -5.0;
    static constexpr double spreadDb = 3.0;

    /** 8 to 768 kHz. Forgets all. */
    void prepare(double rateHz);

    /** One or two channels, raw: 1.0 is full scale. What is not finite or beyond +-1e6 counts as 0. */
    template <typename Sample> void process(const Sample* const* samples, int channels, int frames);

    /** What came so far no longer counts, as where the interface was turned. Done at the next block. Any thread. */
    void forget() { forgets_.store(true, std::memory_order_relaxed); }

    [[nodiscard]] RecordReading reading() const;

private:
    static constexpr std::size_t slices = 10;     ///< of a part
    static constexpr std::size_t spanParts = 100; ///< of the last ten seconds
    static constexpr double silent = -1000.0;     ///< dBFS: there is no level

    /** A pair of poles and zeros, one step for both channels. */
    struct Section {
        double b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0;
        StereoDouble s1, s2;

        StereoDouble step(StereoDouble x) {
            const StereoDouble y = StereoDouble(b0) * x + s1;
            s1 = StereoDouble(b1) * x - StereoDouble(a1) * y + s2;
            s2 = StereoDouble(b2) * x - StereoDouble(a2) * y;
            return y;
        }
        void flush() {
            flushTiny(s1);
            flushTiny(s2);
        }
    };

    void endSlice();
    void endPart();
    void judge();
    void clear();

    Section riaa_, highPass_, treble_;
    StereoDouble musicSquares_, trebleSquares_;
    int frame_ = 0, sliceFrames_ = 480;
    std::size_t slice_ = 0;
    std::array<double, slices> musicSlices_{}, trebleSlices_{};
    std::array<float, spanParts> music_{}, trebles_{}; ///< mean squares, in a ring
    std::size_t parts_ = 0, next_ = 0;

    std::atomic<bool> forgets_{false};
    std::atomic<double> loudDbfs_{silent};
    std::atomic<bool> isMusic_{false};
    std::atomic<int> soundingParts_{0};
    std::atomic<std::int64_t> heardParts_{0};
};

} // namespace phonostage::dsp
