// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/render/TrimmedEngine.h"

#include "media/render/RenderBlocks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace phonostage::media {

TrimmedEngine::TrimmedEngine(const RenderStage& stage, double sampleRateHz, int channels,
                             const dsp::Engine::Options& options, Sink sink)
    : channels_(channels), sink_(std::move(sink)) {
    engine_.setLevels(stage.levels); // first: what is removed needs room
    engine_.prepare(dsp::designStage(stage.filter, sampleRateHz), options);
    early_ = engine_.latencyFrames();
}

void TrimmedEngine::process(double* const* channel, int frames) {
    engine_.process(channel, channel, channels_, frames);
    pass(channel, frames);
}

void TrimmedEngine::pass(double* const* channel, int frames) {
    const int skipped = std::min(early_, frames);
    early_ -= skipped;
    if (skipped == frames) return;
    std::array<double*, 2> from{};
    for (int c = 0; c < channels_; ++c)
        from[static_cast<std::size_t>(c)] = channel[c] + skipped;
    sink_(from.data(), frames - skipped);
}

void TrimmedEngine::finish() {
    engine_.flush();
    if (engine_.latencyFrames() == 0) return;
    const Block block;
    for (int left = engine_.latencyFrames(); left > 0;) {
        const int n = std::min(left, blockFrames);
        engine_.drain(block.channels(), channels_, n);
        pass(block.channels(), n);
        left -= n;
    }
}

} // namespace phonostage::media
