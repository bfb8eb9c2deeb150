// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/export/Cover.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phonostage::media {

/** Loudness of a track and of its album, as ReplayGain 2.0 has it. */
struct ReplayGain {
    double trackGainDb = 0.0, albumGainDb = 0.0; ///< to -18 LUFS
    double trackPeak = 0.0, albumPeak = 0.0;     ///< true peak, full scale 1.0
    bool isAlbumKnown = true;
};

/** The tags of one exported file. Names of fields as FLAC has them, in capitals: what of them has another name in
   another format gets that there. Texts are UTF-8. */
struct TagSet {
    std::vector<std::pair<std::string, std::string>> fields; ///< without those below; a name may stand there twice
    int track = 0, tracks = 0;                               ///< number on the disc, and how many; 0: not known
    int disc = 0, discs = 0;
    std::optional<ReplayGain> gain;
    CoverPicture cover;

    /** Nothing where the text is empty. */
    void add(std::string_view name, const std::string& text) {
        if (!text.empty()) fields.emplace_back(name, text);
    }
};

} // namespace phonostage::media
