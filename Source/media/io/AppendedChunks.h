// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"
#include "media/io/HeaderBytes.h"
#include "media/io/Tags.h"

#include <vector>

namespace phonostage::media {

/** errno of appendChunks() where the file would pass 4 GiB, and nothing was written. */
constexpr int passes4Gib = -1;

/** Puts chunks behind a finished RIFF, RF64 or FORM file, and its new length into its header: the sound stays where it
    is. order: big for FORM. Returns 0, errno, or passes4Gib (never for RF64). */
[[nodiscard]] int appendChunks(base::File& file, const std::vector<TagChunk>& chunks, Order order);

} // namespace phonostage::media
