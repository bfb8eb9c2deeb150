// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For this folder's .cpp files only: nothing else sees the library's header.
#include <sndfile.h>

namespace phonostage::media {

/** The user data is a FileStream. */
[[nodiscard]] SF_VIRTUAL_IO fileStreamCallbacks();

} // namespace phonostage::media
