// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalogue/Equipment.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"
#include "dsp/design/LoadFilter.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phonostage::catalogue {
namespace {

constexpr double ratingHz = 1000.0;
constexpr double keptInHandDb = 2.0;
constexpr double leastTurnUpDb = 1.0;
constexpr double largestPf = 1000.0;
constexpr double pfPerMetre = 100.0;
constexpr double tooHighFactor = 1.05;
// A setting that is meant to be exactly on a boundary is not judged by the last bit of a logarithm.
constexpr double rounding = 1e-9;

/** How many times the wanted load's voltage there is at the socket, at 1 kHz. */
double socketChange(const std::optional<dsp::LoadCorrection>& load) {
    return load ? 1.0 / std::abs(dsp::analogueLoadRatio(*load, ratingHz)) : 1.0;
}

double gainAboveLowestDb(const InterfaceSetting& setting) {
    return std::clamp(setting.gainDb, setting.gainMinDb, std::max(setting.gainMinDb, setting.gainMaxDb)) -
           setting.gainMinDb;
}

std::string wholeDb(double db) { return base::formatFixed(db, 0) + " dB"; }

/** Three digits are more than a resistor's tolerance. */
std::string ohmText(double ohm) { return base::formatOhms(ohm, 3); }

void adviseDown(OverloadMargin& margin, double downDb) {
    const double missing = wantedMarginDb - margin.marginDb;
    const std::string where =
        base::formatFixed(margin.marginDb, 1) + " dB above 5 cm/s, " + wholeDb(wantedMarginDb) + " recommended: ";
    const std::string otherwise = "choose an input with more headroom, or use a pad";
    if (downDb <= rounding) {
        margin.advice = where + "the interface cannot be turned down, " + otherwise;
    } else if (downDb + rounding >= missing) {
        margin.turnDb = -std::min(std::ceil(missing - rounding), downDb);
        margin.advice = where + "turn the interface down " + base::formatShortest(-margin.turnDb) +
                        " dB, then enter the new reading";
    } else {
        margin.turnDb = -downDb;
        margin.advice = where + "turn the interface all the way down (" + base::formatShortest(downDb) + " dB); " +
                        base::formatFixed(missing - downDb, 1) + " dB are still missing, " + otherwise;
    }
}

void adviseUp(OverloadMargin& margin, double upDb) {
    const double spare = margin.marginDb - wantedMarginDb;
    const double turn = std::floor(std::min(spare - keptInHandDb, upDb) + rounding);
    const std::string where = base::formatFixed(margin.marginDb, 1) + " dB above 5 cm/s, ";
    if (spare + rounding < keptInHandDb + leastTurnUpDb) {
        margin.advice = where + "as recommended: no change needed";
    } else if (turn < leastTurnUpDb) {
        margin.advice = where + base::formatFixed(spare, 1) + " dB to spare, but the interface cannot be turned up";
    } else {
        margin.turnDb = turn;
        margin.advice = where + base::formatFixed(spare, 1) + " dB to spare: turn the interface up " + wholeDb(turn) +
                        " for less noise, then enter the new reading";
    }
}

} // namespace

double studioLineDbv() { return base::dbvFromDbu(4.0); }

double inputDbv(const InterfaceSetting& setting) { return setting.fullScaleDbv - gainAboveLowestDb(setting); }

double outputAt5CmMv(const CartridgeRating& rating) {
    const double peak = rating.velocityIsRms ? rating.velocityCmPerS * std::numbers::sqrt2 : rating.velocityCmPerS;
    return rating.outputMv * referenceVelocityCmPerS / peak;
}

double socketChangeAt1kDb(const dsp::LoadCorrection& load) { return dsp::decibels(socketChange(load)); }

double levelAt5CmDbv(const CartridgeRating& rating, const std::optional<dsp::LoadCorrection>& load) {
    return dsp::decibels(outputAt5CmMv(rating) / 1000.0 * socketChange(load));
}

double velocityFromRmsVolts(double rmsVolts, const CartridgeRating& rating,
                            const std::optional<dsp::LoadCorrection>& load) {
    return rmsVolts * 1000.0 / (outputAt5CmMv(rating) * socketChange(load)) * referenceVelocityCmPerS;
}

double velocityFromPeakVolts(double peakVolts, const CartridgeRating& rating,
                             const std::optional<dsp::LoadCorrection>& load) {
    return velocityFromRmsVolts(peakVolts / std::numbers::sqrt2, rating, load);
}

double recommendedGainDb(const CartridgeRating& rating, const std::optional<dsp::LoadCorrection>& load,
                         bool correctionOn, double nominalDbv) {
    const double correction = load && correctionOn ? dsp::idealLoadDb(*load, ratingHz) : 0.0;
    return nominalDbv - levelAt5CmDbv(rating, load) - correction;
}

OverloadMargin overloadMargin(const InterfaceSetting& setting, double levelAt5CmDbv) {
    OverloadMargin margin;
    margin.marginDb = inputDbv(setting) - levelAt5CmDbv;
    const double judged = margin.marginDb + rounding;
    margin.verdict = judged >= wantedMarginDb  ? OverloadVerdict::good
                     : judged >= musicMarginDb ? OverloadVerdict::tight
                                               : OverloadVerdict::tooLittle;
    const double downDb = gainAboveLowestDb(setting);
    const double upDb = std::max(0.0, setting.gainMaxDb - setting.gainMinDb - downDb);
    if (margin.verdict == OverloadVerdict::good)
        adviseUp(margin, upDb);
    else
        adviseDown(margin, downDb);
    return margin;
}

const char* wordFor(OverloadVerdict verdict) {
    if (verdict == OverloadVerdict::good) return "good";
    return verdict == OverloadVerdict::tight ? "tight" : "too little";
}

double nearestE24(double ohm) {
    constexpr std::array<double, 25> row{1.0, 1.1, 1.2, 1.3, 1.5, 1.6, 1.8, 2.0, 2.2, 2.4, 2.7, 3.0, 3.3,
                                         3.6, 3.9, 4.3, 4.7, 5.1, 5.6, 6.2, 6.8, 7.5, 8.2, 9.1, 10.0};
    const double decade = std::pow(10.0, std::floor(std::log10(ohm)));
    const auto distance = [&](double value) { return std::abs(std::log(value * decade / ohm)); };
    const double nearest =
        *std::min_element(row.begin(), row.end(), [&](double a, double b) { return distance(a) < distance(b); });
    // In tenths, so that 4.7 times 10,000 is 47,000 and nothing beside it.
    return std::round(nearest * 10.0) * decade / 10.0;
}

std::optional<ParallelResistor> parallelResistor(double haveOhm, double wantOhm) {
    if (haveOhm <= wantOhm * tooHighFactor) return std::nullopt;
    ParallelResistor resistor;
    resistor.exactOhm = 1.0 / (1.0 / wantOhm - 1.0 / haveOhm);
    resistor.nearestOhm = nearestE24(resistor.exactOhm);
    resistor.resultOhm = 1.0 / (1.0 / resistor.nearestOhm + 1.0 / haveOhm);
    resistor.advice = "a resistor of " + ohmText(resistor.nearestOhm) + " across the input (exactly " +
                      ohmText(resistor.exactOhm) + ") changes its " + ohmText(haveOhm) + " to " +
                      ohmText(resistor.resultOhm) + ", which is better than a correction afterwards";
    return resistor;
}

std::optional<std::string> capacitanceAdvice(double inputPf, double cablePf, double wantMaxPf) {
    const double excessPf = inputPf + cablePf - wantMaxPf;
    if (excessPf <= 0.0) return std::nullopt;
    const std::string what = base::formatFixed(inputPf + cablePf, 0) + " pF are " + base::formatFixed(excessPf, 0) +
                             " pF above the maximum for the cartridge: ";
    if (excessPf > cablePf) return what + "use the shortest possible cable; the input alone has too much";
    return what + "use a cable that is " + base::formatFixed(excessPf / pfPerMetre, 1) +
           " m shorter (at 100 pF a metre)";
}

CartridgeRating ratingOf(const CartridgeEntry& entry) {
    return {entry.outputMv, entry.velocityCmPerS, entry.velocityKind == VelocityKind::rms};
}

InterfaceSetting settingOf(const InterfaceInput& input, double gainDb) {
    return {input.fullScaleDbv, input.gainMinDb, input.gainMaxDb, gainDb};
}

InterfaceValues valuesOf(const InterfaceInput& input, double gainDb, double cablePf) {
    return {inputDbv(settingOf(input, gainDb)), input.impedanceOhm,
            std::min(input.capacitancePf.value_or(0.0) + cablePf, largestPf)};
}

CartridgeValues valuesOf(const CartridgeEntry& entry) {
    CartridgeValues values{ratingOf(entry), entry.inductanceMh, entry.resistanceOhm, entry.loadOhm, defaultWantPf};
    const bool movingCoil = entry.kind == CartridgeKind::mc || entry.kind == CartridgeKind::highOutputMc;
    if (movingCoil && !values.inductanceMh) values.inductanceMh = 0.0;
    if (entry.loadPfMin && entry.loadPfMax) values.wantPf = (*entry.loadPfMin + *entry.loadPfMax) / 2.0;
    return values;
}

std::optional<dsp::LoadCorrection> loadOf(const CartridgeValues& cartridge, const InterfaceValues& input) {
    if (!cartridge.inductanceMh || !cartridge.resistanceOhm) return std::nullopt;
    dsp::LoadCorrection load;
    load.coilHenry = *cartridge.inductanceMh / 1e3;
    load.coilOhm = *cartridge.resistanceOhm;
    load.have = {input.loadOhm, input.loadPf / 1e12};
    load.want = {cartridge.wantOhm, cartridge.wantPf / 1e12};
    return load;
}

} // namespace phonostage::catalogue
