// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalogue/EquipmentCatalogue.h"

#include "dsp/design/StageSettings.h"

#include <optional>
#include <string>

/** What follows from interface, cartridge and load, in closed form. Pure functions on plain numbers; none is for the
    audio thread where it gives text. */
namespace phonostage::catalogue {

constexpr double referenceVelocityCmPerS = 5.0; ///< peak: what ratings and test records mean by 0 dB
constexpr double consumerLineDbv = -10.0;       ///< nominal level of consumer line inputs
/** What a cable of a metre with its arm's wire comes to where nobody has measured it. */
constexpr double defaultCablePf = 100.0;
/** The middle of what makers of MM cartridges ask for: taken where the catalogue has no capacitance. */
constexpr double defaultWantPf = 200.0;
/** Above 5 cm/s: music reaches 50 cm/s, and clicks 6 dB more. */
constexpr double musicMarginDb = 20.0;
constexpr double wantedMarginDb = 26.0;

/** +4 dBu in dBV: nominal level of studio line inputs, +1.78 dBV. */
[[nodiscard]] double studioLineDbv();

// The interface -------------------------------------------------------------------------------------------------------

/** One input and where its gain control stands. */
struct InterfaceSetting {
    double fullScaleDbv = 6.0; ///< dBV rms of a sine at 0 dBFS where the control reads gainMinDb
    double gainMinDb = 0.0;
    double gainMaxDb = 0.0;
    double gainDb = 0.0; ///< what the control reads; counts as the nearer end where it is outside
};

/** The sensitivity, dBV rms of the sine that is 0 dBFS: the full scale at the lowest gain, less the gain above the
    lowest (the control's reading minus gainMinDb). */
[[nodiscard]] double inputDbv(const InterfaceSetting& setting);

// The cartridge -------------------------------------------------------------------------------------------------------

/** A rated output: outputMv rms at 1 kHz, at that velocity and at the recommended load of the cartridge. */
struct CartridgeRating {
    double outputMv = 5.0;
    double velocityCmPerS = 5.0;
    bool velocityIsRms = false; ///< else peak; unknown counts as peak
};

/** mV rms at 5 cm/s peak, the load as wanted. An rms velocity v is a peak of v times the square root of 2. */
[[nodiscard]] double outputAt5CmMv(const CartridgeRating& rating);

/** What the wrong load does to 1 kHz at the socket, before any correction: 20 log10 |D_have / D_want| in dB. */
[[nodiscard]] double socketChangeAt1kDb(const dsp::LoadCorrection& load);

/** dBV rms of 5 cm/s peak at 1 kHz at the input socket. load: the actual and the recommended one; nullopt where
    that is the same. */
[[nodiscard]] double levelAt5CmDbv(const CartridgeRating& rating, const std::optional<dsp::LoadCorrection>& load);

/** Peak velocity in cm/s of the groove from volts at the input socket, corrected for the load at 1 kHz (divided by
    |D_have / D_want|). rmsVolts: of a sine; peakVolts: the momentary value. */
[[nodiscard]] double velocityFromRmsVolts(double rmsVolts, const CartridgeRating& rating,
                                          const std::optional<dsp::LoadCorrection>& load);
[[nodiscard]] double velocityFromPeakVolts(double peakVolts, const CartridgeRating& rating,
                                           const std::optional<dsp::LoadCorrection>& load);

/** Gain of the stage in dB that makes 5 cm/s at 1 kHz come out at nominalDbv (dBV rms; consumerLineDbv or
    studioLineDbv()). correctionOn: the stage puts the load right, within its limit. Not bounded by what the stage can.
 */
[[nodiscard]] double recommendedGainDb(const CartridgeRating& rating, const std::optional<dsp::LoadCorrection>& load,
                                       bool correctionOn, double nominalDbv);

// The margin ----------------------------------------------------------------------------------------------------------

enum class OverloadVerdict { good, tight, tooLittle };

struct OverloadMargin {
    double marginDb = 0.0;                           ///< from 5 cm/s to 0 dBFS
    OverloadVerdict verdict = OverloadVerdict::good; ///< good from 26 dB, tight from 20 dB
    double turnDb = 0.0; ///< how far to turn the interface: up is positive; 0: leave it, or it cannot be turned
    std::string advice;  ///< one sentence
};

/** The overload margin above 5 cm/s that the setting leaves, and what to turn, as far as the control goes. Up is
    advised from 3 dB to spare, and 2 dB of that are kept. */
[[nodiscard]] OverloadMargin overloadMargin(const InterfaceSetting& setting, double levelAt5CmDbv);
/** "good", "tight", "too little" */
[[nodiscard]] const char* wordFor(OverloadVerdict verdict);

// Better than a correction --------------------------------------------------------------------------------------------

/** A resistor across an input whose resistance is too high. */
struct ParallelResistor {
    double exactOhm = 0.0;   ///< 1 / (1 / want - 1 / have)
    double nearestOhm = 0.0; ///< of the E24 row
    double resultOhm = 0.0;  ///< what that one and the input make
    std::string advice;      ///< one sentence
};

/** Null if the input is at most 5 % above the recommended value: nothing passive can raise it. */
[[nodiscard]] std::optional<ParallelResistor> parallelResistor(double haveOhm, double wantOhm);
/** The value of the E24 row (5 % resistors) at the smallest ratio to it. ohm above 0. */
[[nodiscard]] double nearestE24(double ohm);

/** One sentence on a shorter cable where input and cable have more than the cartridge takes (wantMaxPf, cable in it).
 */
[[nodiscard]] std::optional<std::string> capacitanceAdvice(double inputPf, double cablePf, double wantMaxPf);

// From the catalogue to numbers ---------------------------------------------------------------------------------------

[[nodiscard]] CartridgeRating ratingOf(const CartridgeEntry& entry);
[[nodiscard]] InterfaceSetting settingOf(const InterfaceInput& input, double gainDb);

/** What a choice of interface, input and gain stands for. */
struct InterfaceValues {
    double inputDbv = 6.0;
    double loadOhm = 10e3;
    double loadPf = defaultCablePf; ///< input and cable, up to 1000 pF
};
[[nodiscard]] InterfaceValues valuesOf(const InterfaceInput& input, double gainDb, double cablePf = defaultCablePf);

/** What a choice of cartridge stands for. */
struct CartridgeValues {
    CartridgeRating rating;
    std::optional<double> inductanceMh; ///< nullopt: unknown; 0 for an MC whose maker states none
    std::optional<double> resistanceOhm;
    double wantOhm = 47e3;
    double wantPf = defaultWantPf; ///< the middle of the range, cable in it
};
[[nodiscard]] CartridgeValues valuesOf(const CartridgeEntry& entry);

/** The load of one on the other; nullopt where the coil is not known. */
[[nodiscard]] std::optional<dsp::LoadCorrection> loadOf(const CartridgeValues& cartridge, const InterfaceValues& input);

} // namespace phonostage::catalogue
