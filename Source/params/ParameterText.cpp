// SPDX-License-Identifier: GPL-3.0-or-later
#include "params/ParameterText.h"

#include "base/text/LikeWords.h"
#include "base/text/PlainText.h"
#include "base/text/Units.h"
#include "dsp/simd/Decibels.h"
#include "params/Speed.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace phonostage::params {
namespace {

// Beyond a few choices the message names where to look instead of all of them.
constexpr std::size_t listedChoices = 8;

std::optional<double> refused(const Entry& e, const std::string& reason, std::string* why) {
    if (why) *why = base::oneLine(std::string(e.name) + ": " + reason);
    return std::nullopt;
}

std::optional<double> toggleFrom(std::string_view text) {
    for (const char* word : {"on", "true", "yes", "1"})
        if (base::equalsIgnoringCase(text, word)) return 1.0;
    for (const char* word : {"off", "false", "no", "0"})
        if (base::equalsIgnoringCase(text, word)) return 0.0;
    return std::nullopt;
}

std::optional<double> choiceFrom(const Entry& e, std::string_view text) {
    for (const auto& texts : {e.choiceKeys, e.choices}) {
        const auto found = std::find_if(texts.begin(), texts.end(),
                                        [&](const char* name) { return base::equalsIgnoringCase(text, name); });
        if (found != texts.end()) return static_cast<double>(found - texts.begin());
    }
    return std::nullopt;
}

std::string choiceRemedy(const Entry& e, std::string_view text) {
    const auto guess = base::didYouMean(text, {e.choiceKeys.begin(), e.choiceKeys.end()});
    if (e.choiceKeys.size() > listedChoices) return guess + "choose a name from the catalogue, such as riaa or custom";
    std::string list = guess + "choose one of";
    for (const char* key : e.choiceKeys)
        list += std::string(key == e.choiceKeys.front() ? " " : ", ") + key;
    return list;
}

base::ParsedQuantity speedFrom(std::string_view text) {
    const auto ratio = parseSpeed(text);
    if (ratio) return {ratio, {}};
    if (!base::withPoint(text)) return {std::nullopt, base::whyNoDecimalComma(text)};
    std::vector<std::string_view> names{"half", "normal", "off"};
    for (const auto& speed : namedSpeeds())
        names.emplace_back(speed.name);
    return {std::nullopt, "'" + std::string(text.substr(0, 64)) + "' is not a speed: " + base::didYouMean(text, names) +
                              "write the record's speed and the turntable's, as in 45 at 33 1/3, or "
                              "their ratio, as in 0.7407"};
}

/** Time constants are also given by their corner, and a roll-off by what its one pole takes off at 10 kHz. */
base::ParsedQuantity timeConstantFrom(Id id, std::string_view text) {
    base::ParsedQuantity us = base::parseQuantity(text, "us");
    if (us.value) return us;
    constexpr double usOfOneHz = 1e6 / (2.0 * std::numbers::pi);
    if (const auto hz = base::parseQuantity(text, "Hz"); hz.value && *hz.value > 0.0)
        return {usOfOneHz / *hz.value, {}};
    if (const auto db = base::parseQuantity(text, "dB"); db.value && id == Id::customRolloff)
        return {usOfOneHz / 1e4 * std::sqrt(dsp::decibelsToPower(std::abs(*db.value)) - 1.0), {}};
    return {std::nullopt, us.error + (id == Id::customRolloff ? " You can also enter a corner, as in 2122Hz, or the "
                                                                "loss at 10 kHz, as in 13.7dB."
                                                              : " You can also enter a corner, as in 500Hz.")};
}

base::ParsedQuantity quantityFrom(const Entry& e, std::string_view text) {
    switch (e.id) {
    case Id::speedRatio:
        return speedFrom(text);
    case Id::customShelf:
    case Id::customTurnover:
    case Id::customRolloff:
        return timeConstantFrom(e.id, text);
    default:
        return base::parseQuantity(text, e.unit);
    }
}

} // namespace

std::string toText(Id id, double value) {
    const Entry& e = entry(id);
    Values limiter;
    limiter.set(id, value);
    const double shown = limiter.get(id);
    switch (e.type) {
    case Type::toggle:
        return shown >= 0.5 ? "on" : "off";
    case Type::choice:
        return e.choices[static_cast<std::size_t>(shown)];
    case Type::number:
        break;
    }
    const std::string unit = e.unit;
    return base::formatFixed(shown, e.decimals) + (unit.empty() ? "" : " " + unit);
}

std::optional<double> fromText(Id id, std::string_view text, std::string* why) {
    const Entry& e = entry(id);
    const std::string_view word = base::trimmed(text);
    const std::string quoted = std::string(1, '\'').append(word.substr(0, 64)).append(1, '\'');
    if (e.type == Type::toggle) {
        const auto value = toggleFrom(word);
        return value ? value : refused(e, quoted + " is not valid: enter on or off", why);
    }
    if (e.type == Type::choice) {
        const auto value = choiceFrom(e, word);
        return value ? value : refused(e, quoted + " is unknown: " + choiceRemedy(e, word), why);
    }
    const base::ParsedQuantity parsed = quantityFrom(e, word);
    if (!parsed.value) return refused(e, parsed.error, why);
    if (*parsed.value < e.minimum || *parsed.value > e.maximum)
        return refused(e,
                       quoted + " is out of range: choose " + base::formatShortest(e.minimum) + " to " +
                           base::formatShortest(e.maximum) + " " + e.unit,
                       why);
    return *parsed.value + 0.0;
}

} // namespace phonostage::params
