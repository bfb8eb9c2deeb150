// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/export/TagStream.h"

#include <algorithm>
#include <cerrno>
#include <vector>

namespace phonostage::media {

TagLib::ByteVector TagStream::readBlock(Count length) {
    const auto there = std::max<std::int64_t>(file_.size() - at_, 0);
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, static_cast<std::uint64_t>(there)));
    std::vector<char> bytes(wanted);
    const auto got = file_.readAt(at_, bytes.data(), wanted);
    if (got < 0) keep(EIO);
    at_ += std::max<std::int64_t>(got, 0);
    return {bytes.data(), static_cast<unsigned>(std::max<std::int64_t>(got, 0))};
}

void TagStream::writeBlock(const TagLib::ByteVector& data) {
    if (error_ == 0) keep(file_.writeAt(at_, data.data(), data.size()));
    at_ += data.size();
}

/** Of overlapping stretches, too. */
void TagStream::move(std::int64_t from, std::int64_t to, std::int64_t bytes) {
    constexpr std::int64_t most = 1 << 20;
    std::vector<char> block(static_cast<std::size_t>(std::min(bytes, most)));
    for (std::int64_t done = 0; done < bytes && error_ == 0;) {
        const auto n = std::min(bytes - done, most);
        const auto at = to > from ? bytes - done - n : done; // from the end, where it goes towards that
        const auto got = file_.readAt(from + at, block.data(), static_cast<std::size_t>(n));
        if (got != n) return keep(EIO);
        keep(file_.writeAt(to + at, block.data(), static_cast<std::size_t>(n)));
        done += n;
    }
}

void TagStream::insert(const TagLib::ByteVector& data, Start start, Count replace) {
    const auto from = static_cast<std::int64_t>(start), size = file_.size();
    const auto after = std::min(from + static_cast<std::int64_t>(replace), size);
    const auto newAfter = from + static_cast<std::int64_t>(data.size());
    if (after != newAfter) move(after, newAfter, size - after);
    if (error_ == 0) keep(file_.writeAt(from, data.data(), data.size()));
    if (newAfter < after && error_ == 0) keep(file_.resize(size - (after - newAfter)));
}

void TagStream::removeBlock(Start start, Count length) { insert({}, start, length); }

void TagStream::seek(Place offset, Position from) {
    at_ = static_cast<std::int64_t>(offset) + (from == Current ? at_ : from == End ? file_.size() : 0);
    at_ = std::max<std::int64_t>(at_, 0);
}

void TagStream::truncate(Place length) {
    if (error_ == 0) keep(file_.resize(static_cast<std::int64_t>(length)));
}

} // namespace phonostage::media
