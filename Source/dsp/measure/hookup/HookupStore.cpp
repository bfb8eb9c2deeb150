// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupStore.h"

#include <utility>

namespace phonostage::dsp {

void HookupStore::add(HookupBlock block, std::span<const float> power) {
    if (blocks_.size() == hookup::mostBlocks) blocks_.pop_front();
    blocks_.push_back(std::move(block));
    lines_.add(power);
    ++added_;
}

void HookupStore::clear() {
    lines_.clear();
    blocks_.clear();
    added_ = 0;
}

std::optional<HookupFeatures> HookupStore::features() const {
    if (blocks_.empty()) return std::nullopt;
    return hookupFeatures(blocks_, lines_.find(), baseRateHz_);
}

} // namespace phonostage::dsp
