// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/Feed.h"
#include "media/record/RecorderState.h"

namespace phonostage::media {

/** The recorder's newest log lines, until somebody takes them. */
using RecorderLog = Feed<RecorderLogLine, 1000>;

} // namespace phonostage::media
