// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ProgressBar.h"

#include "cli/output/Signals.h"

#include "base/text/NumberText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <string>
#include <utility>

namespace phonostage::cli {

ProgressBar::ProgressBar(Talk talk, double sampleRateHz) : kind_(Kind::none), sampleRateHz_(sampleRateHz) {
    if (talk == Talk::quiet) return;
    if (errorIsTerminal())
        kind_ = Kind::bar;
    else if (talk == Talk::progress)
        kind_ = Kind::lines;
}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::clear() {
    if (kind_ == Kind::bar) clearBar();
}

media::Progress ProgressBar::callback() {
    return [this](std::int64_t done, std::optional<std::int64_t> total) {
        if (kind_ != Kind::none) show(done, total);
        return caughtSignal() == 0;
    };
}

void ProgressBar::show(std::int64_t done, std::optional<std::int64_t> total) {
    const double part = total && *total > 0 ? static_cast<double>(done) / static_cast<double>(*total) : 0.0;
    if (kind_ == Kind::lines) {
        const int tenths = static_cast<int>(part * 10.0);
        if (tenths > tenths_) say(Talk::progress, std::to_string(tenths * 10) + " %\n");
        tenths_ = std::max(tenths, tenths_);
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double sound = static_cast<double>(done) / sampleRateHz_;
    auto line = barText(part) + "  " + base::clockTime(sound);
    if (total) line.append(" of ").append(base::clockTime(static_cast<double>(*total) / sampleRateHz_));
    if (seconds > 0.3) line.append("  ").append(base::formatFixed(sound / seconds, 0)).append("x");
    drawBar(std::move(line));
}

} // namespace phonostage::cli
