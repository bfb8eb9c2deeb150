// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/StrongestLines.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** A glide through the frequencies, log f = logStart + rate t, and the 1 kHz tone before it. Times in seconds from the
    first sample. */
struct SweepBand {
    DrivenSide driven = DrivenSide::left;
    double logStart = 0.0; ///< natural logarithm of the frequency in Hz at time 0
    double rate = 0.0;     ///< natural logarithm of the frequency, a second
    double fromSeconds = 0.0, toSeconds = 0.0;
    struct Pilot {
        double fromSeconds = 0.0, toSeconds = 0.0, frequencyHz = 0.0;
    };
    std::optional<Pilot> pilot; ///< none was found

    [[nodiscard]] double frequencyAt(double seconds) const;
    [[nodiscard]] double timeOf(double frequencyHz) const;
};

/** Finds the sweeps of a test record: no table of times is needed, and any order of the bands will do. Streaming; keeps
    1 kB of a second of sound. A sweep rises by 5 to 170 % a second, at least for 3 s. A tone within 6 % of 1
    kHz that holds for a second before it is its pilot. */
class SweepFinder {
public:
    static constexpr double mostSeconds = 3600.0; ///< the rest is not looked at

    /** rateHz: 44.1 to 192 kHz. */
    explicit SweepFinder(double rateHz);

    void add(std::span<const double> left, std::span<const double> right);
    /** In the order of their times: at most one of each side; one of both only where there is none of a side. */
    [[nodiscard]] std::vector<SweepBand> finish() const;

private:
    [[nodiscard]] double timeOf(std::size_t frame) const { return lines_.secondsOf(frame); }
    [[nodiscard]] std::vector<SweepBand::Pilot> pilots(DrivenSide side) const;
    [[nodiscard]] std::optional<SweepBand> sweepOf(DrivenSide side) const;
    void fitTo(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const;
    void findEdges(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const;

    StrongestLines lines_;
    std::vector<LineFrame> frames_;
};

} // namespace phonostage::dsp
