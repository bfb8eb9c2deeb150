// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/File.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace phonostage::media {

/** What a file was at a moment: it is another one, or has been written to, where this differs. */
struct FileState {
    FileIdentity identity;
    std::int64_t bytes = 0;
    std::int64_t writtenAt = 0; ///< in the system's own unit
    bool operator==(const FileState&) const = default;
};

/** Empty where there is nothing at the path. Links are followed. */
[[nodiscard]] std::optional<FileState> fileState(const std::filesystem::path& path);

/** Puts `from` in the place of `to`, which must still be what it was: nothing where `expected` is empty, else that
   file. In one step where the system can exchange two names; elsewhere it is looked at and then replaced. 0 or errno;
   EEXIST where something else has taken the place, which then stays as it is. */
[[nodiscard]] int replaceExpected(const std::filesystem::path& from, const std::filesystem::path& to,
                                  const std::optional<FileState>& expected);

} // namespace phonostage::media
