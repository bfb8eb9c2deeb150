// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupListener.h"

#include <utility>

namespace phonostage::dsp {

HookupListener::HookupListener(double rateHz) : meter_(rateHz), lines_(meter_.binHz()) {}

HookupMeter::Sink HookupListener::sink() {
    return [this](HookupBlock&& block, std::span<const float> power) {
        if (blocks_.size() == hookup::mostBlocks) blocks_.pop_front();
        blocks_.push_back(std::move(block));
        lines_.add(power);
        ++heard_;
    };
}

void HookupListener::clear() {
    meter_.restart();
    lines_.clear();
    blocks_.clear();
    heard_ = 0;
}

std::optional<HookupFeatures> HookupListener::features() const {
    if (blocks_.empty()) return std::nullopt;
    return hookupFeatures(blocks_, lines_.find(), meter_.baseRateHz());
}

} // namespace phonostage::dsp
