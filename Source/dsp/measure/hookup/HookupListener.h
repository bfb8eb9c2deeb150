// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupMeter.h"
#include "dsp/measure/hookup/HookupStore.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace phonostage::dsp {

/** Listens to a raw capture for the hook-up check: keeps its last 87 s, block by block, in constant memory (8 MB).
    Any cut of the input into pieces gives the same. Not for the audio thread. */
class HookupListener {
public:
    static constexpr double lowestRateHz = 44100.0, highestRateHz = 768000.0;

    /** Within the two rates above. */
    explicit HookupListener(double rateHz) : meter_(rateHz), store_(meter_) {}

    /** Full scale 1.0; what is not finite or beyond +-1e6 counts as 0. Sample is float or double. */
    template <typename Sample> void add(const Sample* left, const Sample* right, std::int64_t frames) {
        meter_.add(left, right, frames,
                   [this](HookupBlock&& block, std::span<const float> power) { store_.add(std::move(block), power); });
    }
    /** Forgets all. */
    void clear();

    /** Frames of the input that make a block. */
    [[nodiscard]] std::int64_t framesPerBlock() const { return meter_.framesPerBlock(); }
    /** Complete blocks since the beginning or clear(). */
    [[nodiscard]] std::int64_t blocks() const { return store_.blocks(); }
    /** As HookupStore. */
    [[nodiscard]] std::optional<HookupFeatures> features() const { return store_.features(); }

private:
    HookupMeter meter_;
    HookupStore store_;
};

} // namespace phonostage::dsp
