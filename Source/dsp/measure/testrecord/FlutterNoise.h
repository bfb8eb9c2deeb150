// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace phonostage::dsp {

/** How much of a tone's deviation is additive noise: that of the groove, of the preamplifier, of small clicks.

    Noise beside a tone turns its phase as much as it moves its level, whatever its spectrum, as long as it is steady;
    a turntable turns the phase alone. So the level, treated exactly as the phase was, shows how much of the deviation
    is noise. Only what is broad counts, not lines: a level that swings once a turn is no noise.

    What is taken off is power: where the noise has a share s of the power, the rest gets the factor sqrt(1 - s). Lines
    that stand out keep nearly all. */
class FlutterNoise {
public:
    /** Both of the same length at the same rate in Hz: the deviation of the speed, and what the logarithm of the level
        gives in place of the phase in radians. */
    FlutterNoise(std::span<const double> deviation, std::span<const double> ofLevel, double rateHz);

    /** The factor for what of the deviation lies at a frequency in Hz: 0 to 1. */
    [[nodiscard]] double gain(double hz) const;
    /** What of the deviation is noise, rms in parts of the speed, through a filter of this gain (a factor, of the
        frequency in Hz). */
    [[nodiscard]] double rms(const std::function<double(double hz)>& filterGain) const;

private:
    double binHz_ = 0.0;
    std::vector<float> gains_, densities_; ///< of each bin
};

} // namespace phonostage::dsp
