// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dsp/measure/hookup/HookupFeatures.h"
#include "dsp/measure/hookup/HookupLines.h"
#include "dsp/measure/hookup/HookupMeter.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

namespace phonostage::dsp {

/** The last 87 s of what a HookupMeter measured, 2 MB. */
class HookupStore {
public:
    explicit HookupStore(const HookupMeter& meter) : baseRateHz_(meter.baseRateHz()), lines_(meter.binHz()) {}

    /** What the meter hands to its sink. */
    void add(HookupBlock block, std::span<const float> power);
    void clear();

    /** That were added since the beginning or clear(). */
    [[nodiscard]] std::int64_t blocks() const { return added_; }
    [[nodiscard]] double seconds() const {
        return static_cast<double>(added_) * static_cast<double>(hookup::blockFrames) / baseRateHz_;
    }
    /** Of the blocks that are kept; empty before the first. Some milliseconds of work. */
    [[nodiscard]] std::optional<HookupFeatures> features() const;

private:
    double baseRateHz_;
    HookupLines lines_;
    std::deque<HookupBlock> blocks_;
    std::int64_t added_ = 0;
};

} // namespace phonostage::dsp
