// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace phonostage::media {

/** A cover picture as tags hold it. */
struct CoverPicture {
    std::string bytes;    ///< of a JPEG or PNG file
    std::string mimeType; ///< "image/jpeg" or "image/png"
    int width = 0, height = 0;

    [[nodiscard]] bool isEmpty() const { return bytes.empty(); }
};

/** FLAC has room for 16 MiB; what is larger than this no player shows. */
constexpr std::size_t largestCoverBytes = std::size_t{10} << 20;

/** Throws MediaError where the file is no JPEG or PNG, or larger than largestCoverBytes. */
[[nodiscard]] CoverPicture readCover(const std::string& path);

} // namespace phonostage::media
