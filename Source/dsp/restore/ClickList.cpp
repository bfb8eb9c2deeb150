// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/restore/ClickList.h"

#include <algorithm>

namespace phonostage::dsp {

void ClickList::push(const ClickEvent& click) {
    counts_[static_cast<std::size_t>(click.channel)].fetch_add(1, std::memory_order_relaxed);
    if (!click.isSecond) {
        together_.fetch_add(1, std::memory_order_relaxed);
        if (click.isCrackle) crackles_.fetch_add(1, std::memory_order_relaxed);
    }
    const auto at = written_.load(std::memory_order_relaxed);
    if (at - read_.load(std::memory_order_acquire) == room) return;
    ring_[at % room] = click;
    written_.store(at + 1, std::memory_order_release);
}

bool ClickList::take(ClickEvent& click) {
    const auto at = read_.load(std::memory_order_relaxed);
    if (at == written_.load(std::memory_order_acquire)) return false;
    click = ring_[at % room];
    read_.store(at + 1, std::memory_order_release);
    return true;
}

void ClickList::clear() {
    read_.store(written_.load(std::memory_order_relaxed), std::memory_order_relaxed);
    for (auto& count : counts_)
        count.store(0, std::memory_order_relaxed);
    together_.store(0, std::memory_order_relaxed);
    crackles_.store(0, std::memory_order_relaxed);
    before_.store(0, std::memory_order_relaxed);
}

std::int64_t ClickList::soFar() const {
    return std::max<std::int64_t>(0, clicks() - before_.load(std::memory_order_relaxed));
}

} // namespace phonostage::dsp
