// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/SoundFile.h"

#include "media/io/SoundFileIo.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace phonostage::media {

std::int64_t FileStream::length() const {
    if (sink_ == nullptr) return bytes_;
    const auto written = sink_->size();
    return dirty_ ? std::max(written, bufferStart_ + static_cast<std::int64_t>(bufferFill_)) : written;
}

std::int64_t FileStream::seek(std::int64_t offset, int whence) {
    std::int64_t target = offset;
    if (whence == SEEK_CUR) target += position_;
    if (whence == SEEK_END) target += length();
    if (target < 0) return -1;
    position_ = target;
    return position_;
}

/** What neither the buffer nor the overlay has a part in; 0 where they have, or there is nothing. */
std::int64_t FileStream::readDirectly(char* out, std::int64_t count) {
    const auto want = std::min(count, bytes_ - position_);
    const auto overlaps = [&](std::int64_t start, std::size_t size) {
        return size > 0 && start < position_ + want && position_ < start + static_cast<std::int64_t>(size);
    };
    if (want < directBytes || overlaps(bufferStart_, bufferFill_) || overlaps(overlayPosition_, overlay_.size()))
        return 0;
    const auto got = source_->readAt(start_ + position_, out, static_cast<std::size_t>(want));
    if (got < 0 && error_ == 0) error_ = EIO;
    return std::max<std::int64_t>(got, 0);
}

std::int64_t FileStream::read(void* bytes, std::int64_t count) {
    if (source_ == nullptr) return 0;
    auto* out = static_cast<char*>(bytes);
    std::int64_t done = 0;
    while (done < count) {
        if (const auto got = readDirectly(out + done, count - done); got > 0) {
            done += got;
            position_ += got;
            continue;
        }
        const auto inside = position_ - bufferStart_;
        if (inside < 0 || inside >= static_cast<std::int64_t>(bufferFill_)) {
            const auto room =
                std::clamp<std::int64_t>(bytes_ - position_, 0, static_cast<std::int64_t>(buffer_.size()));
            const auto got =
                room == 0 ? 0 : source_->readAt(start_ + position_, buffer_.data(), static_cast<std::size_t>(room));
            if (got < 0 && error_ == 0) error_ = EIO;
            bufferStart_ = position_;
            bufferFill_ = static_cast<std::size_t>(std::max<std::int64_t>(got, 0));
            for (std::size_t i = 0; i < overlay_.size(); ++i)
                if (const auto at = overlayPosition_ + static_cast<std::int64_t>(i) - bufferStart_; at >= 0 && at < got)
                    buffer_[static_cast<std::size_t>(at)] = overlay_[i];
            if (got <= 0) break;
            continue;
        }
        const auto part = std::min(count - done, static_cast<std::int64_t>(bufferFill_) - inside);
        std::memcpy(out + done, buffer_.data() + inside, static_cast<std::size_t>(part));
        done += part;
        position_ += part;
    }
    return done;
}

std::int64_t FileStream::write(const void* bytes, std::int64_t count) {
    if (sink_ == nullptr) return 0;
    const auto* in = static_cast<const char*>(bytes);
    std::int64_t done = 0;
    if (count >= directBytes) {
        if (flush() != 0) return 0;
        error_ = sink_->writeAt(position_, in, static_cast<std::size_t>(count));
        if (error_ != 0) return 0;
        position_ += count;
        return count;
    }
    while (done < count) {
        const bool follows = dirty_ && position_ == bufferStart_ + static_cast<std::int64_t>(bufferFill_);
        if (!follows || bufferFill_ == buffer_.size()) {
            if (flush() != 0) return done;
            bufferStart_ = position_;
            bufferFill_ = 0;
            dirty_ = true;
        }
        const auto part = std::min<std::int64_t>(count - done, static_cast<std::int64_t>(buffer_.size() - bufferFill_));
        std::memcpy(buffer_.data() + bufferFill_, in + done, static_cast<std::size_t>(part));
        bufferFill_ += static_cast<std::size_t>(part);
        done += part;
        position_ += part;
    }
    return done;
}

int FileStream::flush() {
    if (dirty_ && error_ == 0) error_ = sink_->writeAt(bufferStart_, buffer_.data(), bufferFill_);
    dirty_ = false;
    bufferFill_ = 0;
    return error_;
}

std::string soundLibraryVersion() {
    // "libsndfile-1.2.0"
    const std::string text = sf_version_string();
    const auto hyphen = text.rfind('-');
    return hyphen == std::string::npos ? text : text.substr(hyphen + 1);
}

void SoundFileCloser::operator()(sf_private_tag* handle) const { sf_close(handle); }

namespace {
FileStream& stream(void* user) { return *static_cast<FileStream*>(user); }
} // namespace

SF_VIRTUAL_IO fileStreamCallbacks() {
    SF_VIRTUAL_IO callbacks{};
    callbacks.get_filelen = [](void* user) -> sf_count_t { return stream(user).length(); };
    callbacks.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
        return stream(user).seek(offset, whence);
    };
    callbacks.read = [](void* bytes, sf_count_t count, void* user) -> sf_count_t {
        return stream(user).read(bytes, count);
    };
    callbacks.write = [](const void* bytes, sf_count_t count, void* user) -> sf_count_t {
        return stream(user).write(bytes, count);
    };
    callbacks.tell = [](void* user) -> sf_count_t { return stream(user).tell(); };
    return callbacks;
}

} // namespace phonostage::media
