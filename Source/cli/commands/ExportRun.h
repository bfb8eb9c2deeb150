// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/ExportFlags.h"

#include "media/export/TrackTags.h"
#include "media/io/SoundSource.h"
#include "media/render/ClickQuality.h"
#include "media/take/GivenBack.h"
#include "params/Presets.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phonostage::cli {

/** A recording whose tracks are known. */
struct TakeToExport {
    std::filesystem::path path; ///< as it was named
    media::SoundSource source;
    std::string id;                          ///< of the take; "" where it has none: then its path counts
    params::Snapshot stage;                  ///< that it was recorded with
    std::vector<media::GivenBack> givenBack; ///< clicks that stay
    media::ClickQuality clickQuality = media::ClickQuality::live; ///< where no flag says another
    media::AlbumTake album;                                       ///< tags, tracks, and sides where they are known
};

/** A recording with what its sidecar says; says what is odd about it. Throws MediaError. */
[[nodiscard]] TakeToExport openTake(const std::string& path);

/** What `export` and `digitise` do. Throws UsageError, MediaError, OutputClips. */
void runExport(const ExportFlags& flags, std::vector<TakeToExport> takes);

} // namespace phonostage::cli
