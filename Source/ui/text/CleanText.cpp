// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/CleanText.h"

#include "dsp/restore/ClickRemover.h"
#include "ui/text/LevelText.h"
#include "ui/text/ScreenNumbers.h"

#include <cmath>

namespace phonostage::ui {
namespace {

using params::Id;

constexpr double shortestSeconds = 0.5; ///< that say anything of a rate
constexpr double wholeFrom = 9.95;      ///< clicks a second: no tenths from here on

juce::String dot() { return juce::String::fromUTF8(" \xc2\xb7 "); }

juce::String percent(const params::Values& values, Id id) { return " " + fixedText(values.get(id), 0) + " %"; }

juce::String humName(const params::Values& values, const dsp::HumMeter& hum) {
    const double foundHz = hum.lines > 0 ? hum.frequencyHz.load() : 0.0;
    if (foundHz > 0.0) return "hum " + fixedText(foundHz, 0) + " Hz";
    const int mains = static_cast<int>(std::lround(values.get(Id::dehum)));
    return mains == 2 ? "hum 50 Hz" : mains == 3 ? "hum 60 Hz" : "hum";
}

} // namespace

juce::String rateText(int count, double seconds) {
    if (seconds < shortestSeconds) return {};
    const double rate = count / seconds;
    return fixedText(rate, rate < wholeFrom ? 1 : 0);
}

juce::String cleanButtonText(const params::Values& values, const dsp::EngineMeters& meters) {
    const bool clicks = values.isOn(Id::declick), crackle = values.isOn(Id::decrackle);
    if (clicks || crackle) {
        const auto rates = meters.clean.rates();
        const auto text = rateText(clicks ? rates.clicks : rates.crackles, rates.seconds);
        return text.isEmpty() ? juce::String("listening") : text + (clicks ? " clicks/s" : " /s");
    }
    if (!values.isOn(Id::dehum)) return "choose";
    return meters.hum.lines > 0 ? fixedText(meters.hum.frequencyHz, 1) + " Hz" : juce::String("listening");
}

juce::StringArray cleanLines(const params::Values& values, const dsp::EngineMeters& meters, double rateHz) {
    const bool clicks = values.isOn(Id::declick), crackle = values.isOn(Id::decrackle), hum = values.isOn(Id::dehum);
    if (!clicks && !crackle && !hum) return {"nothing is taken out"};
    const double delayMs = cleanDelayMs(values, rateHz);
    const auto hums = humName(values, meters.hum);
    const auto joined = [&](const juce::String& clickWords, const juce::String& crackleWords, int decimals) {
        juce::StringArray parts;
        if (clicks) parts.add(clickWords);
        if (crackle) parts.add(crackleWords);
        if (hum) parts.add(hums);
        if (delayMs > 0.0) parts.add("+" + fixedText(delayMs, decimals) + " ms");
        return parts.joinIntoString(dot());
    };
    const auto clickPart = "clicks" + percent(values, Id::declickStrength);
    const auto cracklePart = "crackle" + percent(values, Id::decrackleStrength);
    return {joined(clickPart, cracklePart, 1), joined(clickPart, cracklePart, 0), joined("clicks", "crackle", 0)};
}

double cleanDelayMs(const params::Values& values, double rateHz) {
    if (!(values.isOn(Id::declick) || values.isOn(Id::decrackle)) || !(rateHz > 0.0)) return 0.0;
    return 1000.0 * dsp::ClickRemover::latencyFrames(rateHz) / rateHz;
}

juce::String cleanCountText(const dsp::CleanTrace::Rates& rates) {
    const auto counted = [](int count, const char* word) {
        return countText(count) + " " + word + (count == 1 ? "" : "s");
    };
    auto text = "last " + juce::String(std::lround(rates.seconds)) + " s: " + counted(rates.clicks, "click");
    if (rates.crackles > 0) text << ", " << counted(rates.crackles, "crackle");
    return text;
}

juce::String countText(std::int64_t count) {
    auto digits = juce::String(count);
    for (int at = digits.length() - 3; at > 0; at -= 3)
        digits = digits.substring(0, at) + "," + digits.substring(at);
    return digits;
}

} // namespace phonostage::ui
