// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/NumberText.h"

#include "base/text/Units.h"

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

std::string clockTime(double seconds) {
    const auto whole = static_cast<long long>(seconds);
    const auto hours = whole / 3600;
    const auto minutes = whole / 60 % 60;
    const auto text = hours > 0 ? std::to_string(hours) + ":" + twoDigits(minutes) : std::to_string(minutes);
    return text + ":" + twoDigits(whole % 60);
}

} // namespace phonostage::base
