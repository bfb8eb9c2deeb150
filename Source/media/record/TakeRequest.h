// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/AudioSource.h"
#include "media/record/RecorderState.h"
#include "media/record/TakeWriter.h"
#include "media/take/Track.h"
#include "params/ParameterTable.h"

#include <filesystem>
#include <optional>
#include <string>

namespace phonostage::media {

/** What is to be recorded, and how it begins and ends. */
struct TakeRequest {
    std::filesystem::path audio; ///< NAME.flac or NAME.wav, in the end
    SampleWord word = SampleWord::bits24;
    double preRollSeconds = 10.0; ///< that are kept from before the start, 0 to 30
    StartBy start = StartBy::needle;
    UtcMs startAt = 0; ///< for StartBy::time
    bool stopsAtLiftOff = true;
    bool stopsInRunOut = true;
    int runOutTurns = 8;
    std::optional<double> lengthSeconds; ///< from the needle drop, or the start by hand or time
    std::optional<double> fullScaleDbv;  ///< the calibration, for the file's note
    params::Snapshot stage;
    AlbumTags album;
};

/** "" where such a take can be armed, else one line. Looks, and creates nothing. */
[[nodiscard]] std::string whyNotArmed(const TakeRequest& request, const SourceFormat& format);

} // namespace phonostage::media
