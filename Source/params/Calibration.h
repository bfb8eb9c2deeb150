// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/design/StageSettings.h"
#include "dsp/measure/ToneMeter.h"

#include <complex>
#include <optional>
#include <string>
#include <variant>

namespace phonostage::params {

/** A tone whose voltage at the interface's socket is known from a meter or generator, the same in both channels. */
struct SocketVolts {
    double voltsRms = 0.0;
};

/** A tone of a test record, given by its velocity, and the cartridge that plays it. Both velocities are of the same
   kind: either both lateral, or both those of one channel. */
struct RecordedTone {
    double velocityCmPerS = 5.0;
    bool velocityIsRms = false;
    double cartridgeMv = 0.0; ///< rated output, rms
    double cartridgeVelocityCmPerS = 5.0;
    bool cartridgeVelocityIsRms = false; ///< peak where the maker does not say
    /** The cartridge with the load that it has and the one that its rating is meant for; empty where these are alike.
     */
    std::optional<dsp::LoadCorrection> load;
};

using KnownTone = std::variant<SocketVolts, RecordedTone>;

/** How good the tone has to be. */
[[nodiscard]] dsp::ToneLimits toneLimits(const KnownTone& known);

/** |D_have / D_want| in dB: what the actual load does to the cartridge's rated output at this frequency.
    D(s) = 1 / (1 + (Rc + s Lc)(1/R + s C)). */
[[nodiscard]] double loadLevelDb(const dsp::LoadCorrection& load, double frequencyHz);

/** Volts rms that the tone has at the socket: rated output times velocity over rated velocity, both as peaks, with the
    load counted once. */
[[nodiscard]] double socketVolts(const KnownTone& known, double frequencyHz);

/** What was measured. Either `both`, or both of the others, or all three. */
struct CalibrationTones {
    std::optional<dsp::ToneMeasurement> both;      ///< in each channel that there is
    std::optional<dsp::ToneMeasurement> leftOnly;  ///< a band that has it in the left channel alone
    std::optional<dsp::ToneMeasurement> rightOnly; ///< and in the right
};

struct Calibration {
    double inputDbv = 0.0;           ///< dBV rms of a sine at 0 dBFS at the socket: LevelSettings::inputDbv
    std::optional<double> balanceDb; ///< LevelSettings::balanceDb; empty for a mono source
    double socketVolts = 0.0;        ///< rms, of the tone
    double loadDb = 0.0;             ///< what the load has done to it
    bool oppositePolarity = false;   ///< the channels have the tone with opposite signs; false where unknown

    /** Complex: the real part is in phase and goes into the matrix, the imaginary part is in quadrature and stays. */
    struct Crosstalk {
        std::complex<double> leftToRight, rightToLeft;
    };
    std::optional<Crosstalk> crosstalk; ///< real parts: LevelSettings::crosstalkLeftToRight, crosstalkRightToLeft
};

/** Either a calibration or one sentence that says why there is none, and what to do. */
struct CalibrationResult {
    std::optional<Calibration> calibration;
    std::string refusal;
};

/** Sensitivity and balance such that both channels of the tone come out at its voltage, behind the crosstalk matrix
   where that was measured; without a tone in both channels from the two bands of one channel each. */
[[nodiscard]] CalibrationResult calibrate(const KnownTone& known, const CalibrationTones& tones);

/** A velocity is known only here: the record curve is 0 dB at 1 kHz. */
constexpr double recordedToneLowHz = 900.0;
constexpr double recordedToneHighHz = 1100.0;
/** -60 dB: crosstalk that is not worth undoing, and whose phase says nothing. */
constexpr double negligibleCrosstalk = 0.001;

} // namespace phonostage::params
