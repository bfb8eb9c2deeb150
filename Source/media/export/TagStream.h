// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/File.h"

#include <taglib/taglib.h>
#include <taglib/tiostream.h>

namespace phonostage::media {

/** An open file as TagLib reads and writes it. Its own streams say nothing of a disk that is full: this one keeps the
    first error. */
class TagStream final : public TagLib::IOStream {
public:
#if TAGLIB_MAJOR_VERSION >= 2
    using Count = std::size_t;
    using Place = TagLib::offset_t;
    using Start = TagLib::offset_t;
#else
    using Count = TagLib::ulong;
    using Place = long;
    using Start = TagLib::ulong;
#endif

    /** file must outlive the stream. */
    explicit TagStream(base::File& file) : file_(file) {}

    [[nodiscard]] int error() const { return error_; } ///< errno of the first failure, or 0

    [[nodiscard]] TagLib::FileName name() const override { return ""; }
    TagLib::ByteVector readBlock(Count length) override;
    void writeBlock(const TagLib::ByteVector& data) override;
    void insert(const TagLib::ByteVector& data, Start start = 0, Count replace = 0) override;
    void removeBlock(Start start = 0, Count length = 0) override;
    [[nodiscard]] bool readOnly() const override { return false; }
    [[nodiscard]] bool isOpen() const override { return error_ == 0; }
    void seek(Place offset, Position from = Beginning) override;
    [[nodiscard]] Place tell() const override { return static_cast<Place>(at_); }
    Place length() override { return static_cast<Place>(file_.size()); }
    void truncate(Place length) override;

private:
    void keep(int error) {
        if (error_ == 0) error_ = error;
    }
    void move(std::int64_t from, std::int64_t to, std::int64_t bytes);

    base::File& file_;
    std::int64_t at_ = 0;
    int error_ = 0;
};

} // namespace phonostage::media
