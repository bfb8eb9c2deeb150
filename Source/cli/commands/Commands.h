// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/AudioSource.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace phonostage::media {
struct RenderStage;
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
[[nodiscard]] Runner addCheck(CLI::App& program);
[[nodiscard]] Runner addMeasure(CLI::App& program);
[[nodiscard]] Runner addResponse(CLI::App& program);
[[nodiscard]] Runner addCurves(CLI::App& program);
[[nodiscard]] Runner addCalibrate(CLI::App& program);
[[nodiscard]] Runner addInterfaces(CLI::App& program);
[[nodiscard]] Runner addCartridges(CLI::App& program);
[[nodiscard]] Runner addPresets(CLI::App& program);
[[nodiscard]] Runner addSplit(CLI::App& program);
[[nodiscard]] Runner addRecover(CLI::App& program);

/** Where `record` gets its sound from: the flags that choose a device, and what opens it. The program's main has one
    for the system's devices; where it has none, `record` takes a file or standard input alone. */
class SourceFlags {
public:
    SourceFlags() = default;
    SourceFlags(const SourceFlags&) = delete;
    SourceFlags& operator=(const SourceFlags&) = delete;
    virtual ~SourceFlags() = default;

    virtual void addTo(CLI::App& command) = 0;
    /** What the flags name. monitor: through this stage it is heard at an output; null: it is not heard. Throws
        UsageError or base::FileError. */
    [[nodiscard]] virtual std::unique_ptr<media::AudioSource> source(const media::RenderStage* monitor) const = 0;
    /** The devices there are, where the flags ask for them. */
    [[nodiscard]] virtual std::optional<std::string> listing() const = 0;
};

[[nodiscard]] Runner addRecord(CLI::App& program, std::shared_ptr<SourceFlags> devices);

/** What `curves --search` prints. Throws UsageError where nothing fits. */
[[nodiscard]] std::string searchCurves(const std::vector<std::string>& words, bool asJson);

} // namespace phonostage::cli
