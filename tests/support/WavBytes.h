// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace phonostage::tests {

/** WAV files byte by byte, with nobody's library: what recorders write, right or wrong. */
inline std::string little(std::uint64_t value, int width) {
    std::string bytes;
    for (int i = 0; i < width; ++i)
        bytes += static_cast<char>((value >> (8 * i)) & 0xff);
    return bytes;
}

inline std::string chunk(const std::string& name, const std::string& body, bool filled = true) {
    return name + little(body.size(), 4) + body + (filled && (body.size() & 1) != 0 ? std::string(1, '\0') : "");
}

/** align: bytes of a frame. */
inline std::string format(int channels, int rate, int bits, int align, int tag = 1) {
    const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
    return chunk("fmt ", little(number(tag), 2) + little(number(channels), 2) + little(number(rate), 4) +
                             little(number(rate) * number(align), 4) + little(number(align), 2) +
                             little(number(bits), 2));
}

/** WAVE_FORMAT_EXTENSIBLE, whole numbers. */
inline std::string extensible(int channels, int rate, int containerBits, int validBits) {
    const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
    const auto align = number(channels * containerBits / 8);
    return chunk("fmt ", little(0xfffe, 2) + little(number(channels), 2) + little(number(rate), 4) +
                             little(number(rate) * align, 4) + little(align, 2) + little(number(containerBits), 2) +
                             little(22, 2) + little(number(validBits), 2) + little(3, 4) + little(1, 2) +
                             std::string("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71", 14));
}

inline std::string riff(const std::string& chunks) { return "RIFF" + little(chunks.size() + 4, 4) + "WAVE" + chunks; }

/** A stereo tone as whole numbers of so many bits. */
inline std::vector<std::int32_t> words(std::size_t frames, int bits, double level = 0.5) {
    std::vector<std::int32_t> list;
    for (std::size_t i = 0; i < frames; ++i)
        for (const double step : {0.05, 0.083})
            list.push_back(static_cast<std::int32_t>(
                std::lround(level * std::ldexp(1.0, bits - 1) * std::sin(step * static_cast<double>(i)))));
    return list;
}

/** Each word in so many bytes, `shift` bits to the left. */
inline std::string packed(const std::vector<std::int32_t>& list, int bytes, int shift = 0) {
    std::string data;
    for (const auto word : list)
        data += little(static_cast<std::uint64_t>(static_cast<std::uint32_t>(word) << shift), bytes);
    return data;
}

} // namespace phonostage::tests
