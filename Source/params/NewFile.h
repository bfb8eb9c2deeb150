// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace phonostage::params {

/** A new name at each call, for a file that is under way beside its place: ".phonostage-", 16 letters and digits that
    nobody can foresee, ".part". */
[[nodiscard]] std::string nameUnderWay();

/** Writes a small file that appears under its name only when it is complete: written beside its place under a name that
    nobody can foresee, brought to the disk, then renamed. A link is not followed but replaced; a file that is replaced
    hands on its permissions. Without mayReplace nothing is ever replaced, and std::errc::file_exists comes back where
    the name is taken. Empty where done; nothing is left behind where not. */
[[nodiscard]] std::optional<std::error_code> writeNewFile(const std::filesystem::path& file, std::string_view bytes,
                                                          bool mayReplace);

} // namespace phonostage::params
