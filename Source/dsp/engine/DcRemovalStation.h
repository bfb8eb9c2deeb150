// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/engine/HighPassSections.h"
#include "dsp/engine/StageDesign.h"
#include "dsp/simd/StereoDouble.h"

#include <cstdint>

namespace phonostage::dsp {

/** The 1 Hz high-pass. After reset its corner glides down to 1 Hz within half a second, so that neither an offset nor a
    capture cut out of the middle of music starts with a thump. It runs always, so that its slow state is never cold;
    chains that are cross-faded share it. */
class DcRemovalStation {
public:
    /** Takes a rate over and starts again. */
    void prepare(const StageDesign& design);
    void reset();

    /** Moves the corner while it glides; before the first frame of each chunk. */
    void beginChunk();
    /** Reads count frames of volts; writes the high-pass without the section's scale (StageDesign::dc). */
    void process(const StereoDouble* volts, StereoDouble* highPass, int count);
    void flushTinyStates();

    /** The sum of all that process() has put out since reset. */
    [[nodiscard]] StereoDouble integral() const { return running_.band; }

    /** The corner has come down: from here on process() is what the section does. */
    [[nodiscard]] bool isSettled() const { return chunk_ > glideChunks_; }

    [[nodiscard]] HighPass2Section& section() { return running_; } ///< for who runs it together with others

    static constexpr double glideSeconds = 0.5;
    /** The corner at a time since reset: inversely proportional to it, as a running mean's would be. */
    [[nodiscard]] static double glideCornerHz(double secondsSinceReset, double sampleRateHz);

private:
    HighPass2 section_;
    double rateHz_ = 48000.0;
    double inputScale_ = 1.0;
    std::int64_t chunk_ = 0, glideChunks_ = 0;
    HighPass2Section running_;
};

} // namespace phonostage::dsp
