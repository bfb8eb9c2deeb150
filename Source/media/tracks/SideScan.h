// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Overview.h"
#include "media/render/Render.h"
#include "media/tracks/TakeSplit.h"

#include <filesystem>
#include <memory>

namespace phonostage::media {

/** All that a page of tracks needs to know of a file's sound, from one reading of it. */
struct SideScan {
    Overview overview;
    std::unique_ptr<TrackFinder> finder; ///< finished
    FileExtent extent;
};

/** Reads a file once, and keeps its overview beside it. Throws MediaError, and Cancelled. */
[[nodiscard]] SideScan scanSide(const std::filesystem::path& audio, const Progress& progress);

} // namespace phonostage::media
