// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/PlainText.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace phonostage::base {

namespace {

constexpr std::size_t longestLine = 1000;

/** Bytes of the character that the text begins with; 0 where that is none, or a control character. */
std::size_t plainLength(std::string_view text) {
    struct Form {
        std::uint32_t mask, pattern, least; ///< of the first byte, and the least code point of this length
    };
    constexpr std::array<Form, 4> forms{
        {{0x80, 0x00, 0x20}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}}};

    if (text.empty()) return 0;
    const std::uint32_t first = static_cast<unsigned char>(text.front());
    std::size_t more = 0;
    while (more < forms.size() && (first & forms[more].mask) != forms[more].pattern)
        ++more;
    if (more == forms.size() || more >= text.size()) return 0;
    std::uint32_t point = first & ~forms[more].mask;
    for (std::size_t k = 1; k <= more; ++k) {
        const std::uint32_t next = static_cast<unsigned char>(text[k]);
        if ((next & 0xC0U) != 0x80U) return 0;
        point = point << 6U | (next & 0x3FU);
    }
    const bool isControl = point == 0x7F || (point >= 0x80 && point < 0xA0);
    const bool isSurrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < forms[more].least || point > 0x10FFFF || isControl || isSurrogate) return 0;
    return more + 1;
}

/** True for a mark that turns the direction of the text after it, as U+202E, or ends a line, as U+2028. */
bool turnsText(std::string_view character) {
    if (character == "\xD8\x9C") return true; // U+061C
    if (character.size() != 3 || character[0] != '\xE2') return false;
    const auto middle = static_cast<unsigned char>(character[1]);
    const auto last = static_cast<unsigned char>(character[2]);
    if (middle == 0x80) return last == 0x8E || last == 0x8F || (last >= 0xA8 && last <= 0xAE);
    return middle == 0x81 && last >= 0xA6 && last <= 0xA9;
}

std::string withoutMiddle(std::string_view text) {
    constexpr std::string_view gap = " ... ";
    constexpr std::size_t kept = (longestLine - gap.size()) / 2;
    // Characters are not cut in two: a byte that goes on with one begins with the bits 10.
    const auto goesOn = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    std::size_t head = kept;
    while (head > 0 && goesOn(head))
        --head;
    std::size_t tail = text.size() - kept;
    while (tail < text.size() && goesOn(tail))
        ++tail;
    return std::string(text.substr(0, head)).append(gap).append(text.substr(tail));
}

} // namespace

bool isPlainText(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = plainLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string oneLine(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const std::size_t length = plainLength(text);
        const auto character = text.substr(0, length);
        plain.append(length > 0 && !turnsText(character) ? character : "?");
        text.remove_prefix(length > 0 ? length : 1);
    }
    return plain.size() > longestLine ? withoutMiddle(plain) : plain;
}

} // namespace phonostage::base
