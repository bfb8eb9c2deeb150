// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace phonostage::app {

/** Music/Phonostage in the user's home. */
[[nodiscard]] std::string usualRecordFolder();

} // namespace phonostage::app
