// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ShelfProgress.h"

#include "cli/output/Console.h"
#include "cli/output/Signals.h"

#include <algorithm>
#include <numeric>

namespace phonostage::cli {

ShelfProgress::ShelfProgress(Talk talk, const std::vector<std::int64_t>& sizes, int rounds)
    : parts_(sizes.size()), rounds_(rounds) {
    if (talk != Talk::quiet && errorIsTerminal())
        kind_ = Kind::bar;
    else if (talk == Talk::progress)
        kind_ = Kind::lines;
    for (const auto size : sizes)
        sizes_.push_back(static_cast<double>(std::max<std::int64_t>(size, 1)));
    all_ = std::accumulate(sizes_.begin(), sizes_.end(), 0.0);
}

ShelfProgress::~ShelfProgress() { clear(); }

void ShelfProgress::clear() {
    if (kind_ == Kind::bar) clearBar();
}

media::Progress ShelfProgress::callback(std::size_t file) {
    return [this, file](std::int64_t done, std::optional<std::int64_t> total) {
        if (kind_ != Kind::none) {
            const std::lock_guard lock(mutex_);
            if (total && *total > 0)
                parts_[file] = std::min(static_cast<double>(done) / static_cast<double>(*total), 1.0);
            show();
        }
        return caughtSignal() == 0;
    };
}

void ShelfProgress::finished(std::size_t file) {
    const std::lock_guard lock(mutex_);
    parts_[file] = 1.0;
    ++done_;
    if (kind_ != Kind::none) show();
}

void ShelfProgress::nextRound() {
    const std::lock_guard lock(mutex_);
    std::fill(parts_.begin(), parts_.end(), 0.0);
    done_ = 0;
    ++round_;
}

void ShelfProgress::show() {
    const auto now = std::chrono::steady_clock::now();
    if (kind_ == Kind::bar && now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    const double part =
        (std::inner_product(parts_.begin(), parts_.end(), sizes_.begin(), 0.0) / all_ + round_) / rounds_;
    if (kind_ == Kind::lines) {
        const int tenths = static_cast<int>(part * 10.0 + 1e-9);
        if (tenths > tenths_) say(Talk::normal, std::to_string(tenths * 10) + " %\n");
        tenths_ = std::max(tenths, tenths_);
        return;
    }
    drawBar(barText(part) + "  " + std::to_string(done_) + " of " + std::to_string(sizes_.size()) + " files");
}

} // namespace phonostage::cli
