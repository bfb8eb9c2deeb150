// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/AppSupport.h"

#include "app/tracks/TracksModel.h"
#include "support/SideSignals.h"
#include "support/SoundFiles.h"

#include <filesystem>
#include <thread>
#include <vector>

namespace phonostage::app::testing {

/** A file with tracks of which every moment is known, in a groove from 3 s on to three seconds before the end. */
inline std::filesystem::path writeSide(const SettingsFolder& folder, int rate, double seconds,
                                       const std::vector<tests::SideSignal::Track>& tracks) {
    const auto side = tests::SideSignal::whole(rate, seconds, tracks);
    const std::filesystem::path path(folder.file("Side A.flac").getFullPathName().toStdString());
    tests::writeSound(path, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, rate, 2, side.interleaved());
    return path;
}

/** Three tracks, gaps at 24 and 46.5 s. */
inline std::filesystem::path makeSide(const SettingsFolder& folder) {
    return writeSide(folder, 48000, 76.0,
                     {{6.0, 23.0, -20.0, 220.0}, {25.5, 45.5, -24.0, 165.0}, {48.0, 70.0, -18.0, 247.0}});
}

/** Until nothing is read and nothing exported any more. */
inline void waitFor(TracksModel& model) {
    for (int i = 0; i < 6000 && (model.isReading() || (model.job() != nullptr && model.job()->isRunning())); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        model.poll();
    }
    model.poll();
}

} // namespace phonostage::app::testing
