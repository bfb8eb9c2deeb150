// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/NumberText.h"

#include "base/text/Units.h"

#include <algorithm>
#include <cmath>

namespace phonostage::base {
namespace {

std::string twoDigits(long long value) {
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

} // namespace

std::string formatUpTo(double value, int decimals) {
    auto text = formatFixed(value, decimals);
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string formatWithMinus(double value, int decimals) {
    auto text = formatFixed(value, decimals);
    return text.front() == '-' ? text.replace(0, 1, "\xE2\x88\x92") : text;
}

std::string formatSigned(double value, int decimals) {
    auto text = formatWithMinus(value, decimals);
    const bool isZero = text.find_first_of("123456789") == std::string::npos;
    return value > 0.0 && !isZero ? text.insert(0, 1, '+') : text;
}

std::string formatOhms(double ohm, int digits, const std::string& unit) {
    if (!(ohm > 0.0)) return "0 " + unit;
    const auto decade = [](double value) { return static_cast<int>(std::floor(std::log10(value))); };
    const double step = std::pow(10.0, decade(ohm) - digits + 1);
    // To the step first: 999.9 in three digits are 1 k.
    const double rounded = std::round(ohm / step) * step;
    constexpr double almost = 1.0 - 1e-12; // what the step's own rounding takes off
    const char* prefix = "";
    double scale = 1.0;
    if (rounded >= 1e6 * almost) {
        prefix = "M";
        scale = 1e6;
    } else if (rounded >= 1e3 * almost) {
        prefix = "k";
        scale = 1e3;
    }
    const double shown = rounded / scale;
    return formatUpTo(shown, std::max(0, digits - 1 - decade(shown / almost))) + " " + prefix + unit;
}

std::string clockTime(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    const auto hours = whole / 3600;
    const auto minutes = whole / 60 % 60;
    const auto text = hours > 0 ? std::to_string(hours) + ":" + twoDigits(minutes) : std::to_string(minutes);
    return text + ":" + twoDigits(whole % 60);
}

} // namespace phonostage::base
