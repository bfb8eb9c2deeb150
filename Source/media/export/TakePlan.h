// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/export/AlbumExport.h"
#include "media/render/ClickQuality.h"
#include "media/take/GivenBack.h"
#include "media/take/Track.h"
#include "params/ParameterTable.h"

#include <filesystem>
#include <string>
#include <vector>

namespace phonostage::media {

/** A take with its tracks, and the sound that its files are to have. */
struct TakeSound {
    std::filesystem::path audio;
    std::string takeId; ///< "" where it has none: then its path counts
    params::Snapshot stage;
    std::vector<Track> tracks;
    AlbumTags album;
    std::vector<GivenBack> givenBack{}; ///< clicks that stay
    ClickQuality clickQuality = ClickQuality::live;
};

/** The stage for the files of a take: what of Clean was only listened to on the face is no part of them. */
[[nodiscard]] RenderStage exportStageOf(const params::Snapshot& stage);

/** What this recording is known by to later exports. */
[[nodiscard]] std::string takeKeyOf(const std::filesystem::path& audio, const std::string& takeId);

/** All tracks of the sides of a record, tagged, under the usual names, with ReplayGain, each at its take's own rate:
   what `phonostage export` does without options. Numbers run on from side to side. Throws MediaError. */
[[nodiscard]] ExportPlan planOfTakes(const std::vector<TakeSound>& takes, const std::filesystem::path& folder,
                                     Container container, SampleFormat format);

} // namespace phonostage::media
