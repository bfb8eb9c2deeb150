// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/FileError.h"

#include "base/text/PlainText.h"

#include <cerrno>

namespace phonostage::base {

std::string quoted(const std::filesystem::path& path) {
    const auto text = path.u8string();
    return "'" + oneLine({reinterpret_cast<const char*>(text.data()), text.size()}) + "'";
}

std::string systemError(int error) {
    if (error == ENOSPC) return "the disk is full: free some space or write to another disk";
#ifdef EDQUOT
    if (error == EDQUOT) return "the disk quota is used up: free some space or write to another disk";
#endif
    if (error == EFBIG) return "the file would be larger than the system allows here: write to another disk";
    if (error == EACCES || error == EPERM) return "permission denied: choose a folder that you can write to";
    if (error == EROFS) return "the disk is read-only: write to another disk";
    return std::generic_category().message(error);
}

} // namespace phonostage::base
