// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/Cover.h"

#include "media/io/HeaderBytes.h"
#include "media/io/MediaError.h"

#include "base/files/BoundedFile.h"

#include <variant>

namespace phonostage::media {
namespace {

/** Of IHDR, which always comes first. */
void readPngSize(CoverPicture& cover) {
    cover.width = static_cast<int>(numberIn(cover.bytes, 16, 4, Order::big));
    cover.height = static_cast<int>(numberIn(cover.bytes, 20, 4, Order::big));
}

/** Of the first frame header (SOF0 to SOF15; C4, C8 and CC are other segments). */
void readJpegSize(CoverPicture& cover) {
    const std::string_view bytes = cover.bytes;
    for (std::size_t at = 2; at + 9 < bytes.size() && bytes[at] == '\xff';) {
        const auto kind = static_cast<unsigned char>(bytes[at + 1]);
        if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
            cover.height = static_cast<int>(numberIn(bytes, at + 5, 2, Order::big));
            cover.width = static_cast<int>(numberIn(bytes, at + 7, 2, Order::big));
            return;
        }
        at += 2 + static_cast<std::size_t>(numberIn(bytes, at + 2, 2, Order::big));
    }
}

} // namespace

CoverPicture readCover(const std::string& path) {
    auto read = base::readBoundedFile(path, largestCoverBytes);
    if (const auto* fault = std::get_if<base::FileFault>(&read)) {
        if (fault->kind == base::FileFault::Kind::tooLarge)
            throw MediaError("the cover picture " + base::quoted(path) +
                             " is larger than 10 MiB: save it smaller, as JPEG");
        throw MediaError("the cover picture: " + fault->message);
    }
    CoverPicture cover;
    cover.bytes = std::get<std::string>(std::move(read));
    if (cover.bytes.starts_with("\x89PNG\r\n\x1a\n")) {
        cover.mimeType = "image/png";
        readPngSize(cover);
    } else if (cover.bytes.starts_with("\xff\xd8\xff")) {
        cover.mimeType = "image/jpeg";
        readJpegSize(cover);
    } else {
        throw MediaError("the cover picture " + base::quoted(path) +
                         " is neither JPEG nor PNG: save it as one of these");
    }
    if (cover.width <= 0 || cover.height <= 0 || cover.width > 65535 || cover.height > 65535)
        cover.width = cover.height = 0;
    return cover;
}

} // namespace phonostage::media
