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

/** "once", "3 times" */
juce::String timesText(std::int64_t count) { return count == 1 ? juce::String("once") : shortCount(count) + " times"; }

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
    if (left > 1 && right > 1) return timesText(left) + " left, " + shortCount(right) + " right";
    if (left > 0 && right > 0) return timesText(left) + " left, " + timesText(right) + " right";
    return left > 0 ? timesText(left) + ", left" : timesText(right) + ", right";
}

juce::String agoText(const OverloadView& view) {
    std::int64_t last = -1;
    for (int i = 0; i < view.channelCount; ++i)
        last = std::max(last, view.channels[static_cast<std::size_t>(i)].lastStart);
    if (last < 0 || last > view.frames || !(view.rateHz > 0.0)) return {};
    const double seconds = static_cast<double>(view.frames - last) / view.rateHz;
    return (seconds < 60.0 ? juce::String(static_cast<int>(seconds)) + " s" : durationText(seconds)) + " ago. ";
}

// What a record needs above its loudest sample so far: a click is louder than the music.
constexpr double wantedHeadroomDb = 6.0;

/** What to do when the raw signal comes near full scale or beyond: what is heard first, what was entered second. */
struct Advice {
    juce::String text;
    double turnDb = 0.0;
};

Advice adviceOn(const std::optional<catalogue::OverloadMargin>& margin, double headroomDb, bool hasClipped) {
    double down = hasClipped || headroomDb < wantedHeadroomDb ? std::max(1.0, wantedHeadroomDb - headroomDb) : 0.0;
    // How far a clipped peak would have gone is not known.
    bool isAtLeast = hasClipped;
    if (margin && margin->verdict != catalogue::OverloadVerdict::good) {
        const double missing =
            margin->turnDb < 0.0 ? -margin->turnDb : std::max(1.0, catalogue::wantedMarginDb - margin->marginDb);
        if (missing > down) isAtLeast = false;
        down = std::max(down, missing);
    }
    const int whole = static_cast<int>(std::ceil(down - 1e-9));
    return {"Turn the interface down " + juce::String(whole) + (isAtLeast ? " dB or more." : " dB."),
            -static_cast<double>(whole)};
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
    const bool isOnce = sumOf(view, &Channel::fullScaleEvents) == 1;
    text.headline = "Input clipped " + whereAndHowOften(view) + (isOnce ? ", " : ", longest ") +
                    shortDurationText(static_cast<double>(longest) / view.rateHz);
    const auto ago = agoText(view);
    if (areClicks) {
        text.condition = Condition::clicks;
        text.detail = ago + "Clicks only" + roomText(view) + ": ignore.";
        return text;
    }
    text.condition = Condition::overload;
    const auto advice = adviceOn(margin, 0.0, true);
    text.turnDb = advice.turnDb;
    text.detail = below ? advice.text + " A stage before it clips too." : ago + advice.text;
    if (below) text.inFull = text.headline + ". " + ago + advice.text + " " + belowInFull(view);
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

/** "17 samples", "12 ms", "52 s", "3 min": how long clipping lasted. */
juce::String clippedText(std::int64_t samples, double rateHz) {
    const double seconds = rateHz > 0.0 ? static_cast<double>(samples) / rateHz : 0.0;
    if (seconds < 0.9995e-3) return shortCount(samples) + (samples == 1 ? " sample" : " samples");
    if (seconds < 0.9995) return juce::String(std::lround(seconds * 1e3)) + " ms";
    if (seconds < 119.5) return juce::String(std::lround(seconds)) + " s";
    return juce::String(std::lround(seconds / 60.0)) + " min";
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

juce::String shortDurationText(double seconds) {
    if (seconds >= 59.95) return durationText(seconds);
    if (seconds >= 0.9995) return fixedText(seconds, 1) + " s";
    const double ms = 1e3 * seconds;
    return (ms < 9.95 ? fixedText(std::max(ms, ms > 0.0 ? 0.1 : 0.0), 1) : juce::String(std::lround(ms))) + " ms";
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
    if (!(peak > 0.0))
        return {Condition::idle, "Nothing arrives yet", "Is the record playing, and the right input chosen?", {}};

    const double headroomDb = -dsp::decibels(peak);
    const auto where =
        view.channelCount < 2 ? juce::String() : juce::String(loudest == 0 ? " on the left" : " on the right");
    const bool near = headroomDb < nearDb;
    auto detail = "Peak" + where + ": " + decibelText(-headroomDb) + " dBFS";
    double turnDb = 0.0;
    if (near || (margin && margin->verdict != catalogue::OverloadVerdict::good)) {
        const auto advice = adviceOn(margin, std::max(0.0, headroomDb), false);
        turnDb = advice.turnDb;
        detail = (near ? touchText(view) : "Overload margin " + juce::String(std::lround(margin->marginDb)) + " dB. ") +
                 advice.text;
    }
    // A sample or two at full scale raise no lamp, yet leave no headroom either.
    const auto headroom = headroomDb <= 0.0 ? juce::String("0.0") : fixedText(headroomDb, 1);
    return {near ? Condition::near : Condition::fine,
            "No overload " + utf8("\xe2\x80\x93") + " headroom " + headroom + " dB",
            detail,
            {},
            turnDb};
}

BannerText outputBanner(const OverloadView& view) {
    if (view.isBypassed) return {Condition::fine, "Bypassed", "input passes as it is", {}};
    const auto left = view.channels[0].outputClips;
    const auto right = view.channelCount < 2 ? 0 : view.channels[1].outputClips;
    if (left + right == 0) return {Condition::fine, "Output OK", "no clipping", {}};
    double peakVolts = 0.0;
    for (int i = 0; i < view.channelCount; ++i)
        peakVolts = std::max(peakVolts, view.channels[static_cast<std::size_t>(i)].outputPeakVolts);
    // A held peak that was cleared by itself says nothing of the clips before.
    const double overDb = dbvOfPeak(peakVolts) - view.outputFullScaleDbv;
    const auto by = overDb >= 0.05 ? ", +" + fixedText(overDb, overDb < 9.95 ? 1 : 0) + " dB" : juce::String();
    const auto length = clippedText(std::max(left, right), view.rateHz);
    juce::String sentence("The output clipped");
    if (view.channelCount > 1)
        sentence << (left > 0 && right > 0 ? ", left and right" : left > 0 ? ", left" : ", right");
    sentence << ": " << length << (overDb >= 0.05 ? " in all, by up to " + fixedText(overDb, 1) + " dB." : " in all.")
             << " Turn the gain or the trim down.";
    return {Condition::overload, "Output clipped", length + by, sentence};
}

} // namespace phonostage::ui
