// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace phonostage::base {

/** A new name at each call, for a file that is under way beside its place: ".phonostage-", 16 letters and digits that
    nobody can foresee, ".part". */
[[nodiscard]] std::string nameUnderWay();

/** Gives a file another name on the same disk, never one that is taken: std::errc::file_exists then. */
[[nodiscard]] std::error_code moveWithoutReplacing(const std::filesystem::path& from, const std::filesystem::path& to);

/** Writes a small file that appears under its name only when it is complete: written beside its place under a name that
    nobody can foresee, brought to the disk, then renamed. A link is not followed but replaced. A file that is replaced
    hands on its permissions, and meanwhile nobody but its owner can read the new one; one that is read-only stays, and
    std::errc::permission_denied comes back. Without mayReplace nothing is ever replaced, and std::errc::file_exists
    comes back where the name is taken. Empty where done; nothing is left behind where not. */
[[nodiscard]] std::optional<std::error_code> writeNewFile(const std::filesystem::path& file, std::string_view bytes,
                                                          bool mayReplace);

} // namespace phonostage::base
