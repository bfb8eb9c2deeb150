// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/RiffHeader.h"

#include <algorithm>
#include <array>
#include <vector>

namespace phonostage::media {
namespace {

bool isKnownName(std::string_view name) {
    constexpr std::array<std::string_view, 27> known{
        "data", "fmt ", "LIST", "bext", "cue ", "fact", "JUNK", "junk", "PEAK", "iXML", "id3 ", "ID3 ", "smpl", "inst",
        "ds64", "axml", "PAD ", "FLLR", "chna", "levl", "DISP", "acid", "plst", "cart", "aXML", "afsp", "_PMX"};
    return std::find(known.begin(), known.end(), name) != known.end();
}

/** Where the chunk behind one of odd length begins: behind the byte that fills it up, or where its writer left that out
    right behind it. */
std::int64_t behindOdd(const base::ByteSource& source, std::int64_t end, std::int64_t fileSize, Order order) {
    const auto nameAt = [&](std::int64_t at) {
        const HeaderBytes head(source, at, 8, order);
        if (!head.complete || !isChunkName(head.text(0, 4))) return std::string();
        const bool fits = at + 8 + static_cast<std::int64_t>(head.number(4, 4)) <= fileSize + 1;
        return fits || isKnownName(head.text(0, 4)) ? std::string(head.text(0, 4)) : std::string();
    };
    const auto filled = nameAt(end + 1), bare = nameAt(end);
    if (isKnownName(filled) || bare.empty()) return end + 1;
    return isKnownName(bare) || filled.empty() ? end : end + 1;
}

/** The samples of one frame, of which block align, bits and byte rate each say something. */
void settleWords(HeaderFacts& facts, const HeaderBytes& body, std::uint64_t tag) {
    const auto align = static_cast<int>(body.number(12, 2));
    const auto byteRate = body.number(8, 4);
    const auto rate = body.number(4, 4);
    const int bits = static_cast<int>(body.number(14, 2));
    const bool isReal = tag == 3;
    if (facts.channels < 1 || bits < 1 || bits > 64) return;
    const int byBits = (bits + 7) / 8;
    const int byAlign = align % facts.channels == 0 ? align / facts.channels : 0;
    int bytes = byAlign;
    const auto fitsRate = [&](int of) { return rate * static_cast<std::uint64_t>(facts.channels * of) == byteRate; };
    if (byAlign < byBits && (byAlign == 0 || !fitsRate(byAlign) || fitsRate(byBits))) bytes = byBits;
    if (byAlign > byBits && fitsRate(byBits) && !fitsRate(byAlign)) bytes = byBits;
    if (isReal ? bytes != 4 && bytes != 8 : bytes < 1 || bytes > 4) return;
    using Kind = PlainCoding::Kind;
    Kind kind = bytes == 1 ? Kind::unsignedInteger : Kind::integer;
    if (isReal) kind = Kind::real;
    if (tag == 6 || tag == 7) {
        if (bytes != 1) return;
        kind = tag == 6 ? Kind::aLaw : Kind::muLaw;
    }
    facts.plain = PlainCoding{kind, bytes, facts.order};
    facts.bytesPerFrame = bytes * facts.channels;
    if (facts.wordBits > bytes * 8) facts.wordBits = bytes * 8;
    if (bytes != byBits || facts.bytesPerFrame != align) facts.libraryMisreads = true;
}

/** Chunks and nothing else up to the end; the last may be cut off. */
bool isRiffTail(const base::ByteSource& source, std::int64_t from, std::int64_t fileSize, Order order) {
    int chunks = 0;
    bool isWrong = false;
    const auto stop = walkRiff(source, from, order, [&](const RiffChunk& chunk) {
        const bool isWhole = chunk.start + static_cast<std::int64_t>(chunk.length) <= fileSize + 1;
        isWrong = !isChunkName(chunk.name) || (!isWhole && !isKnownName(chunk.name));
        ++chunks;
        return !isWrong;
    });
    return !isWrong && (chunks > 0 || stop + 8 > fileSize);
}

/** What programs put behind the end of any file: tags of MP3 fashion, a sector filled up with one value. */
bool isFiller(const base::ByteSource& source, std::int64_t from, std::int64_t fileSize) {
    const auto count = fileSize - from;
    std::vector<char> bytes(static_cast<std::size_t>(std::min<std::int64_t>(count, 65536)));
    if (source.readAt(from, bytes.data(), bytes.size()) != static_cast<std::int64_t>(bytes.size())) return false;
    const std::string_view text(bytes.data(), bytes.size());
    if ((text.starts_with("TAG") && count == 128) || text.starts_with("APETAGEX") || text.starts_with("ID3"))
        return true;
    return count <= 65536 && std::all_of(bytes.begin(), bytes.end(), [&](char c) { return c == bytes.front(); });
}

struct Found {
    HeaderFacts facts;
    std::uint64_t data64 = 0;
    std::uint64_t riff64 = 0;
    std::int64_t dataStart = -1;
    std::uint64_t dataLength = 0;
    bool lacksFiller = false;
};

/** A header whose chunks lead nowhere: the word "data" within the first 64 KiB behind the format, if there is one. */
void searchData(const base::ByteSource& source, Found& found, std::int64_t from) {
    std::vector<char> bytes(65536);
    const auto got = source.readAt(from, bytes.data(), bytes.size());
    const std::string_view text(bytes.data(), static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
    const auto at = text.find("data");
    if (at == std::string_view::npos || at + 8 > text.size()) return;
    found.dataStart = from + static_cast<std::int64_t>(at) + 8;
    found.dataLength = numberIn(text, at + 4, 4, found.facts.order);
    found.lacksFiller = true;
}

Found findChunks(const base::ByteSource& source, std::string_view kind) {
    Found found;
    auto& facts = found.facts;
    facts.order = kind == "RIFX" ? Order::big : Order::little;
    std::int64_t behindFormat = 12;
    walkRiff(
        source, 12, facts.order,
        [&](const RiffChunk& chunk) {
            const HeaderBytes body(source, chunk.start,
                                   static_cast<std::size_t>(std::min<std::uint64_t>(chunk.length, 40)), facts.order);
            if (chunk.name == "ds64") {
                found.riff64 = body.number(0, 8);
                found.data64 = body.number(8, 8);
            }
            if (chunk.name == "fmt ") {
                readWavFormat(facts, body, static_cast<std::int64_t>(chunk.length));
                behindFormat = chunk.start + 16;
            }
            if (chunk.name != "data") return true;
            found.dataStart = chunk.start;
            found.dataLength = chunk.length;
            return false;
        },
        &found.lacksFiller);
    if (found.dataStart < 0 && facts.channels > 0) searchData(source, found, behindFormat);
    return found;
}

} // namespace

bool isPipeLength(std::uint64_t length) {
    const auto isNear = [length](std::uint64_t low, std::uint64_t high) { return length >= low && length <= high; };
    return isNear(0x7effff00, 0x7f000100) || isNear(0x7fff0000, 0x80000100) || isNear(0xffff0000, unknown32);
}

std::int64_t walkRiff(const base::ByteSource& source, std::int64_t at, Order order,
                      const std::function<bool(const RiffChunk&)>& use, bool* fault) {
    const auto fileSize = source.size();
    for (int chunk = 0; chunk < mostChunks && at + 8 <= fileSize; ++chunk) {
        const HeaderBytes head(source, at, 8, order);
        if (!head.complete) return at;
        const auto length = head.number(4, 4);
        if (!use({std::string(head.text(0, 4)), at + 8, length})) return at;
        at += 8 + static_cast<std::int64_t>(length);
        if ((length & 1) == 0) continue;
        const auto next = behindOdd(source, at, fileSize, order);
        if (fault != nullptr && next == at) *fault = true;
        at = next;
    }
    return at;
}

void readWavFormat(HeaderFacts& facts, const HeaderBytes& body, std::int64_t length) {
    auto tag = body.number(0, 2);
    facts.channels = static_cast<int>(body.number(2, 2));
    facts.sampleRateHz = static_cast<double>(body.number(4, 4));
    facts.wordBits = static_cast<int>(body.number(14, 2));
    if (tag == 0xfffe && length >= 40) {
        const auto valid = static_cast<int>(body.number(18, 2));
        facts.wordsAreHigh = true;
        tag = body.number(24, 2);
        if (valid > 0 && valid < facts.wordBits) facts.wordBits = valid;
    }
    if (tag == 1 || tag == 3 || tag == 6 || tag == 7) settleWords(facts, body, tag);
}

void judgeLength(HeaderFacts& facts, std::uint64_t declaredNumber, bool open, const LengthJudge& judge) {
    facts.dataStart = judge.start;
    const auto declared = static_cast<std::int64_t>(std::min<std::uint64_t>(declaredNumber, INT64_MAX / 2));
    const auto available = std::max<std::int64_t>(judge.fileSize - judge.start, 0);
    const auto rest = available - declared;
    const bool isPipe = judge.fileSize >= base::ByteSource::sizeOfPipe;
    const auto isTail = [&](std::int64_t bytes) { return judge.isTail(judge.start + bytes); };
    if (open && (isPipe || rest < 0 || !isTail(declared))) {
        facts.lengthUnknown = true;
        facts.presentBytes = available;
        return;
    }
    facts.declaredBytes = declared;
    facts.presentBytes = std::min(declared, available);
    if (isPipe || rest == 0) return;
    if (rest < 0) {
        if (!judge.wholeByOtherSize) return;
        facts.declaredBytes = facts.presentBytes = available;
    } else {
        if (rest <= std::max(facts.bytesPerFrame, 1) || isTail(declared)) return;
        if (isFiller(*judge.source, judge.start + declared, judge.fileSize)) return;
        std::int64_t whole = available;
        for (auto tried = declared + judge.wrapAt; judge.wrapAt > 0 && tried <= available; tried += judge.wrapAt)
            if (tried == available || isTail(tried)) whole = tried;
        facts.declaredBytes = facts.presentBytes = whole;
    }
    facts.contradictedBytes = declared;
    facts.libraryMisreads = true;
}

HeaderFacts readRiffHeader(const base::ByteSource& source, std::int64_t fileSize, std::string_view kind) {
    auto found = findChunks(source, kind);
    auto& facts = found.facts;
    const bool is64 = kind == "RF64" || kind == "BW64";
    facts.container = is64 ? "RF64" : "WAV";
    if (found.dataStart < 0) {
        facts.endsInHeader = true;
        return facts;
    }
    const auto start = found.dataStart;
    auto length = found.dataLength;
    const bool in64 = is64 && length == unknown32;
    if (in64) length = found.data64;
    // A recorder that was killed leaves 0 here with the data behind it.
    const auto most = std::int64_t{16} * std::max(facts.bytesPerFrame, 1);
    const bool open = in64 ? length == 0 || length >= static_cast<std::uint64_t>(INT64_MAX / 2)
                           : isPipeLength(length) || (length == 0 && fileSize - start >= most);
    const HeaderBytes riff(source, 4, 4, facts.order);
    LengthJudge judge{&source, start, fileSize, wrap32, false, [&](std::int64_t at) {
                          const bool isOdd = ((at - start) & 1) != 0;
                          return isRiffTail(source, at, fileSize, facts.order) ||
                                 (isOdd && isRiffTail(source, at + 1, fileSize, facts.order));
                      }};
    const auto declaredWhole = static_cast<std::int64_t>(in64 ? found.riff64 : riff.number(0, 4)) + 8;
    judge.wholeByOtherSize = declaredWhole == fileSize;
    judgeLength(facts, length, open && fileSize > start, judge);
    if (found.lacksFiller) facts.libraryMisreads = true;
    if (!facts.libraryMisreads && facts.presentBytes < static_cast<std::int64_t>(unknown32)) {
        facts.lengthPosition = start - 4;
        facts.fittedLength = numberBytes(static_cast<std::uint64_t>(facts.presentBytes), 4, facts.order);
    }
    return facts;
}

} // namespace phonostage::media
