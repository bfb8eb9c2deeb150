// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/LevelText.h"

#include "catalogue/CurveText.h"
#include "dsp/simd/Decibels.h"
#include "ui/meters/MeterScale.h"
#include "ui/text/ScreenNumbers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace phonostage::ui {

namespace {

constexpr double lowestShownDb = -199.9;
constexpr double nearDb = 3.0;

juce::String utf8(const char* text) { return juce::String::fromUTF8(text); }

/** "9999", "12k", "3M": a count that only has to be of the right size. */
juce::String shortCount(std::int64_t count) {
    if (count < 10'000) return juce::String(count);
    if (count < 10'000'000) return juce::String(count / 1000) + "k";
    return juce::String(count / 1'000'000) + "M";
}

juce::String timesText(std::int64_t count) { return shortCount(count) + utf8("\xc3\x97"); }

using Channel = OverloadView::Channel;

std::int64_t sumOf(const OverloadView& view, std::int64_t Channel::*count) {
    std::int64_t sum = 0;
    for (int i = 0; i < view.channelCount; ++i)
        sum += view.channels[static_cast<std::size_t>(i)].*count;
    return sum;
}

bool isBelow(const Channel& channel) { return channel.below != dsp::Confidence::none; }

/** "left", "right", "left and right"; empty for mono. */
juce::String sidesText(const OverloadView& view, bool (*isMeant)(const Channel&)) {
    if (view.channelCount < 2) return {};
    const bool left = isMeant(view.channels[0]), right = isMeant(view.channels[1]);
    return left && right ? "left and right" : left ? "left" : "right";
}

juce::String whereAndHowOften(const OverloadView& view) {
    const auto left = view.channels[0].fullScaleEvents;
    const auto right = view.channels[1].fullScaleEvents;
    if (view.channelCount < 2) return timesText(left);
    if (left > 0 && right > 0) return timesText(left) + " left, " + timesText(right) + " right";
    return left > 0 ? timesText(left) + " on the left" : timesText(right) + " on the right";
}

juce::String agoText(const OverloadView& view) {
    std::int64_t last = -1;
    for (int i = 0; i < view.channelCount; ++i)
        last = std::max(last, view.channels[static_cast<std::size_t>(i)].lastStart);
    if (last < 0 || last > view.frames || !(view.rateHz > 0.0)) return {};
    return durationText(static_cast<double>(view.frames - last) / view.rateHz) + " ago. ";
}

// What a record needs above its loudest sample so far: a click is louder than the music.
constexpr double wantedHeadroomDb = 6.0;

juce::String downText(double db) {
    return "Turn the interface down " + juce::String(static_cast<int>(std::ceil(db - 1e-9))) + " dB";
}

/** What to do when the raw signal comes near full scale or beyond. */
juce::String adviceText(const std::optional<catalogue::OverloadMargin>& margin, double headroomDb, bool hasClipped) {
    if (margin && margin->turnDb < 0.0) return downText(-margin->turnDb) + ".";
    // Music that clips where the equipment's figures are good is louder than they say.
    if (margin && margin->verdict != catalogue::OverloadVerdict::good)
        return downText(std::max(1.0, catalogue::wantedMarginDb - margin->marginDb)) + ".";
    // How far a clipped peak would have gone is not known.
    return downText(std::max(1.0, wantedHeadroomDb - headroomDb)) + (hasClipped ? " or more." : ".");
}

struct Below {
    dsp::Confidence confidence = dsp::Confidence::none;
    double level = 0.0; ///< 0: not known
};

/** Of two channels the surer one's level, else the lower one. */
Below belowOf(const OverloadView& view) {
    Below below;
    for (int i = 0; i < view.channelCount; ++i) {
        const auto& channel = view.channels[static_cast<std::size_t>(i)];
        if (!isBelow(channel) || channel.below < below.confidence) continue;
        if (channel.below > below.confidence) below = {channel.below, channel.belowLevel};
        if (channel.belowLevel > 0.0 && !(channel.belowLevel >= below.level && below.level > 0.0))
            below.level = channel.belowLevel;
    }
    return below;
}

/** "A stage before the interface clips at −4.4 dBFS"; "seems to clip" while there is doubt. */
juce::String belowText(const Below& below) {
    return juce::String("A stage before the interface ") +
           (below.confidence == dsp::Confidence::sure ? "clips " : "seems to clip ") +
           (below.level > 0.0 ? "at " + decibelText(dsp::decibels(below.level)) + " dBFS" : "below full scale");
}

/** Every sentence on what clips before the interface. */
juce::String belowInFull(const OverloadView& view) {
    const auto below = belowOf(view);
    auto text = belowText(below);
    if (below.level > 0.0) text += " (" + decibelText(dsp::decibels(below.level) + view.fullScaleDbv) + " dBV)";
    const auto sides = sidesText(view, isBelow);
    return text + (sides.isEmpty() ? "" : ", " + sides) +
           ". Turning the interface down does not help: lower the gain of the device before it, or bypass it.";
}

/** The banner has no room for a whole sentence of advice. */
BannerText belowBanner(const OverloadView& view) {
    const auto below = belowOf(view);
    auto where = sidesText(view, isBelow).replace("left and right", "both sides");
    if (below.level > 0.0)
        where += (where.isEmpty() ? "" : ", ") + decibelText(dsp::decibels(below.level) + view.fullScaleDbv) + " dBV";
    if (where.isNotEmpty()) where = where.substring(0, 1).toUpperCase() + where.substring(1) + ". ";
    return {Condition::overload, belowText(below), where + "Turn that stage down, not the interface.",
            belowInFull(view)};
}

/** "; the music peaks 14 dB lower" */
juce::String roomText(const OverloadView& view) {
    constexpr double quietDb = 60.0;
    double loudest = 0.0;
    for (int i = 0; i < view.channelCount; ++i)
        loudest = std::max(loudest, view.channels[static_cast<std::size_t>(i)].clickSurroundings);
    const double roomDb = -dsp::decibels(loudest);
    if (!(roomDb < quietDb)) return ", in silence";
    return "; the music peaks " + juce::String(std::lround(roomDb)) + " dB lower";
}

BannerText clippedBanner(const OverloadView& view, const std::optional<catalogue::OverloadMargin>& margin,
                         bool areClicks, bool below) {
    std::int64_t longest = 0;
    for (int i = 0; i < view.channelCount; ++i)
        longest = std::max(longest, view.channels[static_cast<std::size_t>(i)].longest);
    BannerText text;
    text.headline = "Input clipped " + whereAndHowOften(view) + ", longest " + shortCount(longest) +
                    (longest == 1 ? " sample" : " samples");
    const auto ago = agoText(view);
    if (areClicks) {
        text.condition = Condition::clicks;
        text.detail = ago + "Clicks only" + roomText(view) + ": ignore.";
        return text;
    }
    text.condition = Condition::overload;
    const auto advice = adviceText(margin, 0.0, true);
    text.detail = below ? advice + " A stage before it clips too." : ago + advice;
    if (below) text.inFull = text.headline + ". " + ago + advice + " " + belowInFull(view);
    return text;
}

/** Overloads of either kind; what the interface's own gain cures comes first. */
std::optional<BannerText> overloadBanner(const OverloadView& view,
                                         const std::optional<catalogue::OverloadMargin>& margin) {
    const auto fullScale = sumOf(view, &Channel::fullScaleEvents);
    const bool areClicks = sumOf(view, &Channel::clicks) >= fullScale;
    const bool below = isBelow(view.channels[0]) || (view.channelCount > 1 && isBelow(view.channels[1]));
    if (fullScale > 0 && !(areClicks && below)) return clippedBanner(view, margin, areClicks, below);
    if (!below) return std::nullopt;
    auto text = belowBanner(view);
    if (fullScale > 0)
        text.inFull += " The input clipped " + whereAndHowOften(view) + " too, by clicks only" + roomText(view) + ".";
    return text;
}

/** "1 sample touches full scale, left. "; empty where none does. */
juce::String touchText(const OverloadView& view) {
    const auto count = sumOf(view, &Channel::fullScaleSamples);
    if (count == 0) return {};
    const auto touch = shortCount(count) + (count == 1 ? " sample touches" : " samples touch") + " full scale";
    const bool left = view.channels[0].fullScaleSamples > 0, right = view.channels[1].fullScaleSamples > 0;
    if (view.channelCount < 2 || left == right) return touch + ". ";
    return touch + (left ? ", left. " : ", right. ");
}

} // namespace

juce::String pretty(const juce::String& text) {
    auto result = text.replace("-", utf8("\xe2\x88\x92"));
    if (result.endsWith(" us")) result = result.dropLastCharacters(2) + utf8("\xc2\xb5s");
    return result;
}

juce::String plain(const juce::String& text) {
    return text.replace(utf8("\xe2\x88\x92"), "-").replace(utf8("\xc2\xb5"), "u").replace(utf8("\xce\xbc"), "u").trim();
}

double dbvOfRms(double voltsRms) { return dsp::decibels(voltsRms); }

double dbvOfPeak(double voltsPeak) { return dsp::decibels(voltsPeak / std::numbers::sqrt2); }

juce::String decibelText(double value) {
    if (!(value >= lowestShownDb)) return "-inf";
    return signedText(value, 1);
}

VoltText voltText(double volts, double voltsForUnit) {
    const double reference = std::max(volts, voltsForUnit);
    const auto [factor, unit] = [&]() -> std::pair<double, juce::String> {
        if (reference >= 0.9995) return {1.0, "V"};
        if (reference >= 0.9995e-4 || !(reference >= 0.5e-8)) return {1e3, "mV"};
        return {1e6, utf8("\xc2\xb5V")};
    }();
    const double scaled = volts * factor;
    if (!(volts >= 0.5e-8)) return {"0", unit};
    // Rounding must not make a fourth digit: 9.996 is 10.0.
    const int decimals = scaled < 9.995 ? 2 : (scaled < 99.95 ? 1 : 0);
    return {decimals == 0 ? juce::String(std::lround(scaled)) : fixedText(scaled, decimals), unit};
}

juce::String threeDigits(double value) {
    if (!(value >= 0.5e-4)) return "0";
    int decimals = 4;
    // Rounding must not make a fourth digit: 9.996 is 10.0.
    for (double limit = 0.09995; decimals > 0 && value >= limit; limit *= 10.0)
        --decimals;
    return decimals == 0 ? juce::String(std::lround(value)) : fixedText(value, decimals);
}

juce::String levelText(LevelUnit unit, double dbv, double fullScaleDbv) {
    const double value = fromDbv(unit, dbv, fullScaleDbv);
    return unit == LevelUnit::millivolts ? threeDigits(value) : decibelText(value);
}

juce::String durationText(double seconds) {
    const auto total = static_cast<std::int64_t>(std::max(seconds, 0.0));
    const auto hours = total / 3600;
    const auto pad = [](std::int64_t number) { return juce::String(number).paddedLeft('0', 2); };
    if (hours >= 100) return juce::String(hours / 24) + " d " + pad(hours % 24) + " h";
    return pad(hours) + ":" + pad(total / 60 % 60) + ":" + pad(total % 60);
}

juce::String timeConstantText(double seconds) {
    return seconds > 0.0 ? utf8(catalogue::timeConstantText(seconds).c_str()) : juce::String("none");
}

Lamp lampOf(const OverloadView::Channel& channel) {
    if (channel.fullScaleEvents > channel.clicks) return Lamp::fullScale;
    if (isBelow(channel)) return Lamp::below;
    return channel.fullScaleEvents > 0 ? Lamp::clicks : Lamp::off;
}

juce::String lampText(Lamp lamp) {
    switch (lamp) {
    case Lamp::off:
        return "off";
    case Lamp::clicks:
        return "clicks";
    case Lamp::below:
        return "below full scale";
    case Lamp::fullScale:
        return "full scale";
    }
    return {};
}

BannerText inputBanner(const OverloadView& view, const std::optional<catalogue::OverloadMargin>& margin) {
    if (view.badSamples > 0)
        return {Condition::fault,
                shortCount(view.badSamples) + (view.badSamples == 1
                                                   ? " invalid input sample was replaced by silence"
                                                   : " invalid input samples were replaced by silence"),
                "NaN, infinity or out of range. Check what comes before.",
                {}};
    if (auto overload = overloadBanner(view, margin)) return *std::move(overload);

    const int loudest = view.channelCount > 1 && view.channels[1].peak > view.channels[0].peak ? 1 : 0;
    const double peak = view.channels[static_cast<std::size_t>(loudest)].peak;
    if (!(peak > 0.0)) return {Condition::idle, "No input yet", "Input clipping will be shown here.", {}};

    const double headroomDb = -dsp::decibels(peak);
    const auto where =
        view.channelCount < 2 ? juce::String() : juce::String(loudest == 0 ? " on the left" : " on the right");
    const bool near = headroomDb < nearDb;
    auto detail = "Peak" + where + ": " + decibelText(-headroomDb) + " dBFS";
    if (near)
        detail = touchText(view) + adviceText(margin, std::max(0.0, headroomDb), false);
    else if (margin && margin->verdict != catalogue::OverloadVerdict::good)
        detail = "Overload margin " + juce::String(static_cast<int>(std::floor(margin->marginDb))) + " dB. " +
                 adviceText(margin, headroomDb, false);
    // A sample or two at full scale raise no lamp, yet leave no headroom either.
    const auto headroom = headroomDb <= 0.0 ? juce::String("0.0") : fixedText(headroomDb, 1);
    return {near ? Condition::near : Condition::fine,
            "No overload " + utf8("\xe2\x80\x93") + " headroom " + headroom + " dB",
            detail,
            {}};
}

BannerText outputBanner(const OverloadView& view) {
    const auto left = view.channels[0].outputClips;
    const auto right = view.channelCount < 2 ? 0 : view.channels[1].outputClips;
    if (left + right == 0) return {Condition::fine, "Output OK", "no clipping", {}};
    const auto detail = [&]() -> juce::String {
        if (left > 0 && right > 0) return "L " + shortCount(left) + utf8(" \xc2\xb7 ") + "R " + shortCount(right);
        auto total = shortCount(left + right) + (left + right == 1 ? " sample" : " samples");
        if (view.channelCount < 2) return total;
        return total + (left > 0 ? " left" : " right");
    }();
    return {Condition::overload, "Output clipped", detail, {}};
}

} // namespace phonostage::ui
