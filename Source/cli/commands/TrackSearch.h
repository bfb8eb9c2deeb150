// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/TrackFinder.h"
#include "media/io/AudioReader.h"
#include "media/io/MediaError.h"
#include "media/render/Render.h"
#include "media/tracks/TakeSplit.h"
#include "media/tracks/TrackText.h"

#include <string>
#include <vector>

namespace phonostage::cli {

// What `split` and `digitise` share.

/** Of --count: "5", or "5,4" for two sides; none where it is "". Throws UsageError. */
[[nodiscard]] std::vector<int> readCounts(const std::string& text);

/** Reads the whole file once into the finder, and finishes that. Returns the file's length. Throws MediaError, and
    Cancelled. */
[[nodiscard]] media::FileExtent listen(media::AudioReader& reader, media::TrackFinder& finder,
                                       const media::Progress& progress);

/** The result of `work`. A fault in the text of a file is reported with the flag that names the file. */
template <typename Work> auto blaming(const std::string& flag, const std::string& path, Work work) {
    try {
        return work();
    } catch (const media::TrackTextFault& fault) {
        throw media::MediaError(flag + " " + base::quoted(path) + ": " + fault.what());
    }
}

} // namespace phonostage::cli
