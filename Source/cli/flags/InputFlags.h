// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/SoundSource.h"

#include <string>

namespace CLI {
class App;
}

namespace phonostage::cli {

/** What a person says of a sound file that is read: which channels, what samples, and that a part of it will do. */
class InputFlags {
public:
    /** The first argument, IN, and the flags. */
    void addTo(CLI::App& command, const char* argument, const char* help);
    /** The flags alone, for a command that reads several files. */
    void addFlagsTo(CLI::App& command);

    /** As messages name it. */
    [[nodiscard]] std::string name() const { return media::sourceName(path_); }
    /** Throws UsageError. */
    [[nodiscard]] media::SoundSource source() const { return source(path_); }
    [[nodiscard]] media::SoundSource source(const std::filesystem::path& path) const;
    /** --raw as it was written. */
    [[nodiscard]] const std::string& rawText() const { return raw_; }

private:
    std::string path_, pair_, raw_;
    bool allowTruncated_ = false;
};

} // namespace phonostage::cli
