// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/RenderPlan.h"

namespace phonostage::cli {

/** Several files, --jobs at a time: a failed one does not stop the others. Results in a folder that are done and
    unchanged are passed over. Throws MediaError at the end where one failed, OutputClips where that counts. */
void renderSeveral(const RenderFlags& flags, const RenderPlan& plan);

} // namespace phonostage::cli
