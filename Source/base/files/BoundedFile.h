// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <variant>

namespace phonostage::base {

/** Why a file was not read. */
struct FileFault {
    enum class Kind {
        missing,    ///< there is nothing of that name, or a link to nothing
        notRegular, ///< a folder, pipe, device or socket
        tooLarge,
        unreadable, ///< the way to it is closed, or the disk fails
    };
    Kind kind = Kind::missing;
    std::string message; ///< one sentence: the file, what is wrong, the remedy
};

/** The bytes of a small file that somebody else may have written or put there: all of them, or none.

    Only regular files are read (links to them too), at most mostBytes, and nobody is kept waiting: a pipe or a device
   is refused, also one that takes the file's place at the last moment. Never throws but for want of memory. Not for the
    audio thread. */
[[nodiscard]] std::variant<std::string, FileFault> readBoundedFile(const std::filesystem::path& file,
                                                                   std::size_t mostBytes);

} // namespace phonostage::base
