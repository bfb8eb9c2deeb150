// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/Snippet.h"

#include "media/io/SoundSeeker.h"
#include "media/render/RenderBlocks.h"
#include "media/render/TrimmedEngine.h"

#include <algorithm>
#include <cmath>

namespace phonostage::media {
namespace {

constexpr double runInSeconds = 2.0; ///< until the filters forget that there was nothing before

} // namespace

Snippet renderSnippet(const std::filesystem::path& path, std::int64_t from, std::int64_t to, const RenderStage& stage,
                      const std::vector<dsp::KeptPlace>& kept) {
    SoundSeeker file(path);
    from = std::clamp<std::int64_t>(from, 0, file.frames());
    to = std::clamp<std::int64_t>(to, from, file.frames());
    const auto start = std::max<std::int64_t>(0, from - std::llround(runInSeconds * file.sampleRateHz()));
    auto heard = stage;
    heard.levels.clean.dehum = dsp::Dehum::off;
    dsp::Engine::Options options;
    options.kept = kept;
    for (auto& place : options.kept)
        place.start -= start;
    Snippet snippet;
    snippet.sampleRateHz = file.sampleRateHz();
    std::int64_t done = start;
    TrimmedEngine engine(heard, file.sampleRateHz(), 2, options, [&](double* const* channel, int frames) {
        const auto first = std::clamp<std::int64_t>(from - done, 0, frames);
        const auto last = std::clamp<std::int64_t>(to - done, 0, frames);
        for (std::size_t c = 0; c < 2; ++c)
            snippet.channels[c].insert(snippet.channels[c].end(), channel[c] + first, channel[c] + last);
        done += frames;
    });
    file.seek(start);
    const Block block;
    // What the removal of clicks looks ahead to belongs to it.
    const auto end = std::min(file.frames(), to + engine.engine().latencyFrames());
    for (std::int64_t at = start; at < end;) {
        const int n = file.read(block.channel(0), block.channel(1),
                                static_cast<int>(std::min<std::int64_t>(blockFrames, end - at)));
        if (n == 0) break;
        engine.process(block.channels(), n);
        at += n;
    }
    if (done < to) engine.finish();
    return snippet;
}

} // namespace phonostage::media
