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

/** What was asked for is done, but --strict makes what was found an error: status 3. */
class StrictError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/** The output clips. */
class OutputClips : public StrictError {
public:
    using StrictError::StrictError;
};

/** A check has found something that is sure. */
class SureFinding : public StrictError {
public:
    using StrictError::StrictError;
};

} // namespace phonostage::cli
