// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Units.h"

#include "base/text/PlainText.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <locale>
#include <sstream>

namespace phonostage::base {
namespace {

constexpr std::size_t longestNumber = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool takePrefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/** How many characters of the text are a decimal number; 0 where it does not begin with one. */
std::size_t decimalLength(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t first = i;
        while (i < text.size() && isDigit(text[i]))
            ++i;
        return i - first;
    };
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    std::size_t mantissa = digits();
    if (i < text.size() && text[i] == '.') {
        ++i;
        mantissa += digits();
    }
    if (mantissa == 0) return 0;
    const std::size_t end = i;
    if (i < text.size() && lower(text[i]) == 'e') {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (digits() > 0) return i;
    }
    return end;
}

struct Prefix {
    std::string_view symbol;
    double factor;
};

// The two micro signs are U+00B5 and U+03BC.
constexpr std::array<Prefix, 11> prefixes{{{"p", 1e-12},
                                           {"n", 1e-9},
                                           {"u", 1e-6},
                                           {"\xC2\xB5", 1e-6},
                                           {"\xCE\xBC", 1e-6},
                                           {"m", 1e-3},
                                           {"", 1.0},
                                           {"k", 1e3},
                                           {"K", 1e3},
                                           {"M", 1e6},
                                           {"G", 1e9}}};

// Spellings of the units that may carry a prefix; the first of each row is the name in homeUnit. U+03A9 and U+2126.
constexpr std::array<std::array<std::string_view, 4>, 6> linearUnits{{{"Hz", "", "", ""},
                                                                      {"s", "sec", "", ""},
                                                                      {"V", "Vrms", "", ""},
                                                                      {"H", "", "", ""},
                                                                      {"F", "", "", ""},
                                                                      {"ohm", "ohms", "\xCE\xA9", "\xE2\x84\xA6"}}};

struct Unit {
    std::string_view base;
    double factor = 1.0;
};

std::optional<Unit> linearUnit(std::string_view text) {
    for (const auto& spellings : linearUnits)
        for (const std::string_view spelling : spellings) {
            if (spelling.empty() || text.size() < spelling.size()) continue;
            const std::string_view head = text.substr(0, text.size() - spelling.size());
            if (!equalsIgnoringCase(text.substr(head.size()), spelling)) continue;
            for (const Prefix& prefix : prefixes)
                if (head == prefix.symbol) return Unit{spellings[0], prefix.factor};
        }
    return std::nullopt;
}

std::optional<double> barePrefix(std::string_view text) {
    for (const Prefix& prefix : prefixes)
        if (!prefix.symbol.empty() && text == prefix.symbol) return prefix.factor;
    return std::nullopt;
}

/** A power of ten on the side where it is a whole number, so that 3180 us is the double nearest to 0.00318 s. */
double scaled(double value, double from, double to) {
    return from >= to ? value * std::round(from / to) : value / std::round(to / from);
}

/** dB and the units without a prefix: only the unit itself, or what can be turned into dBV. */
std::optional<double> inFixedUnit(double value, std::string_view unit, std::string_view homeUnit) {
    if (unit.empty() || equalsIgnoringCase(unit, homeUnit)) return value;
    if (homeUnit == "dBV") {
        if (equalsIgnoringCase(unit, "dBu")) return dbvFromDbu(value);
        if (const auto volts = linearUnit(unit); volts && volts->base == "V" && value > 0.0)
            return 20.0 * std::log10(value * volts->factor);
    }
    return std::nullopt;
}

std::optional<double> inHomeUnit(double value, std::string_view unit, std::string_view homeUnit) {
    if (homeUnit.empty()) {
        if (unit.empty()) return value;
        const auto factor = barePrefix(unit);
        return factor ? std::optional(scaled(value, *factor, 1.0)) : std::nullopt;
    }
    const auto home = linearUnit(homeUnit);
    if (!home) return inFixedUnit(value, unit, homeUnit);
    if (unit.empty()) return value;
    if (const auto factor = barePrefix(unit)) return scaled(value, *factor, home->factor);
    const auto given = linearUnit(unit);
    if (!given || given->base != home->base) return std::nullopt;
    return scaled(value, given->factor, home->factor);
}

/** The digits on either side of a comma. */
struct CommaDigits {
    std::string_view before, after;
};

CommaDigits digitsAround(std::string_view text, std::size_t comma) {
    std::size_t first = comma, end = comma + 1;
    while (first > 0 && isDigit(text[first - 1]))
        --first;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return {text.substr(first, comma - first), text.substr(comma + 1, end - comma - 1)};
}

/** One to three digits, none of them a leading zero, and three behind the comma: as thousands are written. */
bool mayBeThousands(const CommaDigits& digits) {
    return digits.after.size() == 3 && !digits.before.empty() && digits.before.size() <= 3 &&
           digits.before.front() != '0';
}

ParsedQuantity failure(std::string_view text, const std::string& what) {
    std::string message = "'";
    message.append(text.substr(0, longestNumber)).append(text.size() > longestNumber ? "...' " : "' ").append(what);
    return {std::nullopt, oneLine(message)};
}

} // namespace

double dbvFromDbu(double dbu) { return dbu + 10.0 * std::log10(0.6); }

std::string_view trimmed(std::string_view text) {
    constexpr std::array<std::string_view, 6> blanks{" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\xAF"};
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view blank : blanks) {
            if (takePrefix(text, blank)) found = true;
            if (text.size() >= blank.size() && text.substr(text.size() - blank.size()) == blank) {
                text.remove_suffix(blank.size());
                found = true;
            }
        }
    }
    return text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<double> parseDecimal(std::string_view text) {
    if (text.empty() || text.size() > longestNumber || decimalLength(text) != text.size()) return std::nullopt;
    // Streams of the classic locale are the one portable way: from_chars for double is missing on Apple systems.
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    double value = 0.0;
    stream >> value;
    if (stream.fail() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string formatShortest(double value) {
    if (value == 0.0) return "0";
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    // As many digits as the whole part has keep integers out of the exponent notation.
    const int least = exponent >= 0 && exponent < 15 ? exponent + 1 : 1;
    std::string text;
    for (int digits = least; digits <= std::numeric_limits<double>::max_digits10; ++digits) {
        std::ostringstream stream;
        stream.imbue(std::locale::classic());
        stream.precision(digits);
        stream << value;
        text = stream.str();
        if (parseDecimal(text) == value) break;
    }
    return text;
}

std::string formatFixed(double value, int decimals) {
    std::ostringstream stream;
    stream.imbue(std::locale::classic());
    stream.setf(std::ios::fixed, std::ios::floatfield);
    stream.precision(std::clamp(decimals, 0, 12));
    stream << value;
    std::string text = stream.str();
    if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
    return text;
}

std::optional<std::string> withPoint(std::string_view text) {
    std::string number(text);
    const auto comma = number.find(',');
    if (comma == std::string::npos) return number;
    const auto digits = digitsAround(text, comma);
    const bool isAlone =
        number.find_first_of(".,", comma + 1) == std::string::npos && number.find('.') == std::string::npos;
    if (!isAlone || digits.after.empty() || mayBeThousands(digits)) return std::nullopt;
    number[comma] = '.';
    return number;
}

std::string whyNoDecimalComma(std::string_view text) {
    const auto comma = text.find(',');
    const auto digits = digitsAround(text, comma);
    if (text.find_first_of(".,", comma + 1) == std::string_view::npos && text.find('.') == std::string_view::npos &&
        mayBeThousands(digits)) {
        const std::string before(digits.before), after(digits.after);
        return failure(text, "has a comma that could be a thousands separator or a decimal mark: write " + before +
                                 after + ", or " + before + "." + after + " with a point")
            .error;
    }
    return failure(text, "has a comma in the wrong place: write one decimal mark, preferably a point, and no "
                         "thousands separators")
        .error;
}

ParsedQuantity parseQuantity(std::string_view text, std::string_view homeUnit) {
    const std::string_view whole = trimmed(text);
    const std::string example = homeUnit.empty() ? "40 or 1e3" : "40, 40" + std::string(homeUnit) + " or 1e3";
    if (whole.empty()) return {std::nullopt, "a number is missing: write it like " + example};
    const auto typed = withPoint(whole);
    if (!typed) return {std::nullopt, whyNoDecimalComma(whole)};

    // The minus sign U+2212 comes with text copied from screens and tables.
    std::string_view rest = *typed;
    std::string number(1, '-');
    if (!takePrefix(rest, "\xE2\x88\x92")) number.clear();
    number.append(rest);
    const std::size_t length = decimalLength(number);
    if (length == 0) return failure(whole, "is not a number: write it like " + example);
    const auto value = parseDecimal(std::string_view(number).substr(0, length));
    if (!value) return failure(whole, "is too large or too long: write it like " + example);

    const std::string_view unit = trimmed(std::string_view(number).substr(length));
    const auto result = inHomeUnit(*value, unit, homeUnit);
    if (!result)
        return failure(
            whole, "has an unsupported unit: write " +
                       (homeUnit.empty() ? "the number alone" : "the number alone or with " + std::string(homeUnit)));
    if (!std::isfinite(*result)) return failure(whole, "is too large: write it like " + example);
    return {result, {}};
}

} // namespace phonostage::base
