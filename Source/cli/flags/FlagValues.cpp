// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/flags/FlagValues.h"

#include "cli/output/Errors.h"
#include "cli/output/Text.h"

#include "base/text/LikeWords.h"
#include "base/text/Units.h"
#include "media/render/ClickQuality.h"
#include "params/ParameterText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

namespace phonostage::cli {

using params::Id;

double readQuantity(const std::string& flag, std::string_view text, std::string_view unit, double minimum,
                    double maximum) {
    const auto parsed = base::parseQuantity(text, unit);
    if (!parsed.value) throw UsageError(flag, text, withoutPoint(parsed.error));
    if (*parsed.value >= minimum && *parsed.value <= maximum) return *parsed.value;
    const auto suffix = unit.empty() ? std::string() : " " + std::string(unit);
    throw UsageError(flag, text,
                     "out of range; the range is " + base::formatShortest(minimum) + " to " +
                         base::formatShortest(maximum) + suffix);
}

double readEntry(Id id, std::string_view text) {
    const auto& entry = params::entry(id);
    if (id != Id::speedRatio) return readQuantity(entry.flag, text, entry.unit, entry.minimum, entry.maximum);
    std::string why;
    const auto value = params::fromText(id, text, &why);
    if (!value) throw UsageError(entry.flag, text, withoutPoint(why));
    return *value;
}

bool readOnOff(const std::string& flag, const std::string& text) {
    // Any switch of the table takes the same words.
    if (const auto on = params::fromText(Id::dcRemoval, text)) return *on >= 0.5;
    refuseWord(flag, text, {"on", "off"});
}

std::size_t readWord(const std::string& flag, const std::string& text, const std::vector<std::string_view>& words) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (base::equalsIgnoringCase(base::trimmed(text), words[i])) return i;
    refuseWord(flag, text, words);
}

void refuseWord(const std::string& flag, const std::string& text, const std::vector<std::string_view>& words,
                const std::string& more) {
    throw UsageError(flag, text, base::didYouMean(text, words) + "use " + base::listedWithOr(words) + more);
}

std::string remedyForName(const std::string& name, const std::vector<std::string>& ids, const char* command) {
    const std::vector<std::string_view> candidates(ids.begin(), ids.end());
    return base::didYouMean(name, candidates) + "'phonostage " + command + "' lists them all";
}

const catalogue::CurveEntry& readCurveName(const std::string& text) {
    std::vector<std::string_view> names;
    for (const auto& entry : catalogue::curveCatalogue()) {
        if (base::equalsIgnoringCase(entry.name, text)) return entry;
        names.push_back(entry.name);
    }
    auto name = text;
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (name == "custom")
        throw UsageError("--curve custom: give its time constants with --custom SHELF,TURNOVER,ROLLOFF");
    throw UsageError("--curve", text,
                     "there is no such curve; " + base::didYouMean(name, names) +
                         "'phonostage curves' lists them all, and 'phonostage curves --search LABEL' finds a label's");
}

/** A list is parted by commas; or by semicolons, and then a comma in it is a decimal mark. */
static char separatorOf(const std::string& text) { return text.find(';') != std::string::npos ? ';' : ','; }

void readCustomCurve(params::Values& values, const std::string& text) {
    struct Part {
        Id id, on;
    };
    constexpr std::array<Part, 3> parts{{{Id::customShelf, Id::customShelfOn},
                                         {Id::customTurnover, Id::customTurnoverOn},
                                         {Id::customRolloff, Id::customRolloffOn}}};
    const char separator = separatorOf(text);
    std::size_t start = 0;
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        const auto comma = text.find(separator, start);
        more = comma != std::string::npos;
        const auto part = text.substr(start, more ? comma - start : comma);
        start = comma + 1;
        if (count >= parts.size()) continue;
        const auto [id, on] = parts[count];
        const bool isNone = base::equalsIgnoringCase(base::trimmed(part), "none");
        values.set(on, isNone ? 0.0 : 1.0);
        if (isNone) continue;
        std::string why;
        const auto us = params::fromText(id, part, &why);
        if (!us) throw UsageError("--custom", text, withoutPoint(why));
        values.set(id, *us);
    }
    if (count != parts.size())
        throw UsageError(
            "--custom", text,
            "three time constants are needed, as in 3180,318,75 or none,500Hz,none; with decimal commas, separate "
            "them by semicolons");
    if (values.isOn(Id::customShelfOn) &&
        (!values.isOn(Id::customTurnoverOn) || values.get(Id::customShelf) <= values.get(Id::customTurnover)))
        throw UsageError("--custom", text, "the bass shelf must be longer than the turnover, as in 3180,318,75");
    values.set(Id::curve, catalogue::customCurveSlot);
}

void readCorner(params::Values& values, const std::string& flag, const std::string& text, const CornerIds& ids) {
    values.set(ids.on, base::equalsIgnoringCase(text, "off") ? 0.0 : 1.0);
    if (!values.isOn(ids.on)) return;
    if (base::nearest(text, {"off"}) == "off") refuseWord(flag, text, {"off"}, ", or a corner in Hz");
    const auto colon = text.find(':');
    const auto& e = params::entry(ids.corner);
    values.set(ids.corner, readQuantity(flag, text.substr(0, colon), "Hz", e.minimum, e.maximum));
    if (colon == std::string::npos) {
        values.set(ids.slope, params::entry(ids.slope).defaultValue);
        return;
    }
    const auto wanted = text.substr(colon + 1);
    const auto& keys = params::entry(ids.slope).choiceKeys;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (wanted != keys[i]) continue;
        values.set(ids.slope, static_cast<double>(i));
        return;
    }
    const std::vector<std::string_view> slopes(keys.begin(), keys.end());
    throw UsageError(flag, text,
                     base::didYouMean(wanted, slopes) + "the slope is " + base::listedWithOr(slopes) +
                         " (dB per octave), as in " + base::formatShortest(e.defaultValue) + "Hz:" + keys.front());
}

double readTime(const std::string& flag, const std::string& text) {
    double seconds = 0.0;
    std::size_t start = 0;
    int parts = 0;
    for (bool more = true; more; ++parts) {
        const auto colon = text.find(':', start);
        more = colon != std::string::npos;
        const auto part = text.substr(start, more ? colon - start : colon);
        start = colon + 1;
        const bool leads = parts == 0;
        const auto value = base::parseQuantity(part, "s").value;
        if (!value || *value < 0.0 || (!leads && *value >= 60.0) || (more && *value != std::floor(*value)) || parts > 2)
            throw UsageError(flag, text, "write a time like 83.5 or 1:23.5");
        seconds = seconds * 60.0 + *value;
    }
    if (seconds > 1e6) throw UsageError(flag, text, "is too long; write a time like 83.5 or 1:23.5");
    return seconds;
}

media::TimeSpan readSpan(const std::string& flag, const std::string& from, const std::string& flagOfEnd,
                         const std::string& to) {
    media::TimeSpan span;
    if (!from.empty()) span.fromSeconds = readTime(flag, from);
    if (!to.empty()) span.toSeconds = readTime(flagOfEnd, to);
    if (span.toSeconds && *span.toSeconds <= span.fromSeconds)
        throw UsageError(flagOfEnd, to, "the section ends before it begins, at " + shown(from.empty() ? "0" : from));
    return span;
}

std::optional<media::TimeSpan> readBand(const std::string& flag, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto dash = text.find('-');
    if (dash == std::string::npos || dash == 0 || dash + 1 == text.size())
        throw UsageError(flag, text, "write it as FROM-TO, as in 1:05-1:20 or 65-80");
    return readSpan(flag, text.substr(0, dash), flag, text.substr(dash + 1));
}

bool readIsRms(const std::string& flag, const std::string& text, bool mayBeUnknown) {
    if (mayBeUnknown && base::equalsIgnoringCase(text, "unknown")) return false;
    if (base::equalsIgnoringCase(text, "rms")) return true;
    if (base::equalsIgnoringCase(text, "peak")) return false;
    if (mayBeUnknown) refuseWord(flag, text, {"peak", "rms", "unknown"}, " (taken as peak)");
    refuseWord(flag, text, {"peak", "rms"});
}

std::vector<double> readFrequencies(const std::string& text, double rateHz) {
    std::vector<double> list;
    const char separator = separatorOf(text);
    for (std::size_t start = 0; start <= text.size();) {
        const auto comma = std::min(text.find(separator, start), text.size());
        const auto part = text.substr(start, comma - start);
        const auto parsed = base::parseQuantity(part, "Hz");
        if (!parsed.value) throw UsageError("--freqs", text, withoutPoint(parsed.error));
        if (!(*parsed.value > 0.0) || *parsed.value >= rateHz / 2.0)
            throw UsageError("--freqs", part,
                             "must be above 0 and below half the rate, " + base::formatShortest(rateHz / 2.0) + " Hz");
        list.push_back(*parsed.value);
        start = comma + 1;
    }
    return list;
}

media::SampleFormat readBits(const std::string& text) {
    constexpr std::array<media::SampleFormat, 3> formats{media::SampleFormat::pcm16, media::SampleFormat::pcm24,
                                                         media::SampleFormat::float32};
    return formats[readWord("--bits", text, {"16", "24", "32f"})];
}

media::SpeedBack readSpeedBack(const std::string& text) {
    constexpr std::array<media::SpeedBack, 3> ways{media::SpeedBack::declaredRate, media::SpeedBack::resampled,
                                                   media::SpeedBack::off};
    return ways[readWord("--speed-back", text, {"rate", "resample", "off"})];
}

bool readIsOffline(const std::string& declickQuality) {
    using media::clickQualities;
    const auto found = readWord("--declick-quality", declickQuality, {clickQualities[0].word, clickQualities[1].word});
    return clickQualities[found].quality == media::ClickQuality::offline;
}

int readJobs(const std::string& text) {
    constexpr double most = 256.0;
    if (base::equalsIgnoringCase(base::trimmed(text), "auto"))
        return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, static_cast<unsigned>(most)));
    const auto number = base::parseDecimal(base::trimmed(text));
    if (!number || *number != std::floor(*number) || !(*number >= 1.0 && *number <= most))
        throw UsageError("--jobs", text, "give a whole number from 1 to 256, or auto");
    return static_cast<int>(*number);
}

} // namespace phonostage::cli
