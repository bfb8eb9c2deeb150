// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/files/ByteSink.h"
#include "base/files/ByteSource.h"
#include "media/io/Tags.h"

#include <optional>

namespace phonostage::media {

/** Reads a FLAC file's metadata blocks: comments, cue sheet and chapters, pictures, applications. `start`: of "fLaC".
 */
void readFlacTags(FileTags& tags, const base::ByteSource& source, std::int64_t start, double rateHz);

/** What a FLAC gets beside the texts that libsndfile writes. */
struct FlacExtras {
    std::vector<std::string> comments; ///< "NAME=text"
    std::vector<std::string> blocks;   ///< metadata blocks: type, length, body; the "last" mark not set
    std::vector<std::string> lost;     ///< names of what FLAC has no place for
    [[nodiscard]] bool isEmpty() const { return comments.empty() && blocks.empty(); }
};
/** frames: of the file to write, where known; a cue sheet needs them. */
[[nodiscard]] FlacExtras flacExtras(const FileTags& tags, double rateHz, std::optional<std::int64_t> frames);

/** A block of so many empty bytes (at most 16 MiB), where tags can be put later without moving the sound. */
[[nodiscard]] std::string flacPadding(std::size_t bytes);

/** Puts extras into the head of a FLAC file while it is written: libsndfile has no way to. What comes behind the head
    moves by what has been put in; what is written again of STREAMINFO at the end stays in its place. */
class FlacSink final : public base::ByteSink {
public:
    FlacSink(base::ByteSink& target, FlacExtras extras) : target_(target), extras_(std::move(extras)) {}

    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] int writeAt(std::int64_t position, const void* bytes, std::size_t count) override;

private:
    [[nodiscard]] int rewriteHead();

    base::ByteSink& target_;
    FlacExtras extras_;
    std::string head_;
    bool isHeadOut_ = false;
    std::int64_t headEnd_ = 0; ///< of the library's own
    std::int64_t shift_ = 0;
};

} // namespace phonostage::media
