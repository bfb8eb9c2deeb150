// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFeatures.h"
#include "dsp/measure/hookup/HookupMeter.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace phonostage::dsp {

/** Listens to a raw capture for the hook-up check: keeps its last 87 s, block by block, in constant memory (6 MB).
    Any cut of the input into pieces gives the same. Not for the audio thread. */
class HookupListener {
public:
    static constexpr double lowestRateHz = 44100.0, highestRateHz = 768000.0;

    /** Within the two rates above. */
    explicit HookupListener(double rateHz);

    /** Full scale 1.0; what is not finite or beyond +-1e6 counts as 0. Sample is float or double. */
    template <typename Sample> void add(const Sample* left, const Sample* right, std::int64_t frames) {
        meter_.add(left, right, frames, sink());
    }
    /** Forgets all. */
    void clear();
    /** Of these samples nothing is known: a block under way is dropped, what was heard stays. */
    void skip() { meter_.restart(); }

    [[nodiscard]] double blockSeconds() const { return meter_.blockSeconds(); }
    /** Frames of the input that make a block. */
    [[nodiscard]] std::int64_t framesPerBlock() const { return meter_.framesPerBlock(); }
    /** Complete blocks since the beginning or clear(). */
    [[nodiscard]] std::int64_t blocks() const { return heard_; }
    /** Of the blocks that are kept; empty before the first is complete. Some milliseconds of work. */
    [[nodiscard]] std::optional<HookupFeatures> features() const;
    /** Of the newest block alone. */
    [[nodiscard]] const HookupBlock* newest() const { return blocks_.empty() ? nullptr : &blocks_.back(); }

private:
    [[nodiscard]] HookupMeter::Sink sink();

    HookupMeter meter_;
    HookupLines lines_;
    std::deque<HookupBlock> blocks_;
    std::int64_t heard_ = 0;
};

} // namespace phonostage::dsp
