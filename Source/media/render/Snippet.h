// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/render/Render.h"

#include <array>
#include <filesystem>
#include <vector>

namespace phonostage::media {

/** A short piece of sound in memory; of mono both channels are the same. */
struct Snippet {
    std::array<std::vector<double>, 2> channels;
    double sampleRateHz = 0.0;
};

/** Frames [from, to) of a file as a stage makes them, with the filters run in before; to hear them. kept: clicks that
    stay, in frames of the file. Hum is left as it is: it would take longer to learn. Throws MediaError. */
[[nodiscard]] Snippet renderSnippet(const std::filesystem::path& file, std::int64_t from, std::int64_t to,
                                    const RenderStage& stage, const std::vector<dsp::KeptPlace>& kept);

} // namespace phonostage::media
