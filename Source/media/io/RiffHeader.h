// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/HeaderFacts.h"

#include <functional>

namespace phonostage::media {

/** A chunk of a RIFF, RIFX, RF64 or BW64 file. */
struct RiffChunk {
    std::string name;       ///< four bytes
    std::int64_t start = 0; ///< of its body
    std::uint64_t length = 0;
};

constexpr int mostChunks = 4096; ///< a file of zeros must not be walked eight bytes at a time

/** Walks from `at`, a chunk's beginning, until `use` returns false or the file ends. A chunk of odd length whose writer
    left out the byte that fills it up is stepped over as well; `fault` (may be null) is set where there was one.
   Returns where it stopped. */
std::int64_t walkRiff(const base::ByteSource& source, std::int64_t at, Order order,
                      const std::function<bool(const RiffChunk&)>& use, bool* fault = nullptr);

inline constexpr std::uint64_t unknown32 = 0xffffffff;        ///< a length that stands for none
inline constexpr std::int64_t wrap32 = std::int64_t{1} << 32; ///< what a length that went round has lost

/** RIFF, RIFX, RF64 and BW64. */
[[nodiscard]] HeaderFacts readRiffHeader(const base::ByteSource& source, std::int64_t fileSize, std::string_view kind);

/** The fmt chunk's body, of WAV and W64. */
void readWavFormat(HeaderFacts& facts, const HeaderBytes& body, std::int64_t length);

/** Lengths of 32 bits that programs write when they cannot come back to fill in the true one. */
[[nodiscard]] bool isPipeLength(std::uint64_t length);

/** How a declared length is judged against the file. */
struct LengthJudge {
    const base::ByteSource* source = nullptr;
    std::int64_t start = 0; ///< of the samples
    std::int64_t fileSize = 0;
    std::int64_t wrapAt = 0;       ///< what a length that went round has lost; 0 where it has 64 bits
    bool wholeByOtherSize = false; ///< another field of the header says that the file is as long as it is
    /** True where what begins at this place, up to the file's end, is something that may follow the samples. */
    std::function<bool(std::int64_t)> isTail;
};

/** Sets declaredBytes, presentBytes, dataStart, lengthUnknown and contradiction. `open`: the length is one of those
   that stand for none. */
void judgeLength(HeaderFacts& facts, std::uint64_t declared, bool open, const LengthJudge& judge);

} // namespace phonostage::media
