// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/ToneMeter.h"

#include <cmath>

namespace phonostage::dsp {
namespace {

/** With a point whatever the locale. */
std::string number(double value, int decimals) {
    long long unit = 1;
    for (int i = 0; i < decimals; ++i)
        unit *= 10;
    const long long scaled = std::llround(std::abs(value) * static_cast<double>(unit));
    auto text = (value < 0.0 && scaled != 0 ? "-" : "") + std::to_string(scaled / unit);
    if (decimals > 0) text += "." + std::to_string(unit + scaled % unit).substr(1);
    return text;
}

std::string sideName(std::size_t channel) { return channel == 0 ? "left" : "right"; }

std::string whyNoTone(const ToneMeasurement& tone) {
    switch (tone.fault) {
    case ToneMeasurement::Fault::tooShort:
        return "There are only " + number(tone.seconds, 2) + " s to measure: at least " +
               number(tone.neededSeconds, 2) + " s are needed; record more of the tone.";
    case ToneMeasurement::Fault::silent:
        return "There is no signal at all: check the cables, the interface's input and its gain.";
    case ToneMeasurement::Fault::noTone:
        return "There is no clear tone: the strongest line, at " + number(tone.frequencyHz, 1) + " Hz, is " +
               number(std::abs(tone.noiseDb), 1) + " dB " + (tone.noiseDb > 0.0 ? "below" : "above") +
               " everything else, and it must be 14 dB above; play one steady 1 kHz tone and nothing else.";
    case ToneMeasurement::Fault::none:
        break;
    }
    return {};
}

std::string whyWrongSide(const ToneMeasurement& tone, ToneSide side) {
    if (tone.channels < 2)
        return side == ToneSide::both ? std::string()
                                      : "A mono source has no left and right channel: record in stereo.";
    const double apart = std::abs(tone.leftAboveRightDb());
    const auto has = sideName(tone.reference), lacks = sideName(1 - tone.reference);
    if (side == ToneSide::both) {
        if (apart <= oneChannelOnlyDb) return {};
        return "Only the " + has + " channel has the tone (the " + lacks + " is " + number(apart, 1) +
               " dB lower): check the " + lacks + " channel's cable and pins, or use a band with both channels.";
    }
    const std::size_t wanted = side == ToneSide::left ? 0 : 1;
    if (apart < leastSeparationDb)
        return "Both channels have the tone that should be on the " + sideName(wanted) + " channel only (just " +
               number(apart, 1) + " dB apart): use the band that has it in that channel only.";
    if (tone.reference != wanted)
        return "The tone that should be on the " + sideName(wanted) + " channel is on the " + has +
               " channel: the cables are swapped, or this is the other band.";
    return {};
}

} // namespace

std::string whyRefused(const ToneMeasurement& tone, const ToneLimits& limits, ToneSide side) {
    if (tone.fault != ToneMeasurement::Fault::none) return whyNoTone(tone);
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c)
        if (tone.channel[c].clippedSamples > 0)
            return "The " + (tone.channels == 1 ? std::string("mono") : sideName(c)) + " channel clips (" +
                   std::to_string(tone.channel[c].clippedSamples) +
                   " samples at a ceiling): turn the interface's gain down and record the tone again.";
    const auto& strong = tone.channel[tone.reference];
    if (strong.dbfs() < limits.minLevelDbfs)
        return "The tone is too weak, " + number(strong.dbfs(), 1) + " dBFS; it must be at least " +
               number(limits.minLevelDbfs, 0) + " dBFS: turn the interface's gain up.";
    if (auto why = whyWrongSide(tone, side); !why.empty()) return why;
    if (tone.frequencySpreadPercent > limits.maxFrequencySpreadPercent)
        return "The frequency is unsteady: " + number(tone.frequencyHz, 1) + " Hz +- " +
               number(tone.frequencySpreadPercent, 2) + " %, and at most +- " +
               number(limits.maxFrequencySpreadPercent, 2) +
               " % is allowed; let the turntable get up to speed, centre the record, or use part of one tone.";
    for (std::size_t c = 0; c < static_cast<std::size_t>(tone.channels); ++c) {
        // What a channel has by crosstalk alone may be as it will.
        if (strong.dbfs() - tone.channel[c].dbfs() > leastSeparationDb && side != ToneSide::both) continue;
        const auto name = tone.channels == 1 ? std::string() : " on the " + sideName(c) + " channel";
        if (tone.channel[c].levelChangeDb > limits.maxLevelChangeDb)
            return "The level is unsteady: it changes by " + number(tone.channel[c].levelChangeDb, 2) + " dB" + name +
                   ", and at most " + number(limits.maxLevelChangeDb, 2) +
                   " dB is allowed; use part of one band, and check the contacts and the stylus.";
        if (tone.channel[c].thdPercent.value_or(0.0) > limits.maxThdPercent)
            return "The tone is distorted: " + number(*tone.channel[c].thdPercent, 1) + " %" + name + ", and at most " +
                   number(limits.maxThdPercent, 0) +
                   " % is allowed; clean the stylus, check its tracking force, or turn the source down.";
    }
    return {};
}

} // namespace phonostage::dsp
