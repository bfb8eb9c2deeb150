// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/take/Sidecar.h"

#include <string>

namespace phonostage::media {

/** One UTF-8 JSON object, "schema" first; ends in a newline. The same sidecar gives the same bytes. Texts are made such
    that they can be read again: control characters become spaces, what is too long loses its end. */
[[nodiscard]] std::string writeSidecar(const Sidecar& sidecar);

} // namespace phonostage::media
