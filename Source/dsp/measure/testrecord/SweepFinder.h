// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"

#include <array>
#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Which channel of the record is cut. */
enum class DrivenSide { left, right, both };

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
    some 700 bytes of a second of sound. A sweep rises by 5 to 170 % a second, at least for 3 s. A tone within 6 % of 1
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
    struct Line {
        float hz = 0.0F, power = 0.0F, share = 0.0F, low = 0.0F;
    };
    using Frame = std::array<Line, 2>;

    void look();
    [[nodiscard]] double timeOf(std::size_t frame) const;
    [[nodiscard]] bool drives(const Frame& frame, DrivenSide side) const;
    [[nodiscard]] std::vector<SweepBand::Pilot> pilots(DrivenSide side) const;
    [[nodiscard]] std::optional<SweepBand> sweepOf(DrivenSide side) const;
    void fitTo(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const;
    void findEdges(SweepBand& band, const std::vector<std::size_t>& frames, DrivenSide side) const;

    double rateHz_;
    Fourier fourier_;
    std::vector<double> window_;
    std::array<std::vector<double>, 2> held_;
    std::vector<std::complex<double>> work_;
    std::vector<Frame> frames_;
};

} // namespace phonostage::dsp
