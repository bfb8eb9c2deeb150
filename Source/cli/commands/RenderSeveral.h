// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commands/RenderPlan.h"

#include <vector>

namespace phonostage::cli {

/** Several files, one after the other: a failed one does not stop the others. Throws MediaError at the end where there
    was one, OutputClips where that counts. */
void renderSeveral(const RenderFlags& flags, const std::vector<RenderJob>& jobs);

} // namespace phonostage::cli
