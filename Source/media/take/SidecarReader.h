// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Sidecar.h"

#include <string>
#include <string_view>

namespace phonostage::media {

/** Checked whole. place: the file, as messages name it. Throws base::JsonFault: one line with the file, the field and
    the remedy. A stage that cannot be read is no fault here: see Sidecar::stage(). */
[[nodiscard]] Sidecar readSidecar(std::string_view text, const std::string& place);

} // namespace phonostage::media
