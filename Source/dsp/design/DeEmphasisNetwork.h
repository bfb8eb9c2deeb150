// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"

#include <array>
#include <complex>
#include <cstddef>

namespace phonostage::dsp {

/** Time constants in seconds, the slowest first. */
class CornerList {
public:
    void add(double seconds);
    void remove(std::size_t i);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] double operator[](std::size_t i) const { return seconds_[i]; }

private:
    std::array<double, 4> seconds_{};
    std::size_t count_ = 0;
};

/** What the de-emphasis has to be, as one network in the s plane: the curve at the speed at which its record is played,
    and the RIAA stage that is undone.

        H(s) = scale product(1 + s zero) / product(1 + s pole) * s T / (1 + s T) / s^integrators,  T = highPassSeconds

    Corners of the two that are equal have cancelled each other. */
struct CurveNetwork {
    CornerList zeros, poles;
    double highPassSeconds = 0.0; ///< the IEC amendment; 0: off
    int integrators = 0;          ///< 1: playback with no shelf, to be limited at 1 Hz; -1: the recording side of it
    bool inverse = false;         ///< the recording side of a record
    bool undone = false;          ///< a RIAA stage is undone
    double scale = 1.0;
    double speedRatio = 1.0;

    /** True where nothing depends on frequency. */
    [[nodiscard]] bool isFlat() const {
        return zeros.count() == 0 && poles.count() == 0 && integrators == 0 && highPassSeconds == 0.0;
    }
};

/** Settings must be legal; only curve, undoRiaa and speedRatio count. */
[[nodiscard]] CurveNetwork networkOf(const FilterSettings& settings);
[[nodiscard]] CurveNetwork networkOf(const Curve& curve);

/** The exact response at a frequency in Hz, as analogueResponse(). */
[[nodiscard]] std::complex<double> response(const CurveNetwork& network, double frequencyHz, bool withLowLimit = true);

/** The frequency at which a design of a rate has the network's magnitude exactly: the record's own 1 kHz, or a quarter
    of the rate where that is lower. */
[[nodiscard]] double referenceHz(const CurveNetwork& network, double sampleRateHz);

} // namespace phonostage::dsp
