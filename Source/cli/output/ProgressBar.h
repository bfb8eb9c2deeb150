// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/output/Console.h"

#include "media/render/Render.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace phonostage::cli {

/** The bar on stderr: where that is a terminal, or, with Talk::progress, a line every ten per cent. */
class ProgressBar {
public:
    ProgressBar(Talk talk, double sampleRateHz);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /** To hand to the work; refers to this. */
    [[nodiscard]] media::Progress callback();
    void clear();

private:
    void show(std::int64_t done, std::optional<std::int64_t> total);

    enum class Kind { none, bar, lines };
    Kind kind_;
    double sampleRateHz_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_ = start_;
    int tenths_ = 0;
};

} // namespace phonostage::cli
