// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/record/TakeWriter.h"

namespace phonostage::media {

/** WAV, and RF64 (EBU Tech 3306) in place beyond 4 GiB: a JUNK chunk keeps the room for ds64. Whole numbers of 16, 24
    and 32 bits, 32-bit float with every bit as it came. */
class WavTakeWriter final : public TakeWriter {
public:
    explicit WavTakeWriter(const TakeFormat& format) : TakeWriter(format) {}

    [[nodiscard]] std::vector<float> unwritten() const override { return unwritten_; }

    /** Leaves so many frames out, which read as 0 and take no room where the file system can do that. */
    void skip(std::int64_t frames) { setEnd(bytes() + frames * format().frameBytes()); }

    /** Puts sizes for so many bytes of samples into a head of ours, for writing and for recovery. */
    static void setSizes(std::string& head, std::int64_t dataBytes, int frameBytes);
    /** Bytes at the head's beginning that setSizes() may change, beside the four in front of the samples. */
    static constexpr std::size_t sizesEnd = 48;

protected:
    [[nodiscard]] std::string head(const TakeNotes& notes, std::int64_t frames) override;
    [[nodiscard]] int begin() override { return 0; }
    [[nodiscard]] int put(const float* samples, int frames) override;
    [[nodiscard]] std::int64_t wholeFrames() const override;
    [[nodiscard]] int writeLength(std::int64_t frames) override;
    void rememberEnd() override { marked_ = frames(); }
    void forgetEnd() override {}
    [[nodiscard]] int padding() const override;
    [[nodiscard]] int endHere() override { return 0; }
    [[nodiscard]] int endAtMark() override;

private:
    [[nodiscard]] std::string formatChunks() const;

    std::string head_; ///< as it was written last
    std::vector<float> unwritten_;
    std::vector<std::int32_t> words_;
    std::string bytes_;
    std::int64_t marked_ = 0;
};

} // namespace phonostage::media
