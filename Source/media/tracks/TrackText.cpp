// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tracks/TrackText.h"

#include "base/text/PlainText.h"
#include "base/text/Units.h"

#include <array>
#include <cstdint>

namespace phonostage::media {
namespace {

void append(std::string& text, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xc0 | point >> 6);
        put(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        put(0xe0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3f));
        put(0x80 | (point & 0x3f));
    } else {
        put(0xf0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3f));
        put(0x80 | (point >> 6 & 0x3f));
        put(0x80 | (point & 0x3f));
    }
}

std::string fromUtf16(std::string_view bytes, bool bigEndian) {
    std::string text;
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<std::uint32_t>(bigEndian ? a << 8 | b : b << 8 | a);
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t point = unit(i);
        if (point >= 0xd800 && point < 0xdc00 && i + 3 < bytes.size()) {
            const auto low = unit(i + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        append(text, point >= 0xd800 && point < 0xe000 ? '?' : point);
    }
    return text;
}

/** Windows-1252 from 0x80 to 0x9f; the rest is Latin 1. */
constexpr std::array<std::uint16_t, 32> windows1252{0x20ac, '?',    0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, '?',    0x017d, '?',
                                                    '?',    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, '?',    0x017e, 0x0178};

std::string fromWindows1252(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        append(text, byte >= 0x80 && byte < 0xa0 ? windows1252.at(byte - 0x80u) : byte);
    }
    return text;
}

/** Bytes of the character of UTF-8 that begins here: 1 where none does. */
std::size_t lengthOfCharacter(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return at + length <= text.size() ? length : 1;
}

bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto n = lengthOfCharacter(text, i);
        // Control characters of ASCII are no matter of coding.
        if (static_cast<unsigned char>(text[i]) >= 0x80 && (n == 1 || !base::isPlainText(text.substr(i, n)))) {
            // U+0080 to U+009f are control characters, but well-formed.
            const bool isControl = n == 2 && text[i] == '\xc2';
            if (!isControl) return false;
        }
        i += n;
    }
    return true;
}

/** Marks that no title needs: they turn the direction of writing, end a line, or cannot be seen. */
bool isInvisible(std::string_view character) {
    constexpr std::array<std::string_view, 14> marks{"\u200b", "\u200e", "\u200f", "\u2028", "\u2029",
                                                     "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                                     "\u2066", "\u2067", "\u2068", "\ufeff"};
    for (const auto mark : marks)
        if (mark == character) return true;
    return character == "\u2069";
}

/** Digits at the front: at most `most`, as a number; empty where there are none or more. */
std::optional<int> takeNumber(std::string_view& text, std::size_t most) {
    std::size_t n = 0;
    int value = 0;
    while (n < text.size() && base::isDigit(text[n])) {
        if (++n > most) return std::nullopt;
        value = 10 * value + (text[n - 1] - '0');
    }
    if (n == 0) return std::nullopt;
    text.remove_prefix(n);
    return value;
}

bool takeAny(std::string_view& text, std::initializer_list<std::string_view> words) {
    for (const auto word : words)
        if (text.substr(0, word.size()) == word) {
            text.remove_prefix(word.size());
            return true;
        }
    return false;
}

std::string_view withoutBrackets(std::string_view text) {
    text = base::trimmed(text);
    for (const auto pair : {"()", "[]", "{}", "<>"})
        if (text.size() > 2 && text.front() == pair[0] && text.back() == pair[1])
            return base::trimmed(text.substr(1, text.size() - 2));
    return text;
}

/** ".25" behind the seconds; nothing is fine too. */
std::optional<double> takeFraction(std::string_view& text) {
    if (text.empty() || (text.front() != '.' && text.front() != ',')) return 0.0;
    text.remove_prefix(1);
    double value = 0.0, place = 0.1;
    std::size_t n = 0;
    for (; n < text.size() && base::isDigit(text[n]); ++n, place *= 0.1)
        value += place * (text[n] - '0');
    if (n == 0 || n > 3) return std::nullopt;
    text.remove_prefix(n);
    return value;
}

} // namespace

std::string decodedText(std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
    if (bytes.substr(0, 2) == "\xff\xfe") return fromUtf16(bytes.substr(2), false);
    if (bytes.substr(0, 2) == "\xfe\xff") return fromUtf16(bytes.substr(2), true);
    return isUtf8(bytes) ? std::string(bytes) : fromWindows1252(bytes);
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    return lines;
}

std::string cleanTitle(std::string_view text) {
    std::string title;
    bool blank = false;
    for (std::size_t i = 0; i < text.size();) {
        const auto n = lengthOfCharacter(text, i);
        const auto character = text.substr(i, n);
        i += n;
        if (character == " " || character == "\t" || character == "\u00a0" || character == "\u202f" ||
            character == "\n" || character == "\r") {
            blank = true;
            continue;
        }
        if (!base::isPlainText(character) || isInvisible(character)) continue;
        if (title.size() + n + (blank ? 1 : 0) > mostTitleBytes) break;
        if (blank && !title.empty()) title += ' ';
        blank = false;
        title += character;
    }
    return title;
}

std::optional<double> parseDuration(std::string_view text, bool dots) {
    text = withoutBrackets(text);
    const auto first = takeNumber(text, 3);
    if (!first) return std::nullopt;
    const bool isPoint = dots && text.substr(0, 1) == ".";
    if (!takeAny(text, {":", "'", "\u2032", "\u2019", "m"}) && !(isPoint && takeAny(text, {"."}))) return std::nullopt;
    const auto digits = text.size();
    const auto second = takeNumber(text, 2);
    if (!second || *second > 59 || digits - text.size() != 2) return std::nullopt;
    double seconds = 60.0 * *first + *second;
    if (takeAny(text, {":"})) {
        const auto before = text.size();
        const auto third = takeNumber(text, 2);
        if (isPoint || !third || *third > 59 || before - text.size() != 2 || *first > 23) return std::nullopt;
        seconds = 60.0 * seconds + *third;
    }
    const auto fraction = takeFraction(text);
    if (!fraction) return std::nullopt;
    seconds += *fraction;
    (void)takeAny(text, {"\"", "\u2033", "\u201d", "''", "s"});
    if (!text.empty() || !(seconds > 0.0)) return std::nullopt;
    return seconds;
}

} // namespace phonostage::media
