// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/AppendedChunks.h"

namespace phonostage::media {

int appendChunks(base::File& file, const std::vector<TagChunk>& chunks, Order order) {
    auto end = file.size();
    std::string bytes;
    if ((end & 1) != 0) bytes += '\0'; // chunks begin at even places, and the last one need not say so
    for (const auto& chunk : chunks) {
        bytes += chunk.name + numberBytes(chunk.bytes.size(), 4, order) + chunk.bytes;
        if ((chunk.bytes.size() & 1) != 0) bytes += '\0';
    }
    const auto all = end + static_cast<std::int64_t>(bytes.size()) - 8;
    const bool is64 = HeaderBytes(file, 0, 4, order).text(0, 4) == "RF64";
    if (!is64 && all > 0xffffffff) return passes4Gib;
    const auto size = numberBytes(static_cast<std::uint64_t>(all), is64 ? 8 : 4, order);
    if (const int error = file.writeAt(end, bytes.data(), bytes.size()); error != 0) return error;
    return file.writeAt(is64 ? 20 : 4, size.data(), size.size());
}

} // namespace phonostage::media
