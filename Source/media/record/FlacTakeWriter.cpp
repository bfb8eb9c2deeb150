// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/FlacTakeWriter.h"

#include "media/io/Tags.h"

#include <FLAC/stream_encoder.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

namespace phonostage::media {
namespace {

/** Of libFLAC's 0 to 8: groove noise takes as much room at all of them, and level 8 ten times the work. */
constexpr unsigned compressionLevel = 3;

FLAC__StreamEncoderWriteStatus writeFrame(const FLAC__StreamEncoder*, const FLAC__byte bytes[], size_t count,
                                          std::uint32_t frames, std::uint32_t, void* writer) {
    const bool isDone = static_cast<FlacTakeWriter*>(writer)->takeFrame(bytes, count, static_cast<int>(frames));
    return isDone ? FLAC__STREAM_ENCODER_WRITE_STATUS_OK : FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
}

} // namespace

struct FlacTakeWriter::Encoder {
    struct Delete {
        void operator()(FLAC__StreamEncoder* each) const { FLAC__stream_encoder_delete(each); }
    };
    std::unique_ptr<FLAC__StreamEncoder, Delete> handle{FLAC__stream_encoder_new()};
};

FlacTakeWriter::FlacTakeWriter(const TakeFormat& format) : TakeWriter(format), encoder_(std::make_unique<Encoder>()) {
    info_.sampleRateHz = static_cast<int>(std::lround(format.sampleRateHz));
    info_.channels = format.channels;
    info_.wordBits = 8 * wordBytes(format.word);
}

FlacTakeWriter::~FlacTakeWriter() {
    isEnded_ = true; // the library writes what it has when it goes
    encoder_.reset();
}

std::string FlacTakeWriter::head(const TakeNotes& notes, std::int64_t frames) {
    std::vector<std::string> comments;
    if (!notes.comment.empty()) comments.push_back("COMMENT=" + notes.comment);
    if (!notes.stage.empty()) comments.push_back(std::string(stageField) + "=" + notes.stage);
    info_.frames = frames;
    return flacHead(info_, comments, takeHeadBytes);
}

int FlacTakeWriter::begin() {
    auto* const encoder = encoder_->handle.get();
    const bool isReady = encoder != nullptr &&
                         FLAC__stream_encoder_set_channels(encoder, static_cast<unsigned>(info_.channels)) &&
                         FLAC__stream_encoder_set_bits_per_sample(encoder, static_cast<unsigned>(info_.wordBits)) &&
                         FLAC__stream_encoder_set_sample_rate(encoder, static_cast<unsigned>(info_.sampleRateHz)) &&
                         FLAC__stream_encoder_set_streamable_subset(encoder, false) &&
                         FLAC__stream_encoder_set_compression_level(encoder, compressionLevel) &&
                         FLAC__stream_encoder_set_blocksize(encoder, flacBlockFrames) &&
                         FLAC__stream_encoder_init_stream(encoder, writeFrame, nullptr, nullptr, nullptr, this) ==
                             FLAC__STREAM_ENCODER_INIT_STATUS_OK;
    return isReady ? 0 : EINVAL;
}

bool FlacTakeWriter::takeFrame(const void* bytes, std::size_t count, int frames) noexcept {
    if (isEnded_ || frames == 0) return true;
    error_ = addBytes(bytes, count);
    if (error_ != 0) return false;
    const auto size = static_cast<std::uint32_t>(count);
    info_.smallestFrame = written_ == 0 ? size : std::min(info_.smallestFrame, size);
    info_.largestFrame = std::max(info_.largestFrame, size);
    written_ += frames;
    const auto samples =
        std::min(pending_.size(), static_cast<std::size_t>(frames) * static_cast<std::size_t>(info_.channels));
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(samples));
    pendingWords_.erase(pendingWords_.begin(), pendingWords_.begin() + static_cast<std::ptrdiff_t>(samples));
    return true;
}

int FlacTakeWriter::put(const float* samples, int frames) {
    const auto count = static_cast<std::size_t>(frames) * static_cast<std::size_t>(info_.channels);
    toWords(samples, count, words_);
    pending_.insert(pending_.end(), samples, samples + count);
    pendingWords_.insert(pendingWords_.end(), words_.begin(), words_.end());
    const auto width = static_cast<std::size_t>(info_.wordBits / 8);
    md5Bytes_.resize(count * width);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t byte = 0; byte < width; ++byte)
            md5Bytes_[i * width + byte] =
                static_cast<char>((static_cast<std::uint32_t>(words_[i]) >> (8 * byte)) & 0xff);
    md5_.add(md5Bytes_.data(), md5Bytes_.size());
    if (FLAC__stream_encoder_process_interleaved(encoder_->handle.get(), words_.data(), static_cast<unsigned>(frames)))
        return 0;
    return error_ != 0 ? error_ : EIO;
}

int FlacTakeWriter::writeLength(std::int64_t frames) {
    auto info = info_;
    info.frames = frames;
    info.md5 = {};
    const auto bytes = info.bytes();
    return file().writeAt(flacStreamInfoAt, bytes.data(), bytes.size());
}

void FlacTakeWriter::rememberEnd() { mark_ = Mark{written_ / flacBlockFrames, bytes(), pendingWords_, md5_, info_}; }

int FlacTakeWriter::endHere() {
    const bool wasWhole = error_ == 0;
    // The rest as one short frame.
    if (wasWhole && !FLAC__stream_encoder_finish(encoder_->handle.get()) && error_ == 0) error_ = EIO;
    isEnded_ = true;
    // Where a block is missing, the checksum of all that came says nothing; none is better than a wrong one.
    if (error_ == 0) info_.md5 = md5_.digest();
    return wasWhole ? error_ : 0;
}

int FlacTakeWriter::endAtMark() {
    isEnded_ = true;
    if (!mark_) return 0;
    info_ = mark_->info;
    setEnd(mark_->bytes);
    written_ = mark_->blocks * flacBlockFrames;
    if (!mark_->begun.empty()) {
        const auto frame = flacPlainFrame(info_, mark_->blocks, mark_->begun);
        if (const int error = addBytes(frame.data(), frame.size()); error != 0) return error;
        const auto size = static_cast<std::uint32_t>(frame.size());
        info_.smallestFrame = written_ == 0 ? size : std::min(info_.smallestFrame, size);
        info_.largestFrame = std::max(info_.largestFrame, size);
        written_ += static_cast<std::int64_t>(mark_->begun.size()) / info_.channels;
    }
    info_.md5 = mark_->md5.digest();
    return 0;
}

} // namespace phonostage::media
