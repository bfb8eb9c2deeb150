// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/WavTakeWriter.h"

#include "media/io/HeaderBytes.h"
#include "media/io/Tags.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace phonostage::media {
namespace {

constexpr std::int64_t largest32 = 0xffffffff;
constexpr std::size_t ds64Bytes = 28;
constexpr std::size_t chunkHead = 8;
constexpr int floatTag = 3, integerTag = 1;

std::string little(std::int64_t value, int width) {
    return numberBytes(static_cast<std::uint64_t>(value), width, Order::little);
}

/** Its length is even: libsndfile 1.2.0 does not expect the byte that fills up an odd one in RF64. */
std::string chunk(std::string_view name, std::string body) {
    if (body.size() % 2 == 1) body += '\0';
    return std::string(name) + little(static_cast<std::int64_t>(body.size()), 4) + body;
}

} // namespace

std::string WavTakeWriter::formatChunks() const {
    const auto& f = format();
    const bool isFloat = f.word == SampleWord::float32;
    const auto rate = std::llround(f.sampleRateHz);
    auto body = little(isFloat ? floatTag : integerTag, 2) + little(f.channels, 2) + little(rate, 4) +
                little(rate * f.frameBytes(), 4) + little(f.frameBytes(), 2) + little(8 * wordBytes(f.word), 2);
    if (isFloat) body += little(0, 2); // no more of the format
    return chunk("fmt ", body);
}

std::string WavTakeWriter::head(const TakeNotes& notes, std::int64_t frames) {
    std::string text = "RIFF" + little(0, 4) + "WAVE" + chunk("JUNK", std::string(ds64Bytes, '\0')) + formatChunks();
    const auto room = takeHeadBytes - text.size() - 2 * chunkHead; // of JUNK and data
    const auto add = [&](const std::string& more) {
        if (text.size() + more.size() + 2 * chunkHead <= takeHeadBytes) text += more;
    };
    if (!notes.comment.empty())
        add(chunk("LIST", "INFO" + chunk("ICMT", std::string(beginningOf(notes.comment, room / 2)) + '\0')));
    if (!notes.stage.empty()) add(chunk(stageChunk, notes.stage + '\0'));
    text += chunk("JUNK", std::string(takeHeadBytes - text.size() - 2 * chunkHead, '\0')) + "data" + little(0, 4);
    setSizes(text, frames * format().frameBytes(), format().frameBytes());
    head_ = text;
    return text;
}

void WavTakeWriter::setSizes(std::string& head, std::int64_t dataBytes, int frameBytes) {
    const auto riffBytes = static_cast<std::int64_t>(head.size()) - 8 + dataBytes + (dataBytes & 1);
    const bool isLarge = riffBytes >= largest32;
    const auto put = [&head](std::size_t at, const std::string& bytes) { head.replace(at, bytes.size(), bytes); };
    put(0, isLarge ? "RF64" : "RIFF");
    put(4, little(isLarge ? largest32 : riffBytes, 4));
    put(12, isLarge ? "ds64" : "JUNK");
    put(20, isLarge ? little(riffBytes, 8) + little(dataBytes, 8) + little(dataBytes / frameBytes, 8) + little(0, 4)
                    : std::string(ds64Bytes, '\0'));
    put(head.size() - 4, little(isLarge ? largest32 : dataBytes, 4));
}

int WavTakeWriter::writeLength(std::int64_t frames) {
    setSizes(head_, frames * format().frameBytes(), format().frameBytes());
    // The sizes lie in one sector at the beginning, and in the four bytes in front of the samples.
    if (const int error = file().writeAt(0, head_.data(), sizesEnd); error != 0) return error;
    return file().writeAt(takeHeadBytes - 4, head_.data() + takeHeadBytes - 4, 4);
}

int WavTakeWriter::put(const float* samples, int frames) {
    const auto count = static_cast<std::size_t>(frames) * static_cast<std::size_t>(format().channels);
    const auto width = static_cast<std::size_t>(wordBytes(format().word));
    bytes_.resize(count * width);
    if (format().word == SampleWord::float32) {
        std::memcpy(bytes_.data(), samples, bytes_.size());
    } else {
        toWords(samples, count, words_);
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t byte = 0; byte < width; ++byte)
                bytes_[i * width + byte] =
                    static_cast<char>((static_cast<std::uint32_t>(words_[i]) >> (8 * byte)) & 0xff);
    }
    const auto before = bytes();
    const int error = addBytes(bytes_.data(), bytes_.size());
    if (error == 0) return 0;
    // A part of it may have been taken.
    const auto frameBytes = format().frameBytes();
    const auto there = std::clamp<std::int64_t>(file().size() - before, 0, static_cast<std::int64_t>(bytes_.size()));
    const auto kept = there / frameBytes;
    setEnd(before + kept * frameBytes);
    unwritten_.assign(samples + kept * format().channels, samples + count);
    return error;
}

std::int64_t WavTakeWriter::wholeFrames() const {
    return (bytes() - static_cast<std::int64_t>(takeHeadBytes)) / format().frameBytes();
}

/** Chunks have even lengths: mono, 24 bit, an odd number of frames. */
int WavTakeWriter::padding() const {
    return static_cast<int>((bytes() - static_cast<std::int64_t>(takeHeadBytes)) & 1);
}

int WavTakeWriter::endAtMark() {
    setEnd(std::min(bytes(), static_cast<std::int64_t>(takeHeadBytes) + marked_ * format().frameBytes()));
    return 0;
}

} // namespace phonostage::media
