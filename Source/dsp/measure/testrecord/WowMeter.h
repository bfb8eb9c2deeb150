// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/FlutterLines.h"
#include "dsp/measure/testrecord/ToneDemodulator.h"

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** Of the deviation from the mean speed, as parts of it: 0.001 is 0.1 %. */
struct WowStatistic {
    double rms = 0.0, peak = 0.0;
    /** The 95th percentile of the size, without time weighting: what a two-sigma meter reads. A sine reads its peak. */
    double twoSigma = 0.0;
};

struct WowMeasurement {
    enum class Fault { none, tooShort, noTone };

    Fault fault = Fault::none;
    double seconds = 0.0;             ///< that were measured
    double meanHz = 0.0;              ///< over whole turns
    double carrierHz = 0.0;           ///< what the record holds
    double speedError = 0.0;          ///< meanHz / carrierHz - 1
    double rpm = 0.0;                 ///< 33.333, 45 or 78.26: given, or of the strongest line that fits a turn
    WowStatistic unweighted;          ///< 0.2 Hz to topHz; see unweightedGain()
    WowStatistic weighted;            ///< peak by FlutterFilter::weighting, the rest by flutterTableDb() itself
    WowStatistic weightedWithoutHole; ///< the off-centre hole's line taken out
    WowStatistic wow;                 ///< unweighted below 6 Hz
    double noiseRms = 0.0, weightedNoiseRms = 0.0; ///< taken off all of these, in power; see FlutterNoise
    double topHz = 0.0;                            ///< upper end of unweighted
    FlutterLine hole;               ///< once a turn: how far the hole is off the centre, times the radius
    std::vector<FlutterLine> lines; ///< largest first
    double bridgedPart = 0.0;       ///< of the time, lost to clicks
    std::vector<double> deviation;  ///< from the mean speed, for a plot; the start of it is the start of the stretch
    double deviationRateHz = 0.0;   ///< about 1 kHz
};

/** Speed, wow and flutter of a recorded steady tone, in a flat capture as well as in an equalised one: the tone is one
    line, on which a curve's slope does nothing. Streaming. */
class WowMeter {
public:
    static constexpr double leastSeconds = 6.0;
    static constexpr double mostSeconds = 360.0; ///< the rest is not measured; it takes some 80 MB
    static constexpr double lowestCarrierHz = 100.0, highestCarrierHz = 7000.0;
    static constexpr double settlingSeconds = 2.5; ///< of the filters; left out, but at most 20 % of the stretch

    /** toneHz: where the tone is, to 1 %. */
    WowMeter(double rateHz, double toneHz);

    /** The same number of samples of each channel; right is empty for mono. The two are added up in the phases and at
        the weights that hold the tone best: a tone in one channel, and one of reversed polarity, are as good. */
    void add(std::span<const double> left, std::span<const double> right);

    struct Nominal {
        double carrierHz = 3150.0;
        std::optional<double> rpm; ///< else found
    };
    [[nodiscard]] WowMeasurement finish(const Nominal& nominal) const;

private:
    using Baseband = std::vector<std::complex<float>>;

    [[nodiscard]] Baseband joined() const;

    double toneHz_;
    std::array<ToneDemodulator, 2> demodulators_;
    std::array<Baseband, 2> tones_;
};

} // namespace phonostage::dsp
