// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSource.h"
#include "media/record/FlacBytes.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace phonostage::media {

/** What a FLAC file really holds, whatever its head says: all of it is decoded. */
struct FlacScan {
    FlacStreamInfo info;       ///< with frames, sizes and checksum of what was found
    std::int64_t endBytes = 0; ///< behind the last whole frame
    bool isDamaged = false;    ///< something in the middle cannot be decoded: the checksum is left out
};

/** Empty where it is no FLAC file of 16 or 24 bit with one or two channels, or has no whole frame (frames 0 in
    `info` where there is a head alone). Reads everything once; bounded memory. */
[[nodiscard]] std::optional<FlacScan> scanFlac(const base::ByteSource& source);

} // namespace phonostage::media
