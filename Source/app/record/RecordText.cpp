// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record/RecordText.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace phonostage::app {
namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts)
        text += part;
    return text;
}

std::string twoDigits(std::int64_t number) { return joined({number < 10 ? "0" : "", std::to_string(number)}); }

std::int64_t wholeSeconds(double seconds) {
    constexpr double most = 1e9;
    return seconds > 0.0 ? static_cast<std::int64_t>(std::floor(std::min(seconds, most))) : 0;
}

} // namespace

std::string elapsedText(double seconds) {
    const auto whole = wholeSeconds(seconds);
    return joined({std::to_string(whole / 3600), ":", twoDigits(whole / 60 % 60), ":", twoDigits(whole % 60)});
}

std::string roomText(double seconds) {
    const auto whole = wholeSeconds(seconds);
    const auto hours = whole / 3600, minutes = whole / 60 % 60;
    if (whole < 60) return joined({std::to_string(whole), " s"});
    if (hours == 0) return joined({std::to_string(minutes), " min"});
    if (hours >= 3 || minutes == 0) return joined({std::to_string(hours), " h"});
    return joined({std::to_string(hours), " h ", std::to_string(minutes), " min"});
}

std::string minutesText(double seconds) {
    const auto whole = wholeSeconds(seconds);
    if (whole < 60) return joined({std::to_string(whole), " s"});
    return joined({std::to_string(whole / 60), " min ", twoDigits(whole % 60), " s"});
}

std::string placeText(double seconds) {
    const auto tenths = static_cast<std::int64_t>(std::floor(std::max(seconds, 0.0) * 10.0 + 1e-6));
    return joined({std::to_string(tenths / 600), ":", twoDigits(tenths / 10 % 60), ".", std::to_string(tenths % 10)});
}

std::string kiloHertzText(double rateHz) { return joined({base::formatUpTo(rateHz / 1000.0, 3), " kHz"}); }

std::string wordText(media::SampleWord word) {
    switch (word) {
    case media::SampleWord::bits16:
        return "16-bit";
    case media::SampleWord::bits24:
        return "24-bit";
    case media::SampleWord::bits32:
        return "32-bit";
    case media::SampleWord::float32:
        return "32-bit float";
    }
    return {};
}

std::string flatFormatText(const RecordSettings& settings, double rateHz) {
    if (rateHz <= 0.0) return joined({"flat, ", wordText(settings.word)});
    return joined({"flat, ", wordText(settings.word), " ", kiloHertzText(rateHz)});
}

std::string bytesText(double bytes) {
    if (bytes >= 1e10) return joined({base::formatFixed(std::floor(bytes / 1e9), 0), " GB"});
    if (bytes >= 1e9) return joined({base::formatFixed(std::floor(bytes / 1e8) / 10.0, 1), " GB"});
    return joined({base::formatFixed(std::floor(bytes / 1e6), 0), " MB"});
}

std::string sideText(char side) {
    std::string text = "side ";
    text += side;
    return text;
}

} // namespace phonostage::app
