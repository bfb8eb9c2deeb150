// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/Calibration.h"

#include "base/text/Units.h"
#include "params/ParameterTable.h"

#include "dsp/design/LoadFilter.h"
#include "dsp/simd/Decibels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phonostage::params {
namespace {

using dsp::ToneSide;

CalibrationResult refused(std::string why) { return {std::nullopt, std::move(why)}; }

double asPeak(double velocity, bool isRms) { return isRms ? velocity * std::numbers::sqrt2 : velocity; }

std::string partText(double part) {
    const double size = std::abs(part);
    return size > 0.0 ? base::formatFixed(dsp::decibels(size), 1) + " dB" : "nothing";
}

std::string whyNotRecorded(const KnownTone& known, const dsp::ToneMeasurement& tone) {
    if (!std::holds_alternative<RecordedTone>(known)) return {};
    if (tone.frequencyHz >= recordedToneLowHz && tone.frequencyHz <= recordedToneHighHz) return {};
    return "The tone is at " + base::formatFixed(tone.frequencyHz, 1) +
           " Hz: a velocity can be used only from 900 to 1100 Hz, where the record curve is 0 dB; play the 1 kHz band "
           "at the correct speed.";
}

/** Why a real matrix does not undo this; empty where it does. */
std::string whyNotUndone(std::complex<double> crosstalk, const std::string& way) {
    if (std::abs(crosstalk) < negligibleCrosstalk) return {};
    if (std::abs(crosstalk.imag()) > std::abs(crosstalk.real()))
        return "The crosstalk from " + way + " is mostly in quadrature (" + partText(crosstalk.imag()) +
               ", and in phase " + partText(crosstalk.real()) +
               "): mixing the channels cannot cancel that; adjust the azimuth, or leave out the one-channel bands.";
    if (std::abs(crosstalk.real()) > 0.5)
        return "The crosstalk from " + way + " is " + partText(crosstalk.real()) +
               "; at most -6 dB can be cancelled: check the cartridge and its cables.";
    return {};
}

/** The level of each channel's own tone in dBFS. */
struct Levels {
    double left = 0.0, right = 0.0;
};

Levels ownLevels(const CalibrationTones& tones, const std::optional<Calibration::Crosstalk>& crosstalk) {
    if (!tones.both) return {tones.leftOnly->channel[0].dbfs(), tones.rightOnly->channel[1].dbfs()};
    const auto& channel = tones.both->channel;
    if (tones.both->channels < 2) return {channel[0].dbfs(), channel[0].dbfs()};
    if (!crosstalk) return {channel[0].dbfs(), channel[1].dbfs()};
    // As the stage will undo it: by the parts in phase.
    const double toRight = crosstalk->leftToRight.real(), toLeft = crosstalk->rightToLeft.real();
    const double scale = 1.0 / (1.0 - toRight * toLeft);
    return {dsp::decibels(scale * std::abs(channel[0].phasor - toLeft * channel[1].phasor)),
            dsp::decibels(scale * std::abs(channel[1].phasor - toRight * channel[0].phasor))};
}

std::string whyNoTones(const KnownTone& known, const CalibrationTones& tones) {
    if (!tones.both && (!tones.leftOnly || !tones.rightOnly))
        return "There is no tone to calibrate with: play one steady 1 kHz tone in both channels.";
    const auto limits = toneLimits(known);
    const auto check = [&](const std::optional<dsp::ToneMeasurement>& tone, ToneSide side, const char* band) {
        if (!tone) return std::string();
        auto why = dsp::whyRefused(*tone, limits, side);
        return why.empty() ? why : band + why;
    };
    if (auto why = check(tones.both, ToneSide::both, ""); !why.empty()) return why;
    if (auto why = check(tones.leftOnly, ToneSide::left, "Left-only band: "); !why.empty()) return why;
    if (auto why = check(tones.rightOnly, ToneSide::right, "Right-only band: "); !why.empty()) return why;
    if (tones.both) return whyNotRecorded(known, *tones.both);
    if (auto why = whyNotRecorded(known, *tones.leftOnly); !why.empty()) return why;
    if (std::abs(tones.rightOnly->frequencyHz / tones.leftOnly->frequencyHz - 1.0) > 0.05)
        return "The tones of the two channels differ: " + base::formatFixed(tones.leftOnly->frequencyHz, 1) +
               " Hz and " + base::formatFixed(tones.rightOnly->frequencyHz, 1) +
               " Hz. Use bands of the same frequency.";
    return {};
}

} // namespace

dsp::ToneLimits toneLimits(const KnownTone& known) {
    return std::holds_alternative<RecordedTone>(known) ? dsp::recordLimits() : dsp::knownVoltsLimits();
}

double loadLevelDb(const dsp::LoadCorrection& load, double frequencyHz) {
    return -dsp::decibels(std::abs(dsp::analogueLoadRatio(load, frequencyHz)));
}

double socketVolts(const KnownTone& known, double frequencyHz) {
    if (const auto* volts = std::get_if<SocketVolts>(&known)) return volts->voltsRms;
    const auto& record = std::get<RecordedTone>(known);
    const double velocity = asPeak(record.velocityCmPerS, record.velocityIsRms);
    const double rated = asPeak(record.cartridgeVelocityCmPerS, record.cartridgeVelocityIsRms);
    const double loadDb = record.load ? loadLevelDb(*record.load, frequencyHz) : 0.0;
    return 1e-3 * record.cartridgeMv * velocity / rated * dsp::decibelsToFactor(loadDb);
}

CalibrationResult calibrate(const KnownTone& known, const CalibrationTones& tones) {
    if (auto why = whyNoTones(known, tones); !why.empty()) return refused(std::move(why));
    const auto& tone = tones.both ? *tones.both : *tones.leftOnly;

    Calibration result;
    result.socketVolts = socketVolts(known, tone.frequencyHz);
    if (!(result.socketVolts > 0.0) || !std::isfinite(result.socketVolts))
        return refused("The voltage or velocity of the tone must be above 0.");
    if (const auto* record = std::get_if<RecordedTone>(&known); record != nullptr && record->load)
        result.loadDb = loadLevelDb(*record->load, tone.frequencyHz);

    if (tones.leftOnly && tones.rightOnly) {
        result.crosstalk = {tones.leftOnly->otherOver(0), tones.rightOnly->otherOver(1)};
        for (auto why : {whyNotUndone(result.crosstalk->leftToRight, "left to right"),
                         whyNotUndone(result.crosstalk->rightToLeft, "right to left")})
            if (!why.empty()) return refused(std::move(why));
    }

    const auto levels = ownLevels(tones, result.crosstalk);
    if (tone.channels == 2) {
        result.balanceDb = levels.left - levels.right;
        if (std::abs(*result.balanceDb) > entry(Id::balance).maximum)
            return refused("The channels differ by " + base::formatFixed(std::abs(*result.balanceDb), 1) +
                           " dB, and the balance can correct at most 6 dB: set both gains of the interface equally.");
        result.oppositePolarity = tones.both && tones.both->otherOver(0).real() < 0.0;
    }
    result.inputDbv = dsp::decibels(result.socketVolts) - 0.5 * (levels.left + levels.right);
    const auto& range = entry(Id::inputDbv);
    if (!(result.inputDbv >= range.minimum && result.inputDbv <= range.maximum))
        return refused("A full scale of " + base::formatFixed(result.inputDbv, 1) +
                       " dBV would result, which is outside the valid range (-80 to +40): check the voltage or "
                       "velocity that you entered.");
    return {result, {}};
}

} // namespace phonostage::params
