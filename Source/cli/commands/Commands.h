// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** Each adds its command with its flags to the program and returns what runs it. Runners throw UsageError or
    media::MediaError. */
using Runner = std::function<void()>;

[[nodiscard]] Runner addRender(CLI::App& program);
[[nodiscard]] Runner addExport(CLI::App& program);
[[nodiscard]] Runner addDigitise(CLI::App& program);
[[nodiscard]] Runner addLive(CLI::App& program);
[[nodiscard]] Runner addAnalyze(CLI::App& program);
[[nodiscard]] Runner addResponse(CLI::App& program);
[[nodiscard]] Runner addCurves(CLI::App& program);
[[nodiscard]] Runner addCalibrate(CLI::App& program);
[[nodiscard]] Runner addInterfaces(CLI::App& program);
[[nodiscard]] Runner addCartridges(CLI::App& program);
[[nodiscard]] Runner addPresets(CLI::App& program);
[[nodiscard]] Runner addSplit(CLI::App& program);

/** What `curves --search` prints. Throws UsageError where nothing fits. */
[[nodiscard]] std::string searchCurves(const std::vector<std::string>& words, bool asJson);

} // namespace phonostage::cli
