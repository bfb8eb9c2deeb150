// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace phonostage::media {

/** XXH3 (128 bits) as 32 hexadecimal digits: tells two contents apart that nobody has made alike on purpose. */
[[nodiscard]] std::string contentHash(std::string_view bytes);
/** Of all bytes of a file. Throws MediaError where it cannot be read. */
[[nodiscard]] std::string contentHashOf(const std::filesystem::path& file);

} // namespace phonostage::media
