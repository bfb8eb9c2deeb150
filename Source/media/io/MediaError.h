// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/FileError.h"

namespace phonostage::media {

/** What is wrong with sound, or a command's work on it: one line for a person that names the file or field and the
    remedy. */
class MediaError : public base::FileError {
public:
    using base::FileError::FileError;
};

/** The user broke the work off (progress callback returned false). Nothing unfinished is left behind. */
class Cancelled : public MediaError {
public:
    Cancelled() : MediaError("interrupted; nothing was written") {}
    using MediaError::MediaError;
};

} // namespace phonostage::media
