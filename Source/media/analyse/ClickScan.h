// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/analyse/Report.h"
#include "media/render/Render.h"
#include "media/take/GivenBack.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace phonostage::media {

/** A click or crackle of a recording that is taken out. */
struct ScannedClick {
    std::int64_t frame = 0, frames = 1; ///< of the recording
    TakeChannel channel = TakeChannel::both;
    double peakDbv = 0.0; ///< of what is taken out, as that of a sine; the larger one of two channels
    bool isCrackle = false;

    [[nodiscard]] GivenBack place() const { return {frame, frames, channel, {}}; }
    bool operator==(const ScannedClick&) const = default;
};

/** All that is taken out of a recording, in order. */
struct ClickScan {
    std::vector<ScannedClick> clicks;
    std::int64_t leftOut = 0; ///< more than mostScanned
};

constexpr std::size_t mostScanned = 20000;

/** What a stage would take out of a file, nothing given back. Memory does not grow with the file's length. Throws
    MediaError, and Cancelled. */
[[nodiscard]] ClickScan scanClicks(const std::filesystem::path& audio, const RenderStage& stage,
                                   const Progress& progress);

} // namespace phonostage::media
