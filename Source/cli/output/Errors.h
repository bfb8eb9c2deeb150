// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/io/MediaError.h"

#include <stdexcept>
#include <string>
#include <string_view>

namespace phonostage::cli {

/** What somebody wrote, as messages repeat it: as base::oneLine() shows it, and no more than its first 200 bytes. */
[[nodiscard]] std::string shown(std::string_view value);

/** A command that cannot be carried out as written: one line that names the flag and the remedy. */
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    /** "--gain loud: why". */
    UsageError(const std::string& flag, std::string_view value, const std::string& why)
        : std::runtime_error(flag + " " + shown(value) + ": " + why) {}
};

/** Whoever read standard output has enough of it, as `head` does. Not said, but shown by how the program ends. */
class ReaderGone : public media::MediaError {
public:
    ReaderGone() : media::MediaError("standard output cannot be written: its reader has gone") {}
};

/** What was asked for is written, but clips, and that was to be an error: status 3. */
class OutputClips : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace phonostage::cli
