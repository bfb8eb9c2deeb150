// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundWriter.h"
#include "media/render/Render.h"

#include <memory>

namespace phonostage::media {

/** Rate, stage and channels, without figures. */
[[nodiscard]] Report emptyReport(const AudioReader& reader, const RenderStage& stage);

/** One way through the phono stage, block by block: what renderFile() does to a file, and an export to a side, perhaps
    with several of them over the same blocks. The same settings and samples give the same output to the bit. */
class RenderPass {
public:
    /** reader: says what comes. writer takes the output and must outlive the pass. settings.progress is not used.
       Throws MediaError. */
    RenderPass(const AudioReader& reader, SoundWriter& writer, SampleFormat format, const RenderSettings& settings);
    ~RenderPass();
    RenderPass(const RenderPass&) = delete;
    RenderPass& operator=(const RenderPass&) = delete;

    /** At most blockFrames; the samples are changed. */
    void process(double* const* channel, int frames);
    /** The rest comes out, and the writer is finished. Nothing may follow. Throws MediaError. */
    [[nodiscard]] Report finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace phonostage::media
