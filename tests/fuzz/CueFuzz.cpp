// SPDX-License-Identifier: GPL-3.0-or-later
// A cue sheet that another program wrote.
#include "fuzz/Fuzz.h"

#include "media/tracks/CueSheet.h"
#include "media/tracks/TrackText.h"

using namespace phonostage;
using namespace phonostage::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto sheet = media::readCueSheet(textOf(data, size));
        require(!sheet.tracks.empty(), "a sheet has tracks");
        std::int64_t last = 0;
        for (const auto& track : sheet.tracks) {
            require(base::isPlainText(track.title) && base::isPlainText(track.performer), "names can be shown",
                    track.title);
            require(track.startFrame >= last, "tracks go forwards");
            last = track.startFrame;
        }
        if (sheet.tracks.size() > media::mostCueTracks) return 0;
        // What is written of it is read back; but for quotes, the same.
        const auto again = media::readCueSheet(media::writeCueSheet(sheet));
        require(again.tracks.size() == sheet.tracks.size(), "tracks come back");
        for (std::size_t i = 0; i < again.tracks.size(); ++i)
            require(again.tracks[i].startFrame == sheet.tracks[i].startFrame, "times come back");
        require(media::writeCueSheet(again) == media::writeCueSheet(sheet), "once written, a sheet stays as it is");
    } catch (const media::TrackTextFault& fault) {
        requireMessage(fault.what());
    }
    return 0;
}
