// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderFacts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace phonostage::media {
namespace {

enum class Order { little, big };

/** A few bytes of the file at a place, as numbers. Missing bytes read as 0; `complete` tells. */
class Bytes {
public:
    Bytes(const File& file, std::int64_t position, std::size_t count, Order order) : order_(order) {
        const auto got = file.readAt(position, bytes_.data(), std::min(count, bytes_.size()));
        complete = got == static_cast<std::int64_t>(count);
    }

    [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t width) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = (value << 8) | bytes_.at(order_ == Order::big ? at + i : at + width - 1 - i);
        return value;
    }
    [[nodiscard]] std::string_view text(std::size_t at, std::size_t width) const {
        return {reinterpret_cast<const char*>(bytes_.data()) + at, width};
    }

    bool complete = false;

private:
    Order order_;
    std::array<unsigned char, 64> bytes_{};
};

/** AIFF's 80-bit float. */
double extended(const Bytes& bytes, std::size_t at) {
    const auto exponent = static_cast<int>(bytes.number(at, 2) & 0x7fff);
    return std::ldexp(static_cast<double>(bytes.number(at + 2, 8)), exponent - 16383 - 63);
}

double asDouble(std::uint64_t bits) {
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

constexpr std::uint64_t unknown32 = 0xffffffff;
constexpr int maxChunks = 4096; ///< a file of zeros must not be walked eight bytes at a time

/** Lengths that programs write when they cannot come back to fill in the true one. */
bool isPipeLength(std::uint64_t length) {
    return length == unknown32 || length == 0x7fffffff || length == 0x7ffff000 || length == 0x80000000;
}

std::string bytesOf(std::uint64_t value, int width, Order order) {
    std::string bytes;
    for (int i = 0; i < width; ++i)
        bytes += static_cast<char>((value >> (8 * (order == Order::big ? width - 1 - i : i))) & 0xff);
    return bytes;
}

void setData(HeaderFacts& facts, std::int64_t declared, std::int64_t start, std::int64_t fileSize) {
    facts.presentBytes = std::clamp<std::int64_t>(fileSize - start, 0, std::max<std::int64_t>(declared, 0));
    facts.declaredBytes = declared;
}

void setOpenEnd(HeaderFacts& facts, std::int64_t start, std::int64_t fileSize) {
    facts.lengthUnknown = true;
    facts.presentBytes = std::max<std::int64_t>(fileSize - start, 0);
}

void readWavFormat(HeaderFacts& facts, const Bytes& body, std::int64_t length) {
    auto tag = body.number(0, 2);
    facts.channels = static_cast<int>(body.number(2, 2));
    facts.sampleRateHz = static_cast<double>(body.number(4, 4));
    facts.wordBits = static_cast<int>(body.number(14, 2));
    const bool extensible = tag == 0xfffe && length >= 40;
    if (extensible) {
        const auto valid = static_cast<int>(body.number(18, 2));
        if (valid > 0 && valid < facts.wordBits) facts.wordBits = valid;
        tag = body.number(24, 2);
    }
    if (tag == 1 || tag == 3) facts.bytesPerFrame = static_cast<int>(body.number(12, 2));
}

/** RIFF, RIFX, RF64 and BW64. */
HeaderFacts readRiff(const File& file, std::int64_t fileSize, std::string_view kind) {
    HeaderFacts facts;
    const auto order = kind == "RIFX" ? Order::big : Order::little;
    const bool is64 = kind == "RF64" || kind == "BW64";
    facts.container = is64 ? "RF64" : "WAV";
    std::uint64_t data64 = 0;
    std::int64_t at = 12;
    for (int chunk = 0; chunk < maxChunks; ++chunk) {
        const Bytes head(file, at, 8, order);
        if (!head.complete) {
            facts.endsInHeader = true;
            return facts;
        }
        const auto name = head.text(0, 4);
        auto length = head.number(4, 4);
        const Bytes body(file, at + 8, static_cast<std::size_t>(std::min<std::uint64_t>(length, 40)), order);
        if (name == "ds64") data64 = body.number(8, 8);
        if (name == "fmt ") readWavFormat(facts, body, static_cast<std::int64_t>(length));
        if (name == "data") {
            if (is64 && length == unknown32) length = data64;
            const bool open = is64 ? length == 0 && fileSize > at + 8 : isPipeLength(length);
            // A recorder that was killed leaves 0 here with the data behind it.
            if (open || (length == 0 && fileSize - at - 8 >= std::int64_t{16} * std::max(facts.bytesPerFrame, 1)))
                setOpenEnd(facts, at + 8, fileSize);
            else
                setData(facts, static_cast<std::int64_t>(std::min<std::uint64_t>(length, INT64_MAX / 2)), at + 8,
                        fileSize);
            if (facts.presentBytes < static_cast<std::int64_t>(unknown32)) {
                facts.lengthPosition = at + 4;
                facts.fittedLength = bytesOf(static_cast<std::uint64_t>(facts.presentBytes), 4, order);
            }
            return facts;
        }
        at += 8 + static_cast<std::int64_t>(length + (length & 1));
    }
    return facts;
}

HeaderFacts readAiff(const File& file, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "AIFF";
    std::optional<std::int64_t> frames;
    std::int64_t dataStart = -1;
    std::int64_t at = 12;
    for (int chunk = 0; chunk < maxChunks && at + 8 <= fileSize; ++chunk) {
        const Bytes head(file, at, 8, Order::big);
        const auto length = static_cast<std::int64_t>(head.number(4, 4));
        const Bytes body(file, at + 8, static_cast<std::size_t>(std::min<std::int64_t>(length, 26)), Order::big);
        if (head.text(0, 4) == "COMM") {
            facts.channels = static_cast<int>(body.number(0, 2));
            frames = static_cast<std::int64_t>(body.number(2, 4));
            facts.wordBits = static_cast<int>(body.number(6, 2));
            facts.sampleRateHz = extended(body, 8);
            const auto coding = length >= 22 ? std::string(body.text(18, 4)) : std::string("NONE");
            const bool plain = coding == "NONE" || coding == "sowt" || coding == "twos" || coding == "in24" ||
                               coding == "in32" || coding == "fl32" || coding == "FL32" || coding == "fl64" ||
                               coding == "FL64" || coding == "raw ";
            if (plain) facts.bytesPerFrame = facts.channels * ((facts.wordBits + 7) / 8);
        } else if (head.text(0, 4) == "SSND") {
            dataStart = at + 16 + static_cast<std::int64_t>(body.number(0, 4));
            // Without the true number of frames the chunk's own length must do.
            if (!frames || facts.bytesPerFrame == 0) setData(facts, length - 8, dataStart, fileSize);
        }
        at += 8 + length + (length & 1);
    }
    if (dataStart < 0 || !frames)
        facts.endsInHeader = true;
    else if (facts.bytesPerFrame > 0)
        setData(facts, *frames * facts.bytesPerFrame, dataStart, fileSize);
    return facts;
}

HeaderFacts readFlac(const File& file, std::int64_t at) {
    HeaderFacts facts;
    facts.container = "FLAC";
    const Bytes info(file, at + 8, 18, Order::big); // STREAMINFO is first, always
    if (!info.complete) {
        facts.endsInHeader = true;
        return facts;
    }
    const auto packed = info.number(10, 8);
    facts.sampleRateHz = static_cast<double>(packed >> 44);
    facts.channels = static_cast<int>((packed >> 41) & 7) + 1;
    facts.wordBits = static_cast<int>((packed >> 36) & 31) + 1;
    facts.lengthUnknown = (packed & 0xfffffffffULL) == 0;
    return facts;
}

HeaderFacts readW64(const File& file, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "W64";
    std::int64_t at = 40; // behind the "riff" guid, its length and the "wave" guid
    for (int chunk = 0; chunk < maxChunks; ++chunk) {
        const Bytes head(file, at, 24, Order::little);
        if (!head.complete) {
            facts.endsInHeader = true;
            return facts;
        }
        const auto length = static_cast<std::int64_t>(std::min<std::uint64_t>(head.number(16, 8), INT64_MAX / 2));
        if (head.text(0, 4) == "fmt ") readWavFormat(facts, Bytes(file, at + 24, 40, Order::little), length - 24);
        if (head.text(0, 4) == "data") {
            setData(facts, length - 24, at + 24, fileSize);
            return facts;
        }
        at += std::max<std::int64_t>((length + 7) / 8 * 8, 24);
    }
    return facts;
}

HeaderFacts readAu(const File& file, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "AU";
    const Bytes head(file, 0, 24, Order::big);
    const auto start = static_cast<std::int64_t>(head.number(4, 4));
    facts.endsInHeader = !head.complete || start > fileSize;
    facts.sampleRateHz = static_cast<double>(head.number(16, 4));
    facts.channels = static_cast<int>(head.number(20, 4));
    if (head.number(8, 4) == unknown32)
        setOpenEnd(facts, start, fileSize);
    else
        setData(facts, static_cast<std::int64_t>(head.number(8, 4)), start, fileSize);
    return facts;
}

HeaderFacts readCaf(const File& file, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "CAF";
    std::int64_t at = 8;
    for (int chunk = 0; chunk < maxChunks; ++chunk) {
        const Bytes head(file, at, 12, Order::big);
        if (!head.complete) {
            facts.endsInHeader = true;
            return facts;
        }
        const auto length = static_cast<std::int64_t>(head.number(4, 8));
        if (head.text(0, 4) == "desc") {
            const Bytes body(file, at + 12, 32, Order::big);
            facts.sampleRateHz = asDouble(body.number(0, 8));
            facts.bytesPerFrame = static_cast<int>(body.number(16, 4));
            facts.channels = static_cast<int>(body.number(24, 4));
            facts.wordBits = static_cast<int>(body.number(28, 4));
        }
        if (head.text(0, 4) == "data") {
            if (length < 0) // the last chunk may leave its length open
                setOpenEnd(facts, at + 16, fileSize);
            else
                setData(facts, length - 4, at + 16, fileSize); // 4 bytes of edit count come first
            facts.lengthPosition = at + 4;
            facts.fittedLength = bytesOf(static_cast<std::uint64_t>(facts.presentBytes + 4), 8, Order::big);
            return facts;
        }
        if (length < 0) return facts;
        at += 12 + std::min(length, fileSize);
    }
    return facts;
}

/** Where the audio begins behind an ID3v2 tag, which some programs put before FLAC. */
std::int64_t behindId3(const File& file) {
    const Bytes tag(file, 0, 10, Order::big);
    if (tag.text(0, 3) != "ID3") return 0;
    std::int64_t length = 0;
    for (std::size_t i = 6; i < 10; ++i)
        length = (length << 7) | static_cast<std::int64_t>(tag.number(i, 1) & 0x7f);
    return 10 + length;
}

} // namespace

HeaderFacts readHeaderFacts(const File& file) {
    const auto size = file.size();
    const auto start = behindId3(file);
    const Bytes head(file, start, 16, Order::big);
    const auto kind = head.text(0, 4);
    const auto form = head.text(8, 4);
    if ((kind == "RIFF" || kind == "RIFX" || kind == "RF64" || kind == "BW64") && form == "WAVE")
        return readRiff(file, size, kind);
    if (kind == "FORM" && (form == "AIFF" || form == "AIFC")) return readAiff(file, size);
    if (kind == "fLaC") return readFlac(file, start);
    if (kind == "riff") return readW64(file, size);
    if (kind == ".snd") return readAu(file, size);
    if (kind == "caff") return readCaf(file, size);
    return {};
}

} // namespace phonostage::media
