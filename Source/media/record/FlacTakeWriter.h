// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/FlacBytes.h"
#include "media/record/TakeWriter.h"

#include <optional>

namespace phonostage::media {

/** FLAC of 16 or 24 bit by libFLAC, in whole frames of flacBlockFrames; the head is our own, since the library writes
   the length only at the end, and libsndfile 1.2.0 reads no file whose length is 0. MD5 stays 0 until then as well. */
class FlacTakeWriter final : public TakeWriter {
public:
    explicit FlacTakeWriter(const TakeFormat& format);
    ~FlacTakeWriter() override;

    [[nodiscard]] std::vector<float> unwritten() const override { return pending_; }

    /** For the library: a frame of so many samples, 0 for its own head, which is left out. False ends its work. */
    bool takeFrame(const void* bytes, std::size_t count, int frames) noexcept;

protected:
    [[nodiscard]] std::string head(const TakeNotes& notes, std::int64_t frames) override;
    [[nodiscard]] int begin() override;
    [[nodiscard]] int put(const float* samples, int frames) override;
    [[nodiscard]] std::int64_t wholeFrames() const override { return written_; }
    [[nodiscard]] int writeLength(std::int64_t frames) override;
    void rememberEnd() override;
    void forgetEnd() override { mark_.reset(); }
    [[nodiscard]] int endHere() override;
    [[nodiscard]] int endAtMark() override;

private:
    struct Encoder; ///< libFLAC's
    /** Where the file may be cut. */
    struct Mark {
        std::int64_t blocks = 0;         ///< whole ones in front of it
        std::int64_t bytes = 0;          ///< of the file up to their end
        std::vector<std::int32_t> begun; ///< samples of the block that it lies in
        Md5 md5;                         ///< of all up to it
        FlacStreamInfo info;
    };

    std::unique_ptr<Encoder> encoder_;
    FlacStreamInfo info_;
    Md5 md5_; ///< of what was handed to the encoder
    std::vector<std::int32_t> words_;
    std::vector<float> pending_;             ///< handed to the encoder, not yet in a frame
    std::vector<std::int32_t> pendingWords_; ///< likewise
    std::string md5Bytes_;
    std::int64_t written_ = 0; ///< frames (samples of each channel) in the file
    std::optional<Mark> mark_;
    int error_ = 0;
    bool isEnded_ = false;
};

} // namespace phonostage::media
