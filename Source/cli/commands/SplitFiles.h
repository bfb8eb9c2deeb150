// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/PendingFile.h"
#include "media/tracks/TakeSplit.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phonostage::cli {

/** A pasted list of tracks, "-" for standard input. Throws media::MediaError where it cannot be read or has no tracks.
 */
[[nodiscard]] media::TrackList readListFile(const std::string& path);

/** The cue sheet and the labels of `split`: those that exist are read, the others are written in the end. */
struct CutFiles {
    std::optional<media::CueSheet> sheet; ///< that was there
    std::vector<media::TimeLabel> labels; ///< that were there
    std::unique_ptr<base::PendingFile> newSheet, newLabels;

    /** Throws media::MediaError, base::FileError or TrackTextFault. */
    void write(const media::TakeSplit& split, const media::FileExtent& file, const std::string& audioName,
               const media::AlbumTags& album);
};

/** "" leaves either out. With `overwrite` both are written, and replace a file of their own kind alone. Throws
    media::MediaError, base::FileError or UsageError. */
[[nodiscard]] CutFiles readCutFiles(const std::string& cue, const std::string& labels, bool overwrite);

} // namespace phonostage::cli
