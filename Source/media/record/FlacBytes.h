// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/Md5.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phonostage::media {

// The parts of a FLAC file that a recording writes itself (RFC 9639): its head, which is written again each second, and
// one frame behind a place where it was cut.

constexpr int flacBlockFrames = 4096;
constexpr std::int64_t flacStreamInfoAt = 8; ///< of the body of STREAMINFO
constexpr double flacHighestRateHz = 655350.0;

/** STREAMINFO: 34 bytes. */
struct FlacStreamInfo {
    int sampleRateHz = 0, channels = 2, wordBits = 24;
    std::int64_t frames = 0;                           ///< 0: not known
    std::uint32_t smallestFrame = 0, largestFrame = 0; ///< bytes; 0: not known
    Md5::Digest md5{};                                 ///< zeros: not known

    [[nodiscard]] std::string bytes() const;
};

/** "fLaC", STREAMINFO, comments, and padding up to `bytes` in all. Comments that do not fit leave the last ones out.
    comments: "NAME=text". */
[[nodiscard]] std::string flacHead(const FlacStreamInfo& info, const std::vector<std::string>& comments,
                                   std::size_t bytes);

/** A frame without any compression: `samples` interleaved, right-justified, of `number`-th block. */
[[nodiscard]] std::string flacPlainFrame(const FlacStreamInfo& info, std::int64_t number,
                                         std::span<const std::int32_t> samples);

} // namespace phonostage::media
