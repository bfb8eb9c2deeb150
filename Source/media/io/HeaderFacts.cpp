// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/HeaderFacts.h"

#include "media/io/RiffHeader.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace phonostage::media {
namespace {

/** AIFF's 80-bit float. */
double extended(const HeaderBytes& bytes, std::size_t at) {
    const auto exponent = static_cast<int>(bytes.number(at, 2) & 0x7fff);
    return std::ldexp(static_cast<double>(bytes.number(at + 2, 8)), exponent - 16383 - 63);
}

double asDouble(std::uint64_t bits) {
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

bool nothingBehind(std::int64_t) { return false; }

/** Chunks of AIFF up to the end; the last may be cut off. */
bool isAiffTail(const base::ByteSource& source, std::int64_t at, std::int64_t fileSize) {
    for (int chunk = 0; chunk < mostChunks && at + 8 <= fileSize; ++chunk) {
        const HeaderBytes head(source, at, 8, Order::big);
        const auto length = static_cast<std::int64_t>(head.number(4, 4));
        if (!isChunkName(head.text(0, 4)) || at + 8 + length > fileSize + 1) return false;
        at += 8 + length + (length & 1);
    }
    return true;
}

/** What COMM says of the samples, where they need no decoder. */
std::optional<PlainCoding> aiffCoding(std::string_view coding, int bits) {
    using Kind = PlainCoding::Kind;
    const int bytes = (bits + 7) / 8;
    const bool isWord = bits >= 1 && bits <= 32;
    if (coding == "NONE" || coding == "twos" || coding == "in24" || coding == "in32")
        return isWord ? std::optional(PlainCoding{Kind::integer, bytes, Order::big}) : std::nullopt;
    if (coding == "sowt")
        return isWord ? std::optional(PlainCoding{Kind::integer, bytes, Order::little}) : std::nullopt;
    if (coding == "raw " && bits == 8) return PlainCoding{Kind::unsignedInteger, 1, Order::big};
    if (coding == "fl32" || coding == "FL32") return PlainCoding{Kind::real, 4, Order::big};
    if (coding == "fl64" || coding == "FL64") return PlainCoding{Kind::real, 8, Order::big};
    if (coding == "alaw" || coding == "ALAW") return PlainCoding{Kind::aLaw, 1, Order::big};
    if (coding == "ulaw" || coding == "ULAW") return PlainCoding{Kind::muLaw, 1, Order::big};
    return std::nullopt;
}

HeaderFacts readAiff(const base::ByteSource& source, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "AIFF";
    facts.wordsAreHigh = true;
    facts.order = Order::big;
    std::optional<std::int64_t> frames;
    std::int64_t dataStart = -1, dataLength = 0;
    std::int64_t at = 12;
    for (int chunk = 0; chunk < mostChunks && at + 8 <= fileSize; ++chunk) {
        const HeaderBytes head(source, at, 8, Order::big);
        const auto length = static_cast<std::int64_t>(head.number(4, 4));
        const HeaderBytes body(source, at + 8, static_cast<std::size_t>(std::min<std::int64_t>(length, 26)),
                               Order::big);
        if (head.text(0, 4) == "COMM") {
            facts.channels = static_cast<int>(body.number(0, 2));
            frames = static_cast<std::int64_t>(body.number(2, 4));
            facts.wordBits = static_cast<int>(body.number(6, 2));
            facts.sampleRateHz = extended(body, 8);
            facts.plain = aiffCoding(length >= 22 ? body.text(18, 4) : "NONE", facts.wordBits);
            if (facts.plain) facts.bytesPerFrame = facts.channels * facts.plain->bytes;
        } else if (head.text(0, 4) == "SSND") {
            dataStart = at + 16 + static_cast<std::int64_t>(body.number(0, 4));
            dataLength = length - 8;
            if (frames) break; // a length that is wrong leads nowhere
        }
        at += 8 + length + (length & 1);
    }
    if (dataStart < 0 || !frames) {
        facts.endsInHeader = true;
        return facts;
    }
    // The number of frames is as true as it gets; where frames have no size, the chunk's own length must do.
    const auto declared =
        facts.bytesPerFrame > 0 ? *frames * facts.bytesPerFrame : std::max<std::int64_t>(dataLength, 0);
    const bool lengthIsOpen = isPipeLength(static_cast<std::uint64_t>(dataLength + 8)) || dataLength <= 0;
    const bool open = (lengthIsOpen && (declared == 0 || fileSize - dataStart < declared ||
                                        fileSize >= base::ByteSource::sizeOfPipe)) ||
                      (facts.bytesPerFrame > 0 && *frames == static_cast<std::int64_t>(unknown32));
    const auto tail = [&](std::int64_t place) { return isAiffTail(source, place + (place & 1), fileSize); };
    judgeLength(facts, static_cast<std::uint64_t>(declared), open && fileSize > dataStart,
                {&source, dataStart, fileSize, 0, false, tail});
    if (facts.plain && facts.bytesPerFrame > 0 && dataLength != declared && declared > 0) facts.libraryMisreads = true;
    return facts;
}

HeaderFacts readFlac(const base::ByteSource& source, std::int64_t at) {
    HeaderFacts facts;
    facts.container = "FLAC";
    facts.dataStart = at;
    const HeaderBytes info(source, at + 8, 18, Order::big); // STREAMINFO is first, always
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

HeaderFacts readW64(const base::ByteSource& source, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "W64";
    std::int64_t at = 40; // behind the "riff" guid, its length and the "wave" guid
    for (int chunk = 0; chunk < mostChunks; ++chunk) {
        const HeaderBytes head(source, at, 24, Order::little);
        if (!head.complete) {
            facts.endsInHeader = true;
            return facts;
        }
        const auto length = static_cast<std::int64_t>(std::min<std::uint64_t>(head.number(16, 8), INT64_MAX / 2));
        if (head.text(0, 4) == "fmt ")
            readWavFormat(facts, HeaderBytes(source, at + 24, 40, Order::little), length - 24);
        if (head.text(0, 4) == "data") {
            const auto bytes = std::max<std::int64_t>(length - 24, 0);
            const auto tail = [&](std::int64_t place) {
                const HeaderBytes next(source, (place + 7) / 8 * 8, 24, Order::little);
                return place == fileSize ||
                       (next.complete && isChunkName(next.text(0, 4)) && next.number(16, 8) >= 24 &&
                        next.number(16, 8) <= static_cast<std::uint64_t>(fileSize - place + 7));
            };
            const bool open = bytes == 0 || length >= INT64_MAX / 2;
            judgeLength(facts, static_cast<std::uint64_t>(bytes), open && fileSize > at + 24,
                        {&source, at + 24, fileSize, 0, false, tail});
            return facts;
        }
        at += std::max<std::int64_t>((length + 7) / 8 * 8, 24);
    }
    return facts;
}

std::optional<PlainCoding> auCoding(std::uint64_t encoding, Order order) {
    using Kind = PlainCoding::Kind;
    switch (encoding) {
    case 1:
        return PlainCoding{Kind::muLaw, 1, order};
    case 2:
    case 3:
    case 4:
    case 5:
        return PlainCoding{Kind::integer, static_cast<int>(encoding) - 1, order};
    case 6:
        return PlainCoding{Kind::real, 4, order};
    case 7:
        return PlainCoding{Kind::real, 8, order};
    case 27:
        return PlainCoding{Kind::aLaw, 1, order};
    default:
        return std::nullopt;
    }
}

HeaderFacts readAu(const base::ByteSource& source, std::int64_t fileSize, Order order) {
    HeaderFacts facts;
    facts.container = "AU";
    facts.order = order;
    const HeaderBytes head(source, 0, 24, order);
    const auto start = static_cast<std::int64_t>(head.number(4, 4));
    facts.endsInHeader = !head.complete || start > fileSize;
    facts.sampleRateHz = static_cast<double>(head.number(16, 4));
    facts.channels = static_cast<int>(head.number(20, 4));
    facts.plain = auCoding(head.number(12, 4), order);
    const auto length = head.number(8, 4);
    judgeLength(facts, length, (length == unknown32 || length == 0) && fileSize > start,
                {&source, start, fileSize, wrap32, false, nothingBehind});
    return facts;
}

std::optional<PlainCoding> cafCoding(const HeaderBytes& body, int channels) {
    using Kind = PlainCoding::Kind;
    const auto perPacket = static_cast<int>(body.number(16, 4));
    const int bytes = channels > 0 && perPacket % channels == 0 ? perPacket / channels : 0;
    if (body.number(20, 4) != 1) return std::nullopt; // frames in a packet
    const bool isReal = (body.number(12, 4) & 1) != 0;
    const auto order = (body.number(12, 4) & 2) != 0 ? Order::little : Order::big;
    if (body.text(8, 4) == "alaw" && bytes == 1) return PlainCoding{Kind::aLaw, 1, order};
    if (body.text(8, 4) == "ulaw" && bytes == 1) return PlainCoding{Kind::muLaw, 1, order};
    if (body.text(8, 4) != "lpcm" || (isReal ? bytes != 4 && bytes != 8 : bytes < 1 || bytes > 4)) return std::nullopt;
    return PlainCoding{isReal ? Kind::real : Kind::integer, bytes, order};
}

HeaderFacts readCaf(const base::ByteSource& source, std::int64_t fileSize) {
    HeaderFacts facts;
    facts.container = "CAF";
    facts.wordsAreHigh = true;
    std::int64_t at = 8;
    for (int chunk = 0; chunk < mostChunks; ++chunk) {
        const HeaderBytes head(source, at, 12, Order::big);
        if (!head.complete) {
            facts.endsInHeader = true;
            return facts;
        }
        const auto length = static_cast<std::int64_t>(head.number(4, 8));
        if (head.text(0, 4) == "desc") {
            const HeaderBytes body(source, at + 12, 32, Order::big);
            facts.sampleRateHz = asDouble(body.number(0, 8));
            facts.bytesPerFrame = static_cast<int>(body.number(16, 4));
            facts.channels = static_cast<int>(body.number(24, 4));
            facts.wordBits = static_cast<int>(body.number(28, 4));
            facts.plain = cafCoding(body, facts.channels);
            if (facts.plain && facts.plain->kind == PlainCoding::Kind::integer &&
                facts.wordBits <= 8 * (facts.plain->bytes - 1))
                facts.libraryMisreads = true; // the library takes the words for packed ones
        }
        if (head.text(0, 4) == "data") { // the last chunk may leave its length open; 4 bytes of edit count come first
            const auto bytes = std::max<std::int64_t>(length - 4, 0);
            const auto tail = [&](std::int64_t place) {
                const HeaderBytes next(source, place, 12, Order::big);
                return place == fileSize || (next.complete && isChunkName(next.text(0, 4)) &&
                                             next.number(4, 8) <= static_cast<std::uint64_t>(fileSize - place - 12));
            };
            judgeLength(facts, static_cast<std::uint64_t>(bytes), length <= 4 && fileSize > at + 16,
                        {&source, at + 16, fileSize, 0, false, tail});
            facts.lengthPosition = at + 4;
            facts.fittedLength = numberBytes(static_cast<std::uint64_t>(facts.presentBytes + 4), 8, Order::big);
            return facts;
        }
        if (length < 0) return facts;
        at += 12 + std::min(length, fileSize);
    }
    return facts;
}

/** Where the audio begins behind an ID3v2 tag, which some programs put before FLAC. */
std::int64_t behindId3(const base::ByteSource& source) {
    const HeaderBytes tag(source, 0, 10, Order::big);
    if (tag.text(0, 3) != "ID3") return 0;
    std::int64_t length = 0;
    for (std::size_t i = 6; i < 10; ++i)
        length = (length << 7) | static_cast<std::int64_t>(tag.number(i, 1) & 0x7f);
    return 10 + length;
}

} // namespace

HeaderFacts readHeaderFacts(const base::ByteSource& source) {
    const auto size = source.size();
    const auto start = behindId3(source);
    const HeaderBytes head(source, start, 16, Order::big);
    const auto kind = head.text(0, 4);
    const auto form = head.text(8, 4);
    if ((kind == "RIFF" || kind == "RIFX" || kind == "RF64" || kind == "BW64") && form == "WAVE")
        return readRiffHeader(source, size, kind);
    if (kind == "FORM" && (form == "AIFF" || form == "AIFC")) return readAiff(source, size);
    if (kind == "fLaC") return readFlac(source, start);
    if (kind == "riff") return readW64(source, size);
    if (kind == ".snd") return readAu(source, size, Order::big);
    if (kind == "dns.") return readAu(source, size, Order::little);
    if (kind == "caff") return readCaf(source, size);
    return {};
}

} // namespace phonostage::media
