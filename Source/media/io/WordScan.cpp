// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/WordScan.h"

#include <algorithm>
#include <vector>

namespace phonostage::media {

void WordScan::add(const unsigned char* samples, std::size_t count) {
    const auto bytes = static_cast<std::size_t>(coding_.bytes);
    const int spare = 8 * coding_.bytes - validBits_;
    const std::uint32_t lowMask = (std::uint32_t{1} << spare) - 1;
    // In 64 bits, so that a container of four bytes needs no case of its own.
    const auto half = std::int64_t{1} << (validBits_ - 1);
    const auto whole = std::int64_t{1} << (8 * coding_.bytes);
    for (std::size_t i = 0; i < count && isOpen(); ++i) {
        std::uint32_t word = 0;
        for (std::size_t b = 0; b < bytes; ++b)
            word = (word << 8) | samples[i * bytes + (coding_.order == Order::big ? b : bytes - 1 - b)];
        if (word == 0) continue;
        isSilent_ = false;
        if ((word & lowMask) != 0) fitsHigh_ = false;
        const auto value = static_cast<std::int64_t>(word);
        if (value >= 2 * half && value < whole - half) fitsLow_ = false; // neither sign nor zeros in front
    }
}

WordPlace WordScan::place(bool highIsRule) const {
    if (isSilent_) return WordPlace::unknown;
    if (fitsHigh_ && fitsLow_) return highIsRule ? WordPlace::high : WordPlace::low;
    return fitsHigh_ ? WordPlace::high : fitsLow_ ? WordPlace::low : WordPlace::full;
}

WordPlace scanWords(const base::ByteSource& source, std::int64_t start, std::int64_t bytes, const PlainCoding& coding,
                    int validBits, bool highIsRule) {
    WordScan scan(coding, validBits);
    const auto size = static_cast<std::int64_t>(coding.bytes);
    std::vector<unsigned char> block(static_cast<std::size_t>(size) * 65536);
    for (std::int64_t done = 0; done + size <= bytes && scan.isOpen();) {
        const auto want = std::min<std::int64_t>(bytes - done, static_cast<std::int64_t>(block.size()));
        const auto got = source.readAt(start + done, block.data(), static_cast<std::size_t>(want));
        if (got < size) break;
        scan.add(block.data(), static_cast<std::size_t>(got / size));
        done += got;
    }
    return scan.place(highIsRule);
}

} // namespace phonostage::media
