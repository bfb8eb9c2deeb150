// SPDX-License-Identifier: GPL-3.0-or-later
#include "LevelText.h"

#include "MeterScale.h"
#include "NumberText.h"

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

double decibels(double ratio) {
    return ratio > 0.0 ? 20.0 * std::log10(ratio) : -std::numeric_limits<double>::infinity();
}

/** "9999", "12k", "3M": a count that only has to be of the right size. */
juce::String shortCount(std::int64_t count) {
    if (count < 10'000) return juce::String(count);
    if (count < 10'000'000) return juce::String(count / 1000) + "k";
    return juce::String(count / 1'000'000) + "M";
}

juce::String timesText(std::int64_t count) { return shortCount(count) + utf8("\xc3\x97"); }

juce::String whereAndHowOften(const OverloadView& view) {
    const auto left = view.channels[0].events;
    const auto right = view.channels[1].events;
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
constexpr std::int64_t mostClicks = 12;

juce::String downText(double db) {
    return "Turn the interface down " + juce::String(static_cast<int>(std::ceil(db - 1e-9))) + " dB";
}

/** What to do when the raw signal comes near full scale or beyond. */
juce::String adviceText(const std::optional<params::OverloadMargin>& margin, double headroomDb, std::int64_t events) {
    if (margin && margin->turnDb < 0.0) return downText(-margin->turnDb) + ".";
    // Music that clips again and again is louder than the equipment's figures say.
    const bool isGood = margin && margin->verdict == params::OverloadVerdict::good;
    if (isGood && events <= mostClicks)
        return "A click? The margin of " + juce::String(static_cast<int>(std::floor(margin->marginDb))) +
               " dB suits music.";
    if (margin && !isGood) return downText(std::max(1.0, params::wantedMarginDb - margin->marginDb)) + ".";
    // How far a clipped peak would have gone is not known.
    return downText(std::max(1.0, wantedHeadroomDb - headroomDb)) + (events > 0 ? " or more." : ".");
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

double dbvOfRms(double voltsRms) { return decibels(voltsRms); }

double dbvOfPeak(double voltsPeak) { return decibels(voltsPeak / std::numbers::sqrt2); }

juce::String decibelText(double value) {
    if (!(value >= lowestShownDb)) return "-inf";
    const double tenths = std::round(value * 10.0);
    const auto number = fixedText(std::abs(tenths) / 10.0, 1);
    if (tenths < 0.0) return utf8("\xe2\x88\x92") + number;
    return tenths > 0.0 ? "+" + number : number;
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
    if (!(seconds > 0.0)) return "none";
    const double microseconds = seconds * 1e6;
    // 3180, 397.9, 63.6, 3.18
    return shortText(microseconds, microseconds >= 9.995 ? 1 : 2) + utf8(" \xc2\xb5s");
}

BannerText inputBanner(const OverloadView& view, const std::optional<params::OverloadMargin>& margin) {
    std::int64_t longest = 0;
    std::int64_t events = 0;
    double peak = 0.0;
    int loudest = 0;
    for (int i = 0; i < view.channelCount; ++i) {
        const auto& channel = view.channels[static_cast<std::size_t>(i)];
        events += channel.events;
        longest = std::max(longest, channel.longest);
        if (channel.peak > peak) {
            peak = channel.peak;
            loudest = i;
        }
    }
    if (view.badSamples > 0)
        return {Condition::fault,
                "Fault: " + shortCount(view.badSamples) +
                    (view.badSamples == 1 ? " input sample was no number" : " input samples were no numbers"),
                "Played as silence. Look at what comes before Phonostage."};
    if (events > 0)
        return {Condition::overload,
                "Input clipped " + whereAndHowOften(view) + ", worst " + shortCount(longest) +
                    (longest == 1 ? " sample" : " samples"),
                agoText(view) + adviceText(margin, 0.0, events)};
    if (!(peak > 0.0)) return {Condition::idle, "No input yet", "The level of the raw signal is watched here."};

    const double headroomDb = -decibels(peak);
    const auto where =
        view.channelCount < 2 ? juce::String() : juce::String(loudest == 0 ? " on the left" : " on the right");
    const bool near = headroomDb < nearDb;
    auto detail = "Loudest raw sample" + where + ": " + decibelText(-headroomDb) + " dBFS";
    if (near)
        detail = adviceText(margin, std::max(0.0, headroomDb), 0);
    else if (margin && margin->verdict != params::OverloadVerdict::good)
        detail = "Margin above 5 cm/s " + juce::String(static_cast<int>(std::floor(margin->marginDb))) + " dB. " +
                 adviceText(margin, headroomDb, 0);
    // A clip shorter than three samples raises no lamp, yet leaves no headroom either.
    const auto headroom = headroomDb <= 0.0 ? juce::String("0.0") : fixedText(headroomDb, 1);
    return {near ? Condition::near : Condition::fine,
            "No overload " + utf8("\xe2\x80\x93") + " headroom " + headroom + " dB", detail};
}

BannerText outputBanner(const OverloadView& view) {
    const auto left = view.channels[0].outputClips;
    const auto right = view.channelCount < 2 ? 0 : view.channels[1].outputClips;
    if (left + right == 0) return {Condition::fine, "Output clean", "nothing clipped"};
    const auto detail = [&]() -> juce::String {
        if (left > 0 && right > 0) return "L " + shortCount(left) + utf8(" \xc2\xb7 ") + "R " + shortCount(right);
        auto total = shortCount(left + right) + (left + right == 1 ? " sample" : " samples");
        if (view.channelCount < 2) return total;
        return total + (left > 0 ? " left" : " right");
    }();
    return {Condition::overload, "Output clipped", detail};
}

} // namespace phonostage::ui
