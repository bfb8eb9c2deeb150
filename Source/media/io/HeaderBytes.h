// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSource.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace phonostage::media {

enum class Order { little, big };

/** A few bytes at a place, as numbers. Missing bytes read as 0; `complete` says whether there are any. */
class HeaderBytes {
public:
    HeaderBytes(const base::ByteSource& source, std::int64_t position, std::size_t count, Order order) : order_(order) {
        const auto got = source.readAt(position, bytes_.data(), std::min(count, bytes_.size()));
        complete = got == static_cast<std::int64_t>(count);
    }

    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t width) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = (value << 8) | bytes_.at(order_ == Order::big ? at + i : at + width - 1 - i);
        return value;
    }
    [[nodiscard]] std::string_view text(std::size_t at, std::size_t width) const {
        return {reinterpret_cast<const char*>(bytes_.data()) + at, width};
    }

    bool complete = false;

private:
    Order order_;
    std::array<unsigned char, 64> bytes_{};
};

/** A number of `width` bytes inside a text; 0 where the text ends before. */
[[nodiscard]] inline std::uint64_t numberIn(std::string_view bytes, std::size_t at, std::size_t width, Order order) {
    std::uint64_t value = 0;
    if (at + width > bytes.size()) return 0;
    for (std::size_t i = 0; i < width; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[order == Order::big ? at + i : at + width - 1 - i]);
    return value;
}

/** The reverse. */
[[nodiscard]] inline std::string numberBytes(std::uint64_t value, int width, Order order) {
    std::string bytes;
    for (int i = 0; i < width; ++i)
        bytes += static_cast<char>((value >> (8 * (order == Order::big ? width - 1 - i : i))) & 0xff);
    return bytes;
}

/** Four bytes that a chunk can have for its name. */
[[nodiscard]] inline bool isChunkName(std::string_view name) {
    return name.size() == 4 && std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

} // namespace phonostage::media
