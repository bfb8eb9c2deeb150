// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/take/UtcTime.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace phonostage::media {
namespace {

using namespace std::chrono;

/** Digits from a place; -1 where there is anything else. */
int digitsAt(std::string_view text, std::size_t at, std::size_t count) {
    int number = 0;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

} // namespace

UtcMs utcNow() { return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count(); }

std::string utcText(UtcMs moment) {
    const sys_time<milliseconds> at{milliseconds(std::clamp<UtcMs>(moment, 0, latestUtcMs))};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return text.data();
}

std::optional<UtcMs> utcFrom(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.dddZ";
    constexpr std::string_view shortForm = "dddd-dd-ddTdd:dd:ddZ";
    const auto& expected = text.size() == form.size() ? form : shortForm;
    if (text.size() != expected.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (expected[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != expected[i]) return std::nullopt;
    const year_month_day date{year(digitsAt(text, 0, 4)), month(static_cast<unsigned>(digitsAt(text, 5, 2))),
                              day(static_cast<unsigned>(digitsAt(text, 8, 2)))};
    const int hour = digitsAt(text, 11, 2), minute = digitsAt(text, 14, 2), second = digitsAt(text, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const auto moment = sys_time<milliseconds>(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second) +
                        milliseconds(expected == form ? digitsAt(text, 20, 3) : 0);
    const UtcMs count = moment.time_since_epoch().count();
    return count >= 0 ? std::optional(count) : std::nullopt;
}

} // namespace phonostage::media
