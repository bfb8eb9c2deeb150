// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/HeaderFacts.h"

#include "base/files/File.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace phonostage::media {

/** Samples without a header, as a person describes them: RATE:CHANNELS:FORMAT. */
struct RawFormat {
    double sampleRateHz = 48000.0;
    int channels = 2;
    PlainCoding coding;
    int wordBits = 0;         ///< 0 for float
    bool wordsAreLow = false; ///< in the low bits of their container

    bool operator==(const RawFormat&) const = default;
};

/** Empty where the text is no such description: RATE from 8000 to 768000 Hz, 1 to 256 channels, and s16, s24, s24in32,
    s32 or f32, little-endian. */
[[nodiscard]] std::optional<RawFormat> readRawFormat(std::string_view text);

/** Which channels of a file are left and right, counted from 1. */
struct ChannelPair {
    int left = 1;
    int right = 2; ///< 0: one channel alone, mono

    bool operator==(const ChannelPair&) const = default;
};

/** From "3+4", or "3" for one channel. Empty where the text is neither. */
[[nodiscard]] std::optional<ChannelPair> readChannelPair(std::string_view text);
[[nodiscard]] std::string toText(const ChannelPair& pair);

/** Where samples come from, and what a person says of them. */
struct SoundSource {
    std::filesystem::path path;   ///< "-" is standard input
    bool allowTruncated = false;  ///< a file with less in it than its header says is read as far as it goes
    std::optional<RawFormat> raw; ///< goes before what a header says; the header itself is never taken for sound
    std::optional<ChannelPair> pair;
    std::shared_ptr<const base::File> copy; ///< of standard input, where it is read more than once
};

[[nodiscard]] bool isStandardStream(const std::filesystem::path& path);
/** Opens a file that is named to be heard. Throws MediaError where the path is no regular file or cannot be read. */
[[nodiscard]] base::File openSoundFile(const std::filesystem::path& path);
/** As messages call it: the path in quotes, or "standard input". */
[[nodiscard]] std::string sourceName(const std::filesystem::path& path);

} // namespace phonostage::media
