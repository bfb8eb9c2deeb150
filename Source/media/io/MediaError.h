// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace phonostage::media {

/** One line for a person: what is wrong, with which file or field, and the remedy. */
class MediaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/** The user broke the work off (progress callback returned false). Nothing unfinished is left behind. */
class Cancelled : public MediaError {
public:
    Cancelled() : MediaError("interrupted; nothing was written") {}
    using MediaError::MediaError;
};

/** A path in quotes, for messages; bytes that cannot be shown are '?', and the middle of a very long one is left out.
 */
[[nodiscard]] std::string quoted(const std::filesystem::path& path);

} // namespace phonostage::media
