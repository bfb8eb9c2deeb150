// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/flags/StageFlags.h"
#include "cli/output/Console.h"

#include "media/io/AudioWriter.h"
#include "media/take/Track.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** The flags of `export`, which `digitise` has too, as they were written. */
struct ExportFlags {
    StageFlags stage;
    std::string out, format = "flac", bits, rate = "keep", speedBack = "rate", names, replayGain = "album";
    std::string declickQuality; ///< "": each recording's own
    std::string album, artist, date, label, catalogueNumber, genre, comment, cover, side, disc, discs;
    std::vector<std::string> tags; ///< NAME=TEXT
    bool gapless = false, whole = false, withLabels = false;
    bool overwrite = false, strict = false, json = false, quiet = false, progress = false;

    void addTo(CLI::App& command);

    [[nodiscard]] Talk talk() const { return talkOf(quiet, progress); }
    // All of these throw UsageError that names the flag.
    [[nodiscard]] media::Container container() const;
    [[nodiscard]] media::SampleFormat sampleFormat() const;
    /** 0: as it is; where a format needs another, see fittingRate(). */
    [[nodiscard]] double rateFor(double sampleRateHz) const;
    /** What is written here wins over what the take has; a side and disc are those of the first take. */
    void applyTags(media::AlbumTags& to, bool isFirst) const;
};

} // namespace phonostage::cli
