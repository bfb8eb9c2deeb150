// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace phonostage::base {

/** Why a file cannot be read or written: one line for a person that names the file, what is wrong and the remedy. */
class FileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    FileError(const std::string& message, std::errc why)
        : std::runtime_error(message), code_(std::make_error_code(why)) {}

    /** For callers that tell cases apart: file_exists where something has the name and stays, permission_denied where a
        file is read-only, device_or_resource_busy where another program has it locked, the system's own where the
        system refused; empty elsewhere. */
    [[nodiscard]] const std::error_code& code() const { return code_; }

private:
    std::error_code code_;
};

/** A path in quotes, for messages, in UTF-8; bytes that cannot be shown are '?', and the middle of a very long one is
    left out. */
[[nodiscard]] std::string quoted(const std::filesystem::path& path);

/** The system's words for an errno, with the remedy where there is an obvious one ("the disk is full"). */
[[nodiscard]] std::string systemError(int error);

} // namespace phonostage::base
