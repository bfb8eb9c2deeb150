// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/Fourier.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** The weightings of rumble after IEC 98A (1964), and of hiss after IEC 61672, as factors of power. hz above 0. */
[[nodiscard]] double unweightedRumble(double hz); ///< 10 Hz, 6 dB an octave, to 315 Hz, 12 dB an octave
[[nodiscard]] double weightedRumble(double hz);   ///< 315 Hz, 12 dB an octave to either side
[[nodiscard]] double aWeighting(double hz);       ///< 0 dB at 1 kHz

/** A line of the mains in the flat signal. */
struct HumLine {
    double frequencyHz = 0.0;
    double level = 0.0; ///< rms, full scale 1.0, of the louder channel
};

/** Mean powers of both channels, of the signal after RIAA (0 dB at 1 kHz), full scale 1.0. */
struct NoiseMeasurement {
    double seconds = 0.0;
    double rumbleUnweighted = 0.0, rumbleWeighted = 0.0, grooveNoise = 0.0;
    double lateralRumble = 0.0, verticalRumble = 0.0; ///< unweighted, of (L + R) / 2 and (L - R) / 2
    double mainsHz = 0.0;                             ///< 50 or 60; 0: no line stands out
    std::vector<HumLine> hum;                         ///< the lines that stand out, up to 1 kHz
};

/** Rumble, groove noise and hum of a flat capture of a silent groove, in pieces of 1.4 to 2.8 s. Rumble and hum are
   mean powers; of the groove noise the median at each frequency is taken, as for noise it stands to the mean: what is
   short, as a few clicks, does not count. Streaming; keeps the spectrum below 20 kHz of at most 96 pieces (some 30 MB),
   and the rest is not measured. */
class RumbleMeter {
public:
    static constexpr double leastSeconds = 6.0;

    /** rateHz: 44.1 to 192 kHz. */
    RumbleMeter(double rateHz, int channels);

    /** The same number of samples of each channel; right is empty for mono. */
    void add(std::span<const double> left, std::span<const double> right);
    [[nodiscard]] NoiseMeasurement finish() const;

private:
    using Spectrum = std::vector<float>;
    void look();
    [[nodiscard]] std::vector<double> typicalSpectrum(std::size_t channel) const;

    double rateHz_;
    int channels_;
    std::int64_t frames_ = 0;
    std::array<std::vector<double>, 2> held_;
    SpectrumMeter meter_;
    std::array<std::vector<Spectrum>, 2> pieces_;
    /** Sums over the pieces: left, right, lateral, vertical. */
    std::array<std::vector<double>, 4> sums_;
};

} // namespace phonostage::dsp
