// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/record/FlacBytes.h"

#include "media/io/HeaderBytes.h"

#include <algorithm>

namespace phonostage::media {
namespace {

constexpr std::size_t blockHead = 4; ///< bytes in front of a metadata block's body
constexpr char streamInfoType = 0, paddingType = 1, commentType = 4;
constexpr std::string_view vendor = "Phonostage";

std::string blockStart(int type, std::size_t bytes, bool isLast) {
    return static_cast<char>((isLast ? 0x80 : 0) | type) + numberBytes(bytes, 3, Order::big);
}

std::string commentBody(const std::vector<std::string>& comments, std::size_t room) {
    std::string list;
    std::uint64_t count = 0;
    for (const auto& text : comments) {
        if (12 + vendor.size() + list.size() + text.size() > room) break;
        list += numberBytes(text.size(), 4, Order::little) + text;
        ++count;
    }
    return numberBytes(vendor.size(), 4, Order::little) + std::string(vendor) + numberBytes(count, 4, Order::little) +
           list;
}

/** Of up to 36 bits, as UTF-8 would hold them. */
std::string codedNumber(std::uint64_t number) {
    if (number < 0x80) return std::string(1, static_cast<char>(number));
    int more = 1; // bytes behind the first
    while (more < 6 && number >> (6 * more + (6 - more)) != 0)
        ++more;
    std::string text(1, static_cast<char>(static_cast<unsigned>(0xff00 >> (more + 1)) | (number >> (6 * more))));
    for (int i = more - 1; i >= 0; --i)
        text += static_cast<char>(0x80 | ((number >> (6 * i)) & 0x3f));
    return text;
}

unsigned crc8(std::string_view bytes) {
    unsigned crc = 0;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = ((crc << 1) ^ ((crc & 0x80) != 0 ? 0x07U : 0U)) & 0xff;
    }
    return crc;
}

unsigned crc16(std::string_view bytes) {
    unsigned crc = 0;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x8005U : 0U)) & 0xffff;
    }
    return crc;
}

} // namespace

std::string FlacStreamInfo::bytes() const {
    auto text = numberBytes(flacBlockFrames, 2, Order::big) + numberBytes(flacBlockFrames, 2, Order::big) +
                numberBytes(smallestFrame, 3, Order::big) + numberBytes(largestFrame, 3, Order::big);
    const auto packed =
        static_cast<std::uint64_t>(sampleRateHz) << 44 | static_cast<std::uint64_t>(channels - 1) << 41 |
        static_cast<std::uint64_t>(wordBits - 1) << 36 | (static_cast<std::uint64_t>(frames) & 0xfffffffffULL);
    text += numberBytes(packed, 8, Order::big);
    text.append(reinterpret_cast<const char*>(md5.data()), md5.size());
    return text;
}

std::string flacHead(const FlacStreamInfo& info, const std::vector<std::string>& comments, std::size_t bytes) {
    const auto body = info.bytes();
    std::string head = "fLaC" + blockStart(streamInfoType, body.size(), false) + body;
    const auto room = bytes - head.size() - 2 * blockHead;
    const auto list = commentBody(comments, room);
    head += blockStart(commentType, list.size(), false) + list;
    const auto padding = bytes - head.size() - blockHead;
    return head + blockStart(paddingType, padding, true) + std::string(padding, '\0');
}

std::string flacPlainFrame(const FlacStreamInfo& info, std::int64_t number, std::span<const std::int32_t> samples) {
    const auto channels = static_cast<std::size_t>(info.channels);
    const auto frames = samples.size() / channels;
    // Fixed blocks; their length in 16 bits; rate and word as in STREAMINFO; each channel by itself.
    std::string frame = "\xff\xf8";
    frame += static_cast<char>(0x70);
    frame += static_cast<char>((info.channels - 1) << 4);
    frame += codedNumber(static_cast<std::uint64_t>(number));
    frame += numberBytes(frames - 1, 2, Order::big);
    frame += static_cast<char>(crc8(frame));
    const int bytes = info.wordBits / 8;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        frame += '\x02'; // a subframe of plain samples
        for (std::size_t i = 0; i < frames; ++i)
            frame += numberBytes(static_cast<std::uint32_t>(samples[i * channels + channel]), bytes, Order::big);
    }
    return frame + numberBytes(crc16(frame), 2, Order::big);
}

} // namespace phonostage::media
