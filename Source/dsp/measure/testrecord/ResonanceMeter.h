// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/testrecord/LowLines.h"
#include "dsp/measure/testrecord/SweepMeter.h"

#include <span>
#include <vector>

namespace phonostage::dsp {

/** What a bass sweep says of arm and cartridge. */
struct ResonanceMeasurement {
    enum class Plane { lateral, vertical, oneChannel };

    bool hasSweep = false; ///< a glide through 10 to 14 Hz was found; nothing else is said without one
    Plane plane = Plane::lateral;
    double fromSeconds = 0.0, toSeconds = 0.0;
    double fromHz = 0.0, toHz = 0.0;
    double resonanceHz = 0.0, q = 0.0;
    /** The sweep's own velocity: in proportion to the frequency (constant amplitude), or the same everywhere. The one
       that fits better. */
    bool isConstantAmplitude = true;
    double spreadDb = 0.0; ///< rms of what the fit leaves
    /** The fit leaves 1 dB or more; the resonance is not well inside the sweep; it has no peak that an arm makes. */
    enum class Doubt { none, poorFit, edge, noPeak };
    Doubt doubt = Doubt::none;
    [[nodiscard]] bool isSure() const { return hasSweep && doubt == Doubt::none; }
    std::vector<SweepPoint>
        level; ///< rising frequencies; dB relative to the fit's level far above the resonance at 20 Hz
    std::vector<SweepPoint> fitted; ///< at the same frequencies
};

/** Resonance of arm and cartridge from a bass sweep, rising or falling, of some 25 to 5 Hz. Below its resonance an arm
   follows the groove, and the cartridge gives less: s^2 / (s^2 + s w0 / Q + w0^2) is fitted to the level over the
   frequency. Streaming; keeps five lines a second. */
class ResonanceMeter {
public:
    static constexpr double lowestHz = 3.5, highestHz = 25.0; ///< of a resonance

    /** 44.1 to 192 kHz. */
    explicit ResonanceMeter(double rateHz) : lines_(rateHz) {}

    void add(std::span<const double> left, std::span<const double> right);
    /** Of the longest bass sweep. */
    [[nodiscard]] ResonanceMeasurement finish() const;

private:
    LowLines lines_;
    std::vector<LowLine> seen_;
};

} // namespace phonostage::dsp
