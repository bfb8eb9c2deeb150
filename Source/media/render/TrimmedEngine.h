// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/render/Render.h"

#include "dsp/engine/Engine.h"

#include <functional>

namespace phonostage::media {

/** The stage over a whole file, with its latency taken off: as many frames out as in, none of them late. */
class TrimmedEngine {
public:
    /** Is given each piece of the output; may change it. */
    using Sink = std::function<void(double* const* channel, int frames)>;

    /** channels: 1 or 2, as of all that follows. */
    TrimmedEngine(const RenderStage& stage, double sampleRateHz, int channels, const dsp::Engine::Options& options,
                  Sink sink);

    /** In place; what comes out goes to the sink. */
    void process(double* const* channel, int frames);
    /** The rest comes out; the overload watch looks at all that has come. No silence is taken for a part of the input.
     */
    void finish();

    [[nodiscard]] const dsp::Engine& engine() const { return engine_; }
    /** The oldest click that was removed and not taken yet; false where there is none. */
    [[nodiscard]] bool takeClick(dsp::ClickEvent& click) { return engine_.meters().clicks.take(click); }

private:
    void pass(double* const* channel, int frames);

    dsp::Engine engine_;
    int channels_;
    int early_; ///< frames still to come out before the first one that counts
    Sink sink_;
};

} // namespace phonostage::media
