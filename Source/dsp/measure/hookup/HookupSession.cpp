// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/measure/hookup/HookupSession.h"

#include <utility>

namespace phonostage::dsp {
namespace {

/** Often while the first verdicts are waited for; later half as often, which keeps it below 1 % of a processor. */
bool isDue(std::int64_t blocks) { return blocks % (blocks < 36 ? 3 : 6) == 0; }

} // namespace

HookupSession::HookupSession(double rateHz)
    : meter_(rateHz), all_(meter_), steps_{HookupStore(meter_), HookupStore(meter_), HookupStore(meter_)} {}

void HookupSession::clear() {
    meter_.restart();
    all_.clear();
    for (auto& step : steps_)
        step.clear();
    progress_ = {};
}

void HookupSession::take(HookupBlock&& block, std::span<const float> power) {
    progress_.now = hookupPhase(recordFeatures(block), context_);
    if (progress_.now != HookupPhase::nothing) {
        const auto number = static_cast<std::size_t>(progress_.now) - 1;
        auto& store = steps_[number];
        store.add(block, power);
        auto& step = *std::array{&progress_.needleUp, &progress_.leadIn, &progress_.music}[number];
        step.seconds = store.seconds();
        if (store.blocks() <= 3 || isDue(store.blocks())) step.features = store.features();
    }
    all_.add(std::move(block), power);
    progress_.seconds = all_.seconds();
    if (isDue(all_.blocks())) progress_.verdict = judgeHookup(*all_.features(), context_);
}

} // namespace phonostage::dsp
